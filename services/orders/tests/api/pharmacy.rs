//! A tiny pharmacy in this process: answers as told, remembers what it was sent, and writes its own messages.

use actix_web::{App, HttpResponse, HttpServer, web};
use script::{
    Body, CancelOutcome, CancelRxResponse, ChangeKind, ErrorCode, ErrorReport, FillStatus, Message,
    MessageId, NewRx, Remark, RxChangeRequest, RxFill, RxRenewalRequest, StatusCode, Text, reply,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

#[derive(Clone, Copy)]
pub enum Says {
    Status(&'static str),
    Error(&'static str),
    /// The same with HTTP 400, as some networks do.
    BadRequest(&'static str),
    /// An Error that says it answers message 0.
    ErrorToNobody(&'static str),
    /// Status 010, the message escaped in a `string` element.
    Wrapped,
    /// Status 010 of another message.
    Mistaken,
    /// Status 010 once it is released.
    Held,
    Approved,
    Nonsense,
    /// No answer at all.
    Nothing,
}

#[derive(Clone, Default)]
pub struct Pharmacy {
    script: Arc<Mutex<VecDeque<Says>>>,
    received: Arc<Mutex<Vec<String>>>,
    release: Arc<Notify>,
    pub url: String,
}

impl Pharmacy {
    /// Says these in order; the last one for ever.
    pub fn that(says: &[Says]) -> Self {
        let pharmacy =
            Self { script: Arc::new(Mutex::new(says.iter().copied().collect())), ..Self::default() };
        let shared = web::Data::new(pharmacy.clone());
        let app = move || App::new().app_data(shared.clone()).route("/script", web::post().to(take));
        let server =
            HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
        let url = format!("http://{}/script", server.addrs()[0]);
        actix_web::rt::spawn(server.run());
        Self { url, ..pharmacy }
    }

    pub fn received(&self) -> Vec<String> {
        self.received.lock().expect("not poisoned").clone()
    }

    /// The first message, once it has come.
    pub async fn first(&self) -> Message {
        let raw = kit::eventually(async || self.received().into_iter().next()).await;
        script::parse(&raw).expect("a SCRIPT message")
    }

    /// Lets every held answer go.
    pub fn release(&self) {
        self.release.notify_one();
    }

    /// The distinct MessageIDs it was sent.
    pub fn message_ids(&self) -> Vec<String> {
        let id = |raw: &String| script::parse(raw).expect("a SCRIPT message").header.message_id.to_string();
        let mut ids: Vec<String> = self.received().iter().map(id).collect();
        ids.dedup();
        ids
    }

    fn next(&self) -> Says {
        let mut script = self.script.lock().expect("not poisoned");
        let next = script.front().copied().expect("something to say");
        if script.len() > 1 {
            script.pop_front();
        }
        next
    }
}

async fn take(pharmacy: web::Data<Pharmacy>, body: String) -> HttpResponse {
    pharmacy.received.lock().expect("not poisoned").push(body.clone());
    let message = script::parse(&body).expect("a SCRIPT message");
    match pharmacy.next() {
        Says::Status(code) => xml(&status(&message, code)),
        Says::Error(code) => xml(&error(&message, code)),
        Says::BadRequest(code) => {
            let body = script::write(&error(&message, code)).expect("written");
            HttpResponse::BadRequest().content_type("application/xml").body(body)
        }
        Says::ErrorToNobody(code) => {
            let mut error = error(&message, code);
            error.header.relates_to = MessageId::new("0").ok();
            xml(&error)
        }
        Says::Wrapped => {
            let inner = written(&status(&message, "010")).replace('&', "&amp;").replace('<', "&lt;");
            HttpResponse::Ok()
                .content_type("application/xml")
                .body(format!("<string xmlns=\"urn:x\">{inner}</string>"))
        }
        Says::Mistaken => {
            let mut status = status(&message, "010");
            status.header.relates_to = MessageId::new("somebody-elses").ok();
            xml(&status)
        }
        Says::Held => {
            pharmacy.release.notified().await;
            xml(&status(&message, "010"))
        }
        Says::Approved => xml(&cancel_response(&message, true)),
        Says::Nonsense => HttpResponse::Ok().body("<html>It works</html>"),
        Says::Nothing => std::future::pending().await,
    }
}

fn xml(message: &Message) -> HttpResponse {
    HttpResponse::Ok().content_type("application/xml").body(script::write(message).expect("written"))
}

fn id() -> MessageId {
    MessageId::new(platform::mint::<uuid::Uuid>().simple().to_string()).expect("an id")
}

fn text(text: &str) -> Text {
    Text::new(text).expect("plain")
}

fn note(note: &str) -> Remark {
    Remark { note: Some(text(note)), ..Remark::default() }
}

pub fn answer(to: &Message, body: Body) -> Message {
    reply::answer(to, body, id(), platform::now().fixed_offset())
}

pub fn status(to: &Message, code: &str) -> Message {
    reply::status(to, StatusCode::from(text(code)), id(), platform::now().fixed_offset())
}

pub fn error(to: &Message, code: &str) -> Message {
    let report = ErrorReport::of(ErrorCode::from(text(code)), Some(text("the pharmacy does not like it")));
    reply::error(to, report, id(), platform::now().fixed_offset())
}

pub fn verify(to: &Message) -> Message {
    reply::verify(to, StatusCode::AcceptedByReceiver, id(), platform::now().fixed_offset())
}

pub fn fill(to: &Message, what: fn(Remark) -> FillStatus) -> Message {
    let Body::NewRx(new_rx) = &to.body else { panic!("a fill answers a NewRx") };
    let NewRx { parties, medication, .. } = new_rx.as_ref().clone();
    let (dispensed, prescribed) = (Some(medication.clone()), Some(medication));
    let fill = RxFill { status: what(note("as told")), parties, dispensed, prescribed, other: Vec::new() };
    answer(to, Body::RxFill(Box::new(fill)))
}

pub fn cancel_response(to: &Message, approved: bool) -> Message {
    let outcome = if approved {
        CancelOutcome::Approved(note("never dispensed"))
    } else {
        CancelOutcome::Denied(Remark { reason: Some(text("was picked up")), ..Remark::default() })
    };
    answer(
        to,
        Body::CancelRxResponse(Box::new(CancelRxResponse { outcome, parties: None, other: Vec::new() })),
    )
}

/// Asks to renew what it got, under a number of its own.
pub fn renewal(of: &Message, reference: &str, refills: Option<u16>) -> Message {
    let Body::NewRx(new_rx) = &of.body else { panic!("a renewal is of a NewRx") };
    let NewRx { parties, medication, .. } = new_rx.as_ref().clone();
    let dispensed = Some(script::Medication { requested_refills: refills, ..medication.clone() });
    let request = RxRenewalRequest { parties, dispensed, prescribed: Some(medication), other: Vec::new() };
    asking(of, reference, Body::RxRenewalRequest(Box::new(request)))
}

/// Asks to change what it got into one of these.
pub fn change(of: &Message, reference: &str, code: &str, requested: Vec<script::Medication>) -> Message {
    let Body::NewRx(new_rx) = &of.body else { panic!("a change is of a NewRx") };
    let NewRx { parties, medication, .. } = new_rx.as_ref().clone();
    let (kind, prescribed) = (Some(ChangeKind::from(text(code))), Some(medication));
    let (sub_codes, reason, other) = (Vec::new(), None, Vec::new());
    let request = RxChangeRequest { kind, sub_codes, reason, parties, prescribed, requested, other };
    asking(of, reference, Body::RxChangeRequest(Box::new(request)))
}

fn asking(of: &Message, reference: &str, body: Body) -> Message {
    let mut message = answer(of, body);
    message.header.relates_to = None;
    message.header.rx_reference_number = Some(text(reference));
    message
}

pub fn written(message: &Message) -> String {
    script::write(message).expect("written")
}
