//! CORE's batches over SOAP: a file is submitted, its acknowledgment fetched, then its answers (CORE 4.2.2.5 to 4.2.2.10).

use super::{Envelope, NoPayload, REQUEST, RULE, Sealed, accept, mime, soap};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

/// One request of a batch; all of one file carry its PayloadID.
#[derive(Clone, Copy)]
pub enum Errand<'a> {
    /// Hands over the file, as an attachment (MTOM).
    Submit(&'a [u8]),
    /// Asks for the 999 or TA1 of the file.
    Acknowledgment,
    /// Asks for the 271s of the file.
    Results,
}

/// What says in PayloadType that nothing has come for the file yet.
const NOTHING: [&str; 2] = ["X12_NoBatchAckFile", "X12_NoBatchResultsFile"];
/// The content ids of the two parts (RFC 2392).
const ENVELOPE: &str = "envelope@praxis";
const FILE: &str = "payload@praxis";

impl Errand<'_> {
    fn action(self) -> &'static str {
        match self {
            Self::Submit(_) => "BatchSubmitTransaction",
            Self::Acknowledgment => "BatchSubmitAckRetrievalTransaction",
            Self::Results => "BatchResultsRetrievalTransaction",
        }
    }

    fn element(self) -> &'static str {
        match self {
            Self::Submit(_) => "COREEnvelopeBatchSubmission",
            Self::Acknowledgment => "COREEnvelopeBatchSubmissionAckRetrievalRequest",
            Self::Results => "COREEnvelopeBatchResultsRetrievalRequest",
        }
    }

    fn payload_type(self) -> &'static str {
        match self {
            Self::Submit(_) => REQUEST,
            Self::Acknowledgment => "X12_999_RetrievalRequest_005010X231A1",
            Self::Results => "X12_005010_Request_Batch_Results_271",
        }
    }
}

pub fn wrap(envelope: &Envelope<'_>, errand: Errand<'_>) -> Sealed {
    let mut fields = vec![
        ("PayloadType", errand.payload_type().to_owned()),
        ("ProcessingMode", "Batch".to_owned()),
        ("PayloadID", envelope.payload_id()),
    ];
    if let Errand::Submit(file) = errand {
        fields.push(("PayloadLength", file.len().to_string()));
    }
    fields.extend([
        ("TimeStamp", envelope.moment()),
        ("SenderID", envelope.sender().to_owned()),
        ("ReceiverID", envelope.receiver().to_owned()),
        ("CORERuleVersion", RULE.to_owned()),
    ]);
    let action = errand.action();
    let Errand::Submit(file) = errand else {
        let body = soap::enclose(envelope, errand.element(), &soap::elements(&fields)).into_bytes();
        return Sealed {
            content_type: format!("application/soap+xml; charset=utf-8; action=\"{action}\""),
            body,
        };
    };
    fields.push(("CheckSum", check_sum(file)));
    let payload = format!(
        "{}<Payload><xop:Include href=\"cid:{FILE}\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></Payload>",
        soap::elements(&fields)
    );
    attach(envelope.id, action, &soap::enclose(envelope, errand.element(), &payload), file)
}

/// An envelope and its attachment as one message (MTOM, multipart/related).
fn attach(id: &str, action: &str, envelope: &str, file: &[u8]) -> Sealed {
    // X12 never holds this: it is longer than any element without a separator.
    let boundary = format!("praxis-{id}");
    let mut body = format!(
        "--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"; \
         action=\"{action}\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{ENVELOPE}>\r\n\r\n{envelope}\r\n\
         --{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\
         Content-ID: <{FILE}>\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let content_type = format!(
        "multipart/related; type=\"application/xop+xml\"; start=\"<{ENVELOPE}>\"; start-info=\"application/soap+xml\"; \
         action=\"{action}\"; boundary=\"{boundary}\""
    );
    Sealed { content_type, body }
}

/// SHA-1 in hexadecimal digits.
fn check_sum(file: &[u8]) -> String {
    Sha1::digest(file).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file a reply brings; none when the request was taken and nothing is there (yet).
pub fn unwrap(content_type: &str, body: &str) -> Result<Option<String>, NoPayload> {
    let parts = match mime::boundary(content_type) {
        Some(boundary) => parts(boundary, body).ok_or(NoPayload::Unreadable)?,
        None => vec![("", body)],
    };
    let (_, envelope) = parts.first().ok_or(NoPayload::Unreadable)?;
    let found = soap::find(envelope)?;
    accept(found.code.as_deref())?;
    if found.payload_type.as_deref().is_some_and(|kind| NOTHING.contains(&kind.trim())) {
        return Ok(None);
    }
    let file = match &found.attached {
        Some(id) => {
            let named =
                |(head, _): &&(&str, &str)| head.contains(&format!("<{id}>")) || head.contains(id.as_str());
            let (_, file) = parts[1..].iter().find(named).ok_or(NoPayload::Unreadable)?;
            (*file).to_owned()
        }
        None => inline(found.payload.as_deref().unwrap_or_default())?,
    };
    let stated = found.check_sum.as_deref().map(str::trim).filter(|sum| !sum.is_empty());
    if stated.is_some_and(|stated| !stated.eq_ignore_ascii_case(&check_sum(file.as_bytes()))) {
        return Err(NoPayload::Unreadable);
    }
    Ok(Some(file).filter(|file| !file.trim().is_empty()))
}

/// `Payload` is base64Binary by the schema; some write the X12 as it is.
fn inline(payload: &str) -> Result<String, NoPayload> {
    let payload = payload.trim();
    if payload.is_empty() || payload.starts_with("ISA") {
        return Ok(payload.to_owned());
    }
    let digits: String = payload.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(digits).ok().ok_or(NoPayload::Unreadable)?;
    String::from_utf8(bytes).ok().ok_or(NoPayload::Unreadable)
}

/// Head and body of each part (RFC 2046, 5.1.1); none when the last boundary is missing.
fn parts<'a>(boundary: &str, body: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let delimiter = format!("--{boundary}");
    let (_, rest) = body.split_once(&delimiter)?;
    let mut parts = Vec::new();
    for part in rest.split(&delimiter) {
        if part.starts_with("--") {
            return Some(parts);
        }
        let (head, text) = part.split_once("\r\n\r\n")?;
        parts.push((head, text.strip_suffix("\r\n").unwrap_or(text)));
    }
    None
}

#[cfg(test)]
mod tests;
