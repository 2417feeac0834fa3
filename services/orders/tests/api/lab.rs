//! A laboratory: what it sends over HTTP and MLLP, and one in this process that answers orders as told.

use crate::office::Office;
use actix_web::{App, HttpResponse, HttpServer, web};
use hl7::mllp::{Deframer, Frame, frame};
use hl7::{Acknowledgment, Verdict};
use kit::Answer;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

pub const JOHN: (&str, &str, &str) = ("000001", "Smith^John", "19630519");

/// A message of the laboratory about these lines.
pub fn oru(number: &str, lines: &[String]) -> String {
    let header = format!(
        "MSH|^~\\&|LIS|CEDARLAB|PRAXIS|HILLSIDE|20260302143000-0600||ORU^R01^ORU_R01|{number}|P|2.5.1"
    );
    [header].iter().chain(lines).map(|line| format!("{line}\r")).collect()
}

pub fn pid((mrn, name, born): (&str, &str, &str)) -> String {
    format!("PID|1||{mrn}^^^HILLSIDE^MR||{name}||{born}|M")
}

/// A report of potassium under this number, said at this minute of the day.
pub fn obr(placer: &str, filler: &str, minute: u32, status: &str) -> String {
    format!(
        "OBR|1|{placer}|{filler}|2823-3^Potassium^LN|||20260302081500-0600|||||||||||||||2026030214{minute:02}00-0600|||{status}"
    )
}

pub fn obx(value: &str, flag: &str, status: &str) -> String {
    format!("OBX|1|NM|2823-3^Potassium^LN||{value}|mmol/L|3.5-5.1|{flag}|||{status}")
}

/// A whole message: John's potassium, without an order.
pub fn potassium(number: &str, minute: u32, value: &str, flag: &str, status: &str) -> String {
    oru(number, &[pid(JOHN), obr("", "F-1", minute, status), obx(value, flag, status)])
}

impl Office {
    pub fn laboratory_body(&self) -> Value {
        json!({"name": "Cedar Laboratory", "account_number": "A-77", "time_zone": "America/Chicago",
            "their_application": "LIS", "their_facility": "CEDARLAB",
            "our_application": "PRAXIS", "our_facility": "HILLSIDE"})
    }

    pub async fn laboratory(&self, connection: Value) -> String {
        let mut body = self.laboratory_body();
        body["connection"] = connection;
        self.house.post("/v1/laboratories", body).await.expect(201).id()
    }

    pub async fn send(&self, message: &str) -> Answer {
        self.house.post_text("/v1/hl7/messages", "application/hl7-v2", message).await
    }

    /// The message is taken.
    pub async fn accepted(&self, message: &str) {
        let answer = self.send(message).await.expect(200);
        assert_eq!(ack(&answer).verdict, Verdict::Accepted, "{}", answer.text);
    }

    /// The message is refused, and the place is named.
    pub async fn refused(&self, message: &str, verdict: Verdict, place: &str) {
        let answer = self.send(message).await;
        let read = ack(&answer);
        assert_eq!(read.verdict, verdict, "{}", answer.text);
        let words = read.words.unwrap_or_default();
        assert!(words.starts_with(place), "{place} in {words}");
    }

    pub async fn queue(&self) -> Vec<Value> {
        self.items("/v1/results?status=unreviewed").await
    }

    pub async fn result(&self, id: &str) -> Answer {
        self.house.get(&format!("/v1/results/{id}")).await.expect(200)
    }

    pub async fn review(&self, id: &str) -> Answer {
        let version = self.result(id).await.version();
        let path = format!("/v1/results/{id}/review");
        self.house.if_match(version).post(&path, json!({"note": "call the patient"})).await
    }

    /// What is valid of the only result: value, status, and how many values it has replaced.
    pub async fn only_value(&self) -> (String, String, usize) {
        let results = self.items(&format!("/v1/results?patient_id={}", self.patient.patient_id)).await;
        assert_eq!(results.len(), 1, "{results:?}");
        let body = self.result(results[0]["id"].as_str().expect("an id")).await.body;
        let [observation] = body["observations"].as_array().expect("a list").as_slice() else {
            panic!("one value: {body}")
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let past = body["superseded"].as_array().expect("a list").len();
        (text(&observation["value"]["value"]), text(&observation["status"]), past)
    }
}

pub fn ack(answer: &Answer) -> Acknowledgment {
    Acknowledgment::parse(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

/// What a laboratory answers to an order.
#[derive(Clone, Copy)]
pub enum Says {
    Accepted,
    Error,
    Nothing,
    /// An answer to another message.
    Other,
}

pub struct Laboratory {
    pub url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Laboratory {
    /// Answers the first message as the first word says, and so on; the last word stays.
    pub fn that(says: &[Says]) -> Self {
        let received: Arc<Mutex<Vec<String>>> = Arc::default();
        let (heard, says) = (received.clone(), says.to_vec());
        let server = HttpServer::new(move || {
            let (heard, says) = (heard.clone(), says.clone());
            App::new().default_service(web::to(move |body: String| {
                let (heard, says) = (heard.clone(), says.clone());
                async move {
                    let mut heard = heard.lock().expect("a list");
                    let word = says[heard.len().min(says.len() - 1)];
                    heard.push(body.clone());
                    answer(&body, word)
                }
            }))
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}/hl7", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Self { url, received }
    }

    /// One that is reached by MLLP, and accepts whatever comes; its port.
    pub async fn by_wire() -> (Self, u16) {
        Self::behind(async |stream| Some(stream)).await
    }

    /// The same for those who speak TLS.
    pub async fn by_tls(acceptor: TlsAcceptor) -> (Self, u16) {
        Self::behind(async move |stream| acceptor.accept(stream).await.ok()).await
    }

    async fn behind<S: AsyncRead + AsyncWrite + Unpin>(
        admit: impl AsyncFn(TcpStream) -> Option<S> + 'static,
    ) -> (Self, u16) {
        let received: Arc<Mutex<Vec<String>>> = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = received.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Some(stream) = admit(stream).await {
                    accept_all(stream, &heard).await;
                }
            }
        });
        (Self { url: String::new(), received }, port)
    }

    pub fn received(&self) -> Vec<String> {
        self.received.lock().expect("a list").clone()
    }
}

async fn accept_all(mut stream: impl AsyncRead + AsyncWrite + Unpin, heard: &Mutex<Vec<String>>) {
    let (mut deframer, mut buffer) = (Deframer::new(1 << 20), [0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut buffer).await {
        deframer.push(&buffer[..length]);
        while let Some(Frame::Message(message)) = deframer.pop() {
            let message = String::from_utf8(message).expect("text");
            let number = hl7::header(&message).expect("a message").control_id;
            heard.lock().expect("a list").push(message);
            let answer = format!("MSH|^~\\&|LIS|CEDARLAB|||||ACK|1|P|2.5.1\rMSA|AA|{number}\r");
            stream.write_all(&frame(answer.as_bytes())).await.expect("written");
            stream.flush().await.expect("sent");
        }
    }
}

fn answer(message: &str, says: Says) -> HttpResponse {
    let header = hl7::header(message).expect("a message");
    let number = &header.control_id;
    let text = match says {
        Says::Accepted => format!("MSH|^~\\&|LIS|CEDARLAB|||||ACK|1|P|2.5.1\rMSA|AA|{number}\r"),
        Says::Error => format!("MSH|^~\\&|LIS|CEDARLAB|||||ACK|1|P|2.5.1\rMSA|AE|{number}|no such test\r"),
        Says::Nothing => return HttpResponse::InternalServerError().finish(),
        Says::Other => "MSH|^~\\&|LIS|CEDARLAB|||||ACK|1|P|2.5.1\rMSA|AA|another\r".to_owned(),
    };
    HttpResponse::Ok().content_type("application/hl7-v2").body(text)
}
