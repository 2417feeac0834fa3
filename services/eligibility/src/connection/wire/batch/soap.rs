//! Batches over SOAP (CORE 4.2.2.5 to 4.2.2.10), the file as an attachment (MTOM).

use super::super::{multipart, soap};
use super::{Envelope, Errand, NoPayload, Reply, Sealed, fields};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

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
}

pub fn wrap(envelope: &Envelope<'_>, errand: Errand<'_>) -> Sealed {
    let (action, element) = (errand.action(), errand.element());
    let said = soap::elements(&fields(envelope, errand));
    let Some(file) = errand.file() else {
        let content_type = format!("application/soap+xml; charset=utf-8; action=\"{action}\"");
        return Sealed { content_type, body: soap::enclose(envelope, element, &said).into_bytes() };
    };
    let payload = format!(
        "{said}<Payload><xop:Include href=\"cid:{FILE}\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></Payload>"
    );
    attach(envelope.id, action, &soap::enclose(envelope, element, &payload), file)
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

pub fn unwrap(content_type: &str, body: &str) -> Result<Option<String>, NoPayload> {
    let parts = match multipart::boundary(content_type) {
        Some(boundary) => multipart::parts(boundary, body).ok_or(NoPayload::Unreadable)?,
        None => vec![multipart::Part { head: "", text: body }],
    };
    let (envelope, attachments) = parts.split_first().ok_or(NoPayload::Unreadable)?;
    let found = soap::find(envelope.text)?;
    let reply = Reply {
        code: found.code.as_deref(),
        payload_type: found.payload_type.as_deref(),
        check_sum: found.check_sum.as_deref(),
    };
    if !reply.may_bring_a_file()? {
        return Ok(None);
    }
    let file = match &found.attached {
        Some(id) => {
            let named = |part: &&multipart::Part<'_>| part.head.contains(id.as_str());
            attachments.iter().find(named).ok_or(NoPayload::Unreadable)?.text.to_owned()
        }
        None => inline(found.payload.as_deref().unwrap_or_default())?,
    };
    reply.whole(file)
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
