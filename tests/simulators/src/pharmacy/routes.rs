//! The pharmacy's HTTP.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Payload, PayloadConfig, ServiceConfig};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, get, post, put};
use serde_json::{Value, json};

use super::desk::{Answer, Copy, Desk, NAME};
use super::faults::{Faults, Luck};
use crate::pace::Delay;
use crate::serve::{self, SCRIPT_LIMIT, note, problem};

const XML: &str = "application/xml; charset=utf-8";

pub fn app_config(desk: Data<Desk>) -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    move |config| {
        config
            .app_data(desk.clone())
            .app_data(PayloadConfig::new(SCRIPT_LIMIT))
            .service(take_message)
            .service(list_prescriptions)
            .service(list_outbox)
            .service(list_journal)
            .service(show_faults)
            .service(set_faults)
            .service(show_message);
    }
}

#[post("/script")]
async fn take_message(desk: Data<Desk>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let luck = desk.luck();
    if luck == Luck::Dropped {
        note(NAME, format_args!("a connection closed unread"));
        return hang_up();
    }
    let body = match Bytes::from_request(&request, &mut payload.into_inner()).await {
        Ok(body) => body,
        Err(error) => return error.error_response(),
    };
    let Ok(xml) = str::from_utf8(&body) else { return serve::not_text() };
    let connection = request.peer_addr().map(|peer| peer.to_string()).unwrap_or_default();
    let answer = match desk.take(&Copy { xml, connection: &connection, luck }) {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return serve::failed(NAME, &error),
        Err(error) => {
            note(NAME, format_args!("a message without a readable header refused"));
            return problem(StatusCode::BAD_REQUEST, &error.to_string());
        }
    };
    match luck {
        Luck::Lost => {
            note(NAME, format_args!("a connection closed unanswered"));
            return hang_up();
        }
        Luck::Late => desk.pace.hold(Delay::Silence).await,
        _ => desk.pace.hold(answer.delay).await,
    }
    told(answer)
}

fn told(Answer { status, xml, .. }: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match xml {
        Some(xml) => HttpResponse::build(status).content_type(XML).body(xml),
        None => HttpResponse::build(status).finish(),
    }
}

/// Closes the connection; of the answer not a byte is sent.
fn hang_up() -> HttpResponse {
    HttpResponse::Ok().body(CutOff)
}

/// A body that breaks before its first byte.
struct CutOff;

impl MessageBody for CutOff {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

#[get("/prescriptions")]
async fn list_prescriptions(desk: Data<Desk>) -> HttpResponse {
    HttpResponse::Ok().json(desk.book().prescriptions())
}

#[get("/outbox")]
async fn list_outbox(desk: Data<Desk>) -> HttpResponse {
    let book = desk.book();
    let shown = book.outbox().map(|(order, outgoing)| {
        json!({
            "order_number": order.order_number,
            "message_id": outgoing.message_id,
            "transaction": outgoing.transaction,
        })
    });
    HttpResponse::Ok().json(shown.collect::<Vec<Value>>())
}

#[get("/journal")]
async fn list_journal(desk: Data<Desk>) -> HttpResponse {
    HttpResponse::Ok().json(desk.receipts().all())
}

#[get("/faults")]
async fn show_faults(desk: Data<Desk>) -> HttpResponse {
    HttpResponse::Ok().body(format!("{}\n", desk.faults()))
}

#[put("/faults")]
async fn set_faults(desk: Data<Desk>, wish: String) -> HttpResponse {
    match wish.parse::<Faults>() {
        Ok(faults) => {
            note(NAME, format_args!("faults from now on: {faults}"));
            desk.set_faults(faults);
            HttpResponse::NoContent().finish()
        }
        Err(why) => problem(StatusCode::BAD_REQUEST, &why),
    }
}

#[get("/messages/{message_id}/raw")]
async fn show_message(desk: Data<Desk>, message_id: Path<String>) -> HttpResponse {
    match desk.book().raw(&message_id) {
        Some(xml) => HttpResponse::Ok().content_type(XML).body(xml.to_owned()),
        None => problem(StatusCode::NOT_FOUND, "no message came or went under this MessageID"),
    }
}
