//! The payer's CAQH CORE: one address for the three requests of a batch, in either envelope.

mod mime;
mod soap;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};

use super::batch::{self, check_sum};
use super::book::Payer;
use super::magic::BatchMagic;
use crate::pace::Delay;
use crate::serve::{self, note, problem};

const NAME: &str = "payer";
/// Results that come later come at this request.
const READY_AT: u32 = 3;

/// What the envelope of a request says.
struct Request<'a> {
    payload_id: &'a str,
    kind: Kind,
    /// What the envelope demands or states of the file.
    check_sum: Option<&'a str>,
    file: &'a str,
}

#[derive(Clone, Copy)]
enum Kind {
    Submission,
    Acknowledgment,
    Results,
}

/// What the envelope of a reply says.
struct Answer {
    kind: Kind,
    code: &'static str,
    payload_type: Option<&'static str>,
    file: Option<File>,
}

struct File {
    check_sum: String,
    text: String,
}

#[post("/core")]
pub async fn take_batch(payer: Data<Payer>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let Ok(text) = str::from_utf8(&body) else { return serve::not_text() };
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = content_type.and_then(mime::boundary);
    let read = match boundary {
        Some(boundary) => mime::read(boundary, text),
        None => soap::read(text),
    };
    let Some(asked) = read else {
        return problem(StatusCode::BAD_REQUEST, "send a CORE batch envelope of vC2.2.0 (SOAP or MIME)");
    };
    let answered = match asked.kind {
        Kind::Submission => submit(&payer, &asked),
        Kind::Acknowledgment => acknowledge(&payer, &asked),
        Kind::Results => results(&payer, &asked),
    };
    match answered {
        Ok((delay, answer)) => {
            payer.pace.hold(delay).await;
            if boundary.is_some() { mime::write(&answer) } else { soap::write(&answer) }
        }
        Err(error) => serve::failed(NAME, &error),
    }
}

type Answered = anyhow::Result<(Delay, Answer)>;

/// Recorded before anything is answered.
fn submit(payer: &Payer, asked: &Request<'_>) -> Answered {
    let now = serve::now();
    let refused = |code| Answer { kind: Kind::Submission, code, payload_type: None, file: None };
    let sum = check_sum(asked.file.as_bytes());
    if asked.check_sum.is_some_and(|stated| !stated.eq_ignore_ascii_case(&sum)) {
        note(NAME, format_args!("batch {} refused: the check sum differs", asked.payload_id));
        return Ok((Delay::None, refused("CheckSumMismatched")));
    }
    let Ok(contents) = batch::contents(asked.file) else {
        return Ok((Delay::None, refused("PayloadIllegal")));
    };
    let times = payer.book().take_batch(asked.payload_id, asked.file, &contents.asked, now)?;
    note(NAME, format_args!("batch {} of {} inquiries", asked.payload_id, contents.asked.len()));
    let lost = contents.wants(BatchMagic::Lost) && times == 1;
    let delay = if lost { Delay::Silence } else { Delay::None };
    Ok((delay, without_file(Kind::Submission, "X12_BatchReceiptConfirmation")))
}

fn acknowledge(payer: &Payer, asked: &Request<'_>) -> Answered {
    let known = payer.book().fetch_acknowledgment(asked.payload_id);
    let Some(raw) = known else {
        return Ok((Delay::None, without_file(Kind::Acknowledgment, "X12_NoBatchAckFile")));
    };
    note(NAME, format_args!("batch {} acknowledged", asked.payload_id));
    let text = batch::acknowledge(&raw, serve::now())?;
    let sum = check_sum(text.as_bytes());
    Ok((Delay::None, with_file(Kind::Acknowledgment, File { check_sum: sum, text })))
}

fn results(payer: &Payer, asked: &Request<'_>) -> Answered {
    let not_there = || without_file(Kind::Results, "X12_NoBatchResultsFile");
    let Some((raw, times)) = payer.book().fetch_results(asked.payload_id) else {
        return Ok((Delay::None, not_there()));
    };
    let contents = batch::contents(&raw)?;
    if contents.wants(BatchMagic::NotYet) && times < READY_AT {
        return Ok((Delay::None, not_there()));
    }
    note(NAME, format_args!("batch {} answered", asked.payload_id));
    let mut text = batch::results(&raw, serve::now())?;
    if contents.wants(BatchMagic::Half) && times == 1 {
        text.truncate(text.len() / 2);
    }
    let damaged = contents.wants(BatchMagic::Damaged) && times == 1;
    let check_sum = if damaged { "0".repeat(40) } else { check_sum(text.as_bytes()) };
    Ok((Delay::None, with_file(Kind::Results, File { check_sum, text })))
}

fn without_file(kind: Kind, payload_type: &'static str) -> Answer {
    Answer { kind, code: "Success", payload_type: Some(payload_type), file: None }
}

fn with_file(kind: Kind, file: File) -> Answer {
    Answer { kind, code: "Success", payload_type: None, file: Some(file) }
}
