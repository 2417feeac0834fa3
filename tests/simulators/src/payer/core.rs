//! The payer's SOAP: one address for the three requests of a batch.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::post;
use actix_web::web::{Bytes, Data};

use super::batch::{self, check_sum};
use super::book::Payer;
use super::magic::BatchMagic;
use crate::pace::Delay;
use crate::serve::{self, note, problem};

const NAME: &str = "payer";
const CORE: &str = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd";
/// Results that come later come at this request.
const READY_AT: u32 = 3;

/// What the envelope of a request says.
struct Request<'a> {
    payload_id: &'a str,
    /// Between the elements of the body: what is asked for.
    kind: Kind,
    check_sum: &'a str,
    file: &'a str,
}

enum Kind {
    Submission,
    Acknowledgment,
    Results,
}

#[post("/core")]
pub async fn take_batch(payer: Data<Payer>, body: Bytes) -> HttpResponse {
    let Ok(text) = str::from_utf8(&body) else { return serve::not_text() };
    let Some(request) = Request::read(text) else {
        return problem(StatusCode::BAD_REQUEST, "send a CORE batch envelope of vC2.2.0 (SOAP)");
    };
    let answered = match request.kind {
        Kind::Submission => submit(&payer, &request),
        Kind::Acknowledgment => acknowledge(&payer, &request),
        Kind::Results => results(&payer, &request),
    };
    match answered {
        Ok((delay, answer)) => {
            payer.pace.hold(delay).await;
            answer
        }
        Err(error) => serve::failed(NAME, &error),
    }
}

impl<'a> Request<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let kind = if text.contains("COREEnvelopeBatchSubmissionAckRetrievalRequest") {
            Kind::Acknowledgment
        } else if text.contains("COREEnvelopeBatchResultsRetrievalRequest") {
            Kind::Results
        } else if text.contains("COREEnvelopeBatchSubmission") {
            Kind::Submission
        } else {
            return None;
        };
        let file = text.find("ISA*").zip(text.rfind('~')).and_then(|(from, to)| text.get(from..=to));
        let (payload_id, check_sum) = (element(text, "PayloadID")?, element(text, "CheckSum"));
        Some(Self {
            payload_id,
            kind,
            check_sum: check_sum.unwrap_or_default(),
            file: file.unwrap_or_default(),
        })
    }
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("<{name}>"))?;
    Some(after.split_once("</")?.0.trim())
}

type Answered = anyhow::Result<(Delay, HttpResponse)>;

/// Recorded before anything is answered.
fn submit(payer: &Payer, request: &Request<'_>) -> Answered {
    let now = serve::now();
    if !request.check_sum.eq_ignore_ascii_case(&check_sum(request.file.as_bytes())) {
        note(NAME, format_args!("batch {} refused: the check sum differs", request.payload_id));
        return Ok((Delay::None, envelope("Submission", "CheckSumMismatched", "")));
    }
    let Ok(contents) = batch::contents(request.file) else {
        return Ok((Delay::None, envelope("Submission", "PayloadIllegal", "")));
    };
    let times = payer.book().take_batch(request.payload_id, request.file, &contents.asked, now)?;
    note(NAME, format_args!("batch {} of {} inquiries", request.payload_id, contents.asked.len()));
    let lost = contents.wants(BatchMagic::Lost) && times == 1;
    let delay = if lost { Delay::Silence } else { Delay::None };
    let confirmation = "<PayloadType>X12_BatchReceiptConfirmation</PayloadType>";
    Ok((delay, envelope("Submission", "Success", confirmation)))
}

fn acknowledge(payer: &Payer, request: &Request<'_>) -> Answered {
    let known = payer.book().fetch_acknowledgment(request.payload_id);
    let Some(raw) = known else {
        return Ok((Delay::None, nothing("SubmissionAckRetrieval", "X12_NoBatchAckFile")));
    };
    note(NAME, format_args!("batch {} acknowledged", request.payload_id));
    let text = batch::acknowledge(&raw, serve::now())?;
    let sum = check_sum(text.as_bytes());
    Ok((Delay::None, attached("SubmissionAckRetrieval", &sum, &text)))
}

fn results(payer: &Payer, request: &Request<'_>) -> Answered {
    let Some((raw, times)) = payer.book().fetch_results(request.payload_id) else {
        return Ok((Delay::None, nothing("ResultsRetrieval", "X12_NoBatchResultsFile")));
    };
    let contents = batch::contents(&raw)?;
    if contents.wants(BatchMagic::NotYet) && times < READY_AT {
        return Ok((Delay::None, nothing("ResultsRetrieval", "X12_NoBatchResultsFile")));
    }
    note(NAME, format_args!("batch {} answered", request.payload_id));
    let mut text = batch::results(&raw, serve::now())?;
    if contents.wants(BatchMagic::Half) && times == 1 {
        text.truncate(text.len() / 2);
    }
    let damaged = contents.wants(BatchMagic::Damaged) && times == 1;
    let sum = if damaged { "0".repeat(40) } else { check_sum(text.as_bytes()) };
    Ok((Delay::None, attached("ResultsRetrieval", &sum, &text)))
}

fn nothing(of: &str, payload_type: &str) -> HttpResponse {
    envelope(of, "Success", &format!("<PayloadType>{payload_type}</PayloadType>"))
}

fn body(of: &str, code: &str, inner: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><c:COREEnvelopeBatch{of}Response \
         xmlns:c=\"{CORE}\">{inner}<ErrorCode>{code}</ErrorCode></c:COREEnvelopeBatch{of}Response></s:Body></s:Envelope>"
    )
}

fn envelope(of: &str, code: &str, inner: &str) -> HttpResponse {
    HttpResponse::Ok().content_type("application/soap+xml; charset=utf-8").body(body(of, code, inner))
}

/// The envelope with the file beside it (MTOM).
fn attached(of: &str, check_sum: &str, file: &str) -> HttpResponse {
    let include =
        "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:file@payer\"/>";
    let envelope =
        body(of, "Success", &format!("<CheckSum>{check_sum}</CheckSum><Payload>{include}</Payload>"));
    let text = format!(
        "--payer-part\r\nContent-Type: application/xop+xml; type=\"application/soap+xml\"\r\nContent-ID: <soap@payer>\r\n\r\n\
         {envelope}\r\n--payer-part\r\nContent-Type: application/octet-stream\r\nContent-ID: <file@payer>\r\n\r\n\
         {file}\r\n--payer-part--\r\n"
    );
    let content_type =
        "multipart/related; type=\"application/xop+xml\"; start=\"<soap@payer>\"; boundary=payer-part";
    HttpResponse::Ok().content_type(content_type).body(text)
}
