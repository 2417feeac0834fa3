//! The processes by their HTTP: nothing twice, nothing forgotten.

mod clearinghouse;
mod faults;
mod payer;
mod pharmacy;

use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::ServiceConfig;
use actix_web::{App, HttpServer};
use serde_json::Value;
use simulators::pace::Pace;

/// Quick, except for the silence: who waits for it waits in vain.
pub const QUICK: Pace = Pace { silence_ms: 600_000, slow_ms: 1, late_ms: 0 };
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port.
pub struct Running {
    pub url: String,
    handle: ServerHandle,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Running {
    pub fn start(config: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> Self {
        let server = HttpServer::new(move || {
            App::new().configure(config.clone()).configure(simulators::serve::probes)
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { url, handle }
    }

    /// Ends it as a kill would.
    pub async fn stop(self) {
        self.handle.stop(false).await;
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        answer(self.client().post(self.at(path)).body(body.to_owned())).await
    }

    pub async fn post_form(&self, path: &str, boundary: &str, body: &str) -> Answer {
        let content_type = format!("multipart/form-data; boundary={boundary}");
        answer(self.client().post(self.at(path)).header("Content-Type", content_type).body(body.to_owned()))
            .await
    }

    pub async fn post_with_key(&self, path: &str, key: &str, body: &str) -> Answer {
        answer(self.client().post(self.at(path)).header("X-Key", key).body(body.to_owned())).await
    }

    /// Posts, and gives up after a moment.
    pub async fn post_in_vain(&self, path: &str, body: &str) {
        let moment = Duration::from_millis(300);
        let request = self.client().post(self.at(path)).body(body.to_owned()).timeout(moment);
        assert!(request.send().await.expect_err("no answer comes in time").is_timeout());
    }

    /// Posts, and finds the connection closed without an answer.
    pub async fn post_hung_up(&self, path: &str, body: &str) {
        let sent = self.client().post(self.at(path)).body(body.to_owned()).send().await;
        let error = sent.expect_err("the connection is closed");
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
    }

    pub async fn put(&self, path: &str, body: &str) -> Answer {
        answer(self.client().put(self.at(path)).body(body.to_owned())).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.client().get(self.at(path))).await
    }

    pub async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).await.body).expect("it is JSON")
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn client(&self) -> reqwest::Client {
        // A second installation finds the first one in place: that is as good.
        let _first = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder().timeout(PATIENCE).build().expect("an HTTP client")
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the simulator answers");
    let status = response.status().as_u16();
    Answer { status, body: response.text().await.expect("the answer is text") }
}
