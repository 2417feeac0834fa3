//! The envelopes X12 travels in besides plain HTTP: CAQH CORE Connectivity Rule vC2.2.0, SOAP and MIME.

pub mod batch;
mod mime;
mod multipart;
mod soap;

use super::{ConnectionKind, Credentials, Identity};
use chrono::{DateTime, SecondsFormat, Utc};

pub const X12: &str = "application/edi-x12";
const RULE: &str = "2.2.0";
const REQUEST: &str = "X12_270_Request_005010X279A1";

/// What a request says besides its payload (CORE 4.4.2).
pub struct Envelope<'a> {
    pub identity: &'a Identity,
    pub credentials: Option<&'a Credentials>,
    /// PayloadID: the same at every repetition.
    pub id: &'a str,
    pub at: DateTime<Utc>,
}

pub struct Sealed {
    pub content_type: String,
    pub body: Vec<u8>,
}

/// Why no X12 could be taken from a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPayload {
    /// It is no CORE envelope, or a cut one.
    Unreadable,
    /// The envelope says that the other side cannot answer now.
    Unavailable,
    /// The envelope says that the request is not taken as it stands.
    Refused,
    /// The envelope says that what was sent did not arrive as it was sent.
    Damaged,
}

pub fn wrap(kind: ConnectionKind, envelope: &Envelope<'_>, payload: &[u8]) -> Sealed {
    match kind {
        ConnectionKind::Https | ConnectionKind::BatchFolder => {
            Sealed { content_type: X12.to_owned(), body: payload.to_vec() }
        }
        ConnectionKind::CoreSoap => soap::wrap(envelope, payload),
        ConnectionKind::CoreMime => mime::wrap(envelope, payload),
    }
}

/// The X12 of a reply; `content_type` as its header says.
pub fn unwrap(kind: ConnectionKind, content_type: &str, body: String) -> Result<String, NoPayload> {
    match kind {
        ConnectionKind::Https | ConnectionKind::BatchFolder => Ok(body),
        ConnectionKind::CoreSoap => soap::unwrap(&body),
        ConnectionKind::CoreMime => mime::unwrap(content_type, &body),
    }
}

impl Envelope<'_> {
    fn sender(&self) -> &str {
        self.identity.sender_id.as_ref().map_or("", super::PartnerId::as_str)
    }

    fn receiver(&self) -> &str {
        self.identity.receiver_id.as_ref().map_or("", super::PartnerId::as_str)
    }

    fn user(&self) -> (&str, &str) {
        match self.credentials {
            Some(Credentials::Basic { user, password }) => (user.as_str(), password.as_str()),
            _ => ("", ""),
        }
    }

    fn moment(&self) -> String {
        self.at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// PayloadID is a UUID (CORE 4.4.2).
    fn payload_id(&self) -> String {
        self.id.parse::<uuid::Uuid>().map_or_else(|_| self.id.to_owned(), |id| id.to_string())
    }

    /// The fields in the order of the rule's table, without user and payload.
    fn fields(&self) -> [(&'static str, String); 7] {
        [
            ("PayloadType", REQUEST.to_owned()),
            ("ProcessingMode", "RealTime".to_owned()),
            ("PayloadID", self.payload_id()),
            ("TimeStamp", self.moment()),
            ("SenderID", self.sender().to_owned()),
            ("ReceiverID", self.receiver().to_owned()),
            ("CORERuleVersion", RULE.to_owned()),
        ]
    }
}

/// What ErrorCode and Payload of a CORE response amount to (CORE 4.3.3): `Success` with a payload is an answer, and so
/// is a payload without any code.
fn judge(code: Option<&str>, payload: Option<String>) -> Result<String, NoPayload> {
    accept(code)?;
    payload.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).ok_or(NoPayload::Unreadable)
}

fn accept(code: Option<&str>) -> Result<(), NoPayload> {
    match code.map(str::trim) {
        None | Some("" | "Success") => Ok(()),
        // Receiver is SOAP's word for "my fault, try again later" as a CORE code; the others name the request.
        Some("Receiver" | "ServiceUnavailable" | "Timeout") => Err(NoPayload::Unavailable),
        Some(code) if code.to_ascii_lowercase().contains("checksum") => Err(NoPayload::Damaged),
        Some(_) => Err(NoPayload::Refused),
    }
}

#[cfg(test)]
mod tests;
