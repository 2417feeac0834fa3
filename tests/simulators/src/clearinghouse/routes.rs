//! The clearinghouse's HTTP.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, PayloadConfig, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::book::{Batch, Book, Clearinghouse};
use super::intake;
use crate::envelope::{Refused, read_one};
use crate::pace::{Delay, Pace};
use crate::serve::{self, X12_LIMIT, note, problem};

const NAME: &str = "clearinghouse";
const MOST_REPORTS: usize = 500;

pub fn app_config(
    clearinghouse: Data<Clearinghouse>,
) -> impl Fn(&mut ServiceConfig) + Clone + Send + 'static {
    move |config| {
        config
            .app_data(clearinghouse.clone())
            .app_data(PayloadConfig::new(X12_LIMIT))
            .service(submit_claims)
            .service(list_reports)
            .service(list_batches)
            .service(show_batch);
    }
}

enum Outcome {
    Answered {
        text: String,
        delay: Delay,
    },
    /// The same key or control number came with other bytes.
    Conflict(&'static str),
    Refused(Refused),
}

#[post("/claims")]
async fn submit_claims(
    request: HttpRequest,
    body: Bytes,
    clearinghouse: Data<Clearinghouse>,
) -> HttpResponse {
    let Ok(text) = str::from_utf8(&body) else { return serve::not_text() };
    let key = request.headers().get("X-Key").and_then(|key| key.to_str().ok());
    let outcome = take(&mut clearinghouse.book(), clearinghouse.pace, key, text);
    match outcome {
        Ok(Outcome::Answered { text, delay }) => {
            clearinghouse.pace.hold(delay).await;
            serve::x12(text)
        }
        Ok(Outcome::Conflict(why)) => problem(StatusCode::CONFLICT, why),
        Ok(Outcome::Refused(refused)) => {
            note(NAME, format_args!("837 refused as an interchange"));
            serve::refused(refused)
        }
        Err(error) => serve::failed(NAME, &error),
    }
}

fn take(book: &mut Book, pace: Pace, key: Option<&str>, text: &str) -> anyhow::Result<Outcome> {
    let now = serve::now();
    let interchange = match read_one(text, now) {
        Ok(interchange) => interchange,
        Err(refused) => return Ok(Outcome::Refused(refused)),
    };
    let (sender, control) = (interchange.sender(), interchange.control());
    if let Some(batch) = book.find(sender, control) {
        if batch.raw != text {
            return Ok(Outcome::Conflict(
                "this ISA13 came before with other bytes: give each interchange its own",
            ));
        }
        let answer = batch.answer.clone();
        book.record_again(sender, control)?;
        note(NAME, format_args!("837 {sender} {control} again, answered as before"));
        return Ok(Outcome::Answered { text: answer, delay: Delay::None });
    }
    if key.is_some_and(|key| book.find_key(key).is_some()) {
        return Ok(Outcome::Conflict(
            "this X-Key came before with other bytes: give each interchange its own",
        ));
    }
    let mut serial = book.serial;
    let taken = intake::take(&interchange, &mut serial, now)?;
    let due = if taken.late { now + pace.late() } else { now };
    book.record(&interchange, (key, text), &taken, serial, due)?;
    note(
        NAME,
        format_args!(
            "837 {sender} {control}: {} claims, {} reports",
            taken.claims.len(),
            taken.reports.len()
        ),
    );
    let delay = if taken.silent { Delay::Silence } else { Delay::None };
    Ok(Outcome::Answered { text: taken.answer, delay })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(default)]
    after: String,
    limit: Option<usize>,
}

#[get("/reports")]
async fn list_reports(clearinghouse: Data<Clearinghouse>, page: Query<Page>) -> HttpResponse {
    let after = if page.after.is_empty() { Ok(0) } else { page.after.parse() };
    let Ok(after) = after else {
        return problem(StatusCode::BAD_REQUEST, "after is not the id of a report: leave it out to begin");
    };
    let limit = page.limit.unwrap_or(50).min(MOST_REPORTS);
    match clearinghouse.book().reports(after, limit, serve::now()) {
        Ok(items) => HttpResponse::Ok().json(json!({"items": items})),
        Err(error) => serve::failed(NAME, &error),
    }
}

#[get("/batches")]
async fn list_batches(clearinghouse: Data<Clearinghouse>) -> HttpResponse {
    let book = clearinghouse.book();
    let batches: Vec<Value> = book.batches().iter().map(|batch| shown(batch, &book)).collect();
    HttpResponse::Ok().json(batches)
}

fn shown(batch: &Batch, book: &Book) -> Value {
    let claim = |number: &String| json!({"claim_number": number, "times": book.times(number)});
    let claims: Vec<Value> = batch.claims.iter().map(claim).collect();
    let Batch { sender, control, times_received, .. } = batch;
    json!({"sender": sender, "control": control, "times_received": times_received, "claims": claims})
}

#[get("/batches/{sender}/{control}/raw")]
async fn show_batch(clearinghouse: Data<Clearinghouse>, path: Path<(String, String)>) -> HttpResponse {
    let (sender, control) = path.into_inner();
    match clearinghouse.book().find(&sender, &control) {
        Some(batch) => serve::x12(batch.raw.clone()),
        None => problem(StatusCode::NOT_FOUND, "no batch has this sender and control number"),
    }
}
