//! A service of straw: answers what it saw, or misbehaves as the query asks.

use actix_web::web::{Data, Payload};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use futures_util::StreamExt;
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex};

/// How the bodies that came ended: their length, or cut off.
#[derive(Clone, Default)]
pub struct Straw {
    pub bodies: Arc<Mutex<Vec<Option<usize>>>>,
}

impl Straw {
    /// Starts it and answers where it is.
    pub fn start(&self) -> anyhow::Result<String> {
        let straw = Data::new(self.clone());
        let app = move || App::new().app_data(straw.clone()).default_service(web::to(answer));
        let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0))?;
        let url = format!("http://{}", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Ok(url)
    }
}

async fn answer(request: HttpRequest, mut payload: Payload, straw: Data<Straw>) -> HttpResponse {
    match request.query_string() {
        "late" => std::future::pending().await,
        "down" => HttpResponse::ServiceUnavailable().finish(),
        "broken" => HttpResponse::InternalServerError().json(json!({"code": "failed"})),
        "unread" => HttpResponse::RequestTimeout().finish(),
        "stranger" => HttpResponse::Unauthorized().finish(),
        "halting" => HttpResponse::Ok().streaming(halting()),
        "page" => HttpResponse::Ok().content_type("text/html; charset=utf-8").body("<!doctype html>"),
        "tagged" => HttpResponse::Created()
            .insert_header(("etag", "\"3\""))
            .insert_header(("location", "/v1/patients/7"))
            .insert_header(("server", "straw"))
            .insert_header(("set-cookie", "a=b"))
            .json(json!({})),
        _ => {
            let length = drain(&mut payload).await;
            straw.bodies.lock().expect("not poisoned").push(length);
            HttpResponse::Ok().json(seen(&request, length))
        }
    }
}

/// Half an answer, and then nothing more.
fn halting() -> impl futures_util::Stream<Item = Result<web::Bytes, std::io::Error>> {
    futures_util::stream::once(async { Ok(web::Bytes::from_static(b"half")) })
        .chain(futures_util::stream::pending())
}

async fn drain(payload: &mut Payload) -> Option<usize> {
    let mut length = 0;
    while let Some(chunk) = payload.next().await {
        length += chunk.ok()?.len();
    }
    Some(length)
}

fn seen(request: &HttpRequest, length: Option<usize>) -> Value {
    let text = |value: &actix_web::http::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers: Map<String, Value> =
        request.headers().iter().map(|(name, value)| (name.to_string(), text(value).into())).collect();
    json!({"method": request.method().as_str(), "target": request.uri().to_string(), "headers": headers, "length": length})
}
