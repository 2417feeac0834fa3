//! CORE's envelopes in SOAP, a file beside the envelope (MTOM).

use actix_web::HttpResponse;

use super::{Answer, Kind, Request};

const CORE: &str = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd";

pub fn read(text: &str) -> Option<Request<'_>> {
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
    Some(Request {
        payload_id,
        kind,
        check_sum: Some(check_sum.unwrap_or_default()),
        file: file.unwrap_or_default(),
    })
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("<{name}>"))?;
    Some(after.split_once("</")?.0.trim())
}

pub fn write(answer: &Answer) -> HttpResponse {
    let kind =
        answer.payload_type.map(|kind| format!("<PayloadType>{kind}</PayloadType>")).unwrap_or_default();
    let Some(file) = &answer.file else {
        let body = body(answer, &kind);
        return HttpResponse::Ok().content_type("application/soap+xml; charset=utf-8").body(body);
    };
    let include =
        "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:file@payer\"/>";
    let envelope =
        body(answer, &format!("{kind}<CheckSum>{}</CheckSum><Payload>{include}</Payload>", file.check_sum));
    let text = format!(
        "--payer-part\r\nContent-Type: application/xop+xml; type=\"application/soap+xml\"\r\nContent-ID: <soap@payer>\r\n\r\n\
         {envelope}\r\n--payer-part\r\nContent-Type: application/octet-stream\r\nContent-ID: <file@payer>\r\n\r\n\
         {}\r\n--payer-part--\r\n",
        file.text
    );
    let content_type =
        "multipart/related; type=\"application/xop+xml\"; start=\"<soap@payer>\"; boundary=payer-part";
    HttpResponse::Ok().content_type(content_type).body(text)
}

fn body(answer: &Answer, inner: &str) -> String {
    let (code, of) = (
        answer.code,
        match answer.kind {
            Kind::Submission => "Submission",
            Kind::Acknowledgment => "SubmissionAckRetrieval",
            Kind::Results => "ResultsRetrieval",
        },
    );
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><c:COREEnvelopeBatch{of}Response \
         xmlns:c=\"{CORE}\">{inner}<ErrorCode>{code}</ErrorCode></c:COREEnvelopeBatch{of}Response></s:Body></s:Envelope>"
    )
}
