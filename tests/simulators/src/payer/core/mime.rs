//! CORE's envelopes as forms (HTTP MIME multipart), one field a part.

use actix_web::HttpResponse;

use super::{Answer, Kind, Request};

/// Of a form; anything else is no form.
pub fn boundary(content_type: &str) -> Option<&str> {
    let (_, boundary) = content_type.strip_prefix("multipart/form-data")?.split_once("boundary=")?;
    Some(boundary.trim().trim_matches('"'))
}

pub fn read<'a>(boundary: &str, text: &'a str) -> Option<Request<'a>> {
    let parts: Vec<&str> = text.split(&format!("--{boundary}")).collect();
    let field = |name: &str| {
        let head = format!("form-data; name=\"{name}\"\r\n\r\n");
        parts.iter().find_map(|part| part.split_once(&head)?.1.strip_suffix("\r\n"))
    };
    let kind = match field("PayloadType")? {
        "X12_270_Request_005010X279A1" => Kind::Submission,
        "X12_999_RetrievalRequest_005010X231A1" => Kind::Acknowledgment,
        "X12_005010_Request_Batch_Results_271" => Kind::Results,
        _ => return None,
    };
    let is_whole = field("ProcessingMode")? == "Batch" && parts.last()?.starts_with("--");
    is_whole.then_some(Request {
        payload_id: field("PayloadID")?,
        kind,
        check_sum: field("CheckSum"),
        file: field("Payload").unwrap_or_default(),
    })
}

pub fn write(answer: &Answer) -> HttpResponse {
    let mut fields = vec![("ProcessingMode", "Batch"), ("ErrorCode", answer.code)];
    fields.extend(answer.payload_type.map(|kind| ("PayloadType", kind)));
    if let Some(file) = &answer.file {
        fields.extend([("CheckSum", file.check_sum.as_str()), ("Payload", &file.text)]);
    }
    let part = |(name, value): &(&str, &str)| {
        format!("--payer-part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!("{}--payer-part--\r\n", fields.iter().map(part).collect::<String>());
    HttpResponse::Ok().content_type("multipart/form-data; boundary=payer-part").body(body)
}
