//! The payer's HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, PayloadConfig, ServiceConfig};
use actix_web::{HttpResponse, get, post};

use super::book::Payer;
use super::core;
use super::eligibility::{self, Answer, Reply};
use super::status;
use crate::envelope::Refused;
use crate::serve::{self, X12_LIMIT, note, problem};

const NAME: &str = "payer";

pub fn app_config(payer: Data<Payer>) -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    move |config| {
        config
            .app_data(payer.clone())
            .app_data(PayloadConfig::new(X12_LIMIT))
            .service(ask_eligibility)
            .service(ask_status)
            .service(core::take_batch)
            .service(list_batches)
            .service(list_requests)
            .service(show_request);
    }
}

#[post("/x12/270")]
async fn ask_eligibility(payer: Data<Payer>, body: Bytes) -> HttpResponse {
    let Some(_place) = payer.enter() else {
        return HttpResponse::TooManyRequests().insert_header(("Retry-After", "1")).finish();
    };
    let Ok(text) = str::from_utf8(&body) else { return serve::not_text() };
    match take(&payer, text) {
        Ok(Ok(answer)) => {
            payer.take_time().await;
            payer.pace.hold(answer.delay).await;
            reply(answer.reply)
        }
        Ok(Err(refused)) => serve::refused(refused),
        Err(error) => serve::failed(NAME, &error),
    }
}

/// Records the inquiry before anything is answered.
fn take(payer: &Payer, text: &str) -> anyhow::Result<Result<Answer, Refused>> {
    let now = serve::now();
    let mut book = payer.book();
    let answer = match eligibility::answer(text, |member_id| book.times(member_id), now) {
        Ok(answer) => answer,
        Err(refused) => {
            note(NAME, format_args!("270 refused"));
            return Ok(Err(refused));
        }
    };
    for asked in &answer.asked {
        book.record(asked, text, now)?;
        note(NAME, format_args!("270 trace {} answered as {:?}", asked.trace, answer.magic));
    }
    Ok(Ok(answer))
}

fn reply(reply: Reply) -> HttpResponse {
    match reply {
        Reply::X12(text) => serve::x12(text),
        Reply::Garbage(text) => HttpResponse::Ok().content_type("text/html").body(text),
        Reply::ServerError => {
            problem(StatusCode::INTERNAL_SERVER_ERROR, "the member id asked for this failure")
        }
    }
}

#[post("/x12/276")]
async fn ask_status(body: Bytes) -> HttpResponse {
    let Ok(text) = str::from_utf8(&body) else { return serve::not_text() };
    let answered = status::answer(text, serve::now());
    note(NAME, format_args!("276 {}", if answered.is_ok() { "answered" } else { "refused" }));
    answered.map_or_else(serve::refused, serve::x12)
}

#[get("/requests")]
async fn list_requests(payer: Data<Payer>) -> HttpResponse {
    HttpResponse::Ok().json(payer.book().requests())
}

#[get("/batches")]
async fn list_batches(payer: Data<Payer>) -> HttpResponse {
    HttpResponse::Ok().json(payer.book().batches())
}

#[get("/requests/{trace}/raw")]
async fn show_request(payer: Data<Payer>, trace: Path<String>) -> HttpResponse {
    match payer.book().find(&trace) {
        Some(request) => serve::x12(request.raw.clone()),
        None => problem(StatusCode::NOT_FOUND, "no inquiry came under this trace"),
    }
}
