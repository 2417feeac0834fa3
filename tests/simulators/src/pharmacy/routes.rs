//! The pharmacy's HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, PayloadConfig, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use serde_json::{Value, json};

use super::desk::{Desk, NAME};
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
            .service(show_message);
    }
}

#[post("/script")]
async fn take_message(desk: Data<Desk>, body: Bytes) -> HttpResponse {
    let Ok(xml) = str::from_utf8(&body) else { return serve::not_text() };
    match desk.take(xml) {
        Ok(Ok((answer, delay))) => {
            desk.pace.hold(delay).await;
            HttpResponse::Ok().content_type(XML).body(answer)
        }
        Ok(Err(error)) => serve::failed(NAME, &error),
        Err(error) => {
            note(NAME, format_args!("a message without a readable header refused"));
            problem(StatusCode::BAD_REQUEST, &error.to_string())
        }
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

#[get("/messages/{message_id}/raw")]
async fn show_message(desk: Data<Desk>, message_id: Path<String>) -> HttpResponse {
    match desk.book().raw(&message_id) {
        Some(xml) => HttpResponse::Ok().content_type(XML).body(xml.to_owned()),
        None => problem(StatusCode::NOT_FOUND, "no message came or went under this MessageID"),
    }
}
