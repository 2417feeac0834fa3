//! CORE's batches: a file is submitted, its acknowledgment fetched, then its answers, in either of the two envelopes.

mod mime;
mod soap;

use super::{Envelope, NoPayload, REQUEST, RULE, Sealed, accept};
use crate::connection::CoreEnvelope;
use sha1::{Digest as _, Sha1};

/// One request of a batch; all of one file carry its PayloadID.
#[derive(Clone, Copy)]
pub enum Errand<'a> {
    /// Hands over the file.
    Submit(&'a [u8]),
    /// Asks for the 999 or TA1 of the file.
    Acknowledgment,
    /// Asks for the 271s of the file.
    Results,
}

/// What says in PayloadType that nothing has come for the file yet.
const NOTHING: [&str; 2] = ["X12_NoBatchAckFile", "X12_NoBatchResultsFile"];

impl<'a> Errand<'a> {
    fn file(self) -> Option<&'a [u8]> {
        match self {
            Self::Submit(file) => Some(file),
            Self::Acknowledgment | Self::Results => None,
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

pub fn wrap(standard: CoreEnvelope, envelope: &Envelope<'_>, errand: Errand<'_>) -> Sealed {
    match standard {
        CoreEnvelope::Soap => soap::wrap(envelope, errand),
        CoreEnvelope::Mime => mime::wrap(envelope, errand),
    }
}

/// The file a reply brings; none when the request was taken and nothing is there (yet).
pub fn unwrap(standard: CoreEnvelope, content_type: &str, body: &str) -> Result<Option<String>, NoPayload> {
    match standard {
        CoreEnvelope::Soap => soap::unwrap(content_type, body),
        CoreEnvelope::Mime => mime::unwrap(content_type, body),
    }
}

/// What a request says in either envelope, in the order of the rule's table (CORE 4.4.2). A partner that needs no length or
/// check sum passes over them; one that does refuses a file without.
fn fields(envelope: &Envelope<'_>, errand: Errand<'_>) -> Vec<(&'static str, String)> {
    let file = errand.file();
    let mut fields = vec![
        ("PayloadType", errand.payload_type().to_owned()),
        ("ProcessingMode", "Batch".to_owned()),
        ("PayloadID", envelope.payload_id()),
    ];
    fields.extend(file.map(|file| ("PayloadLength", file.len().to_string())));
    fields.extend([
        ("TimeStamp", envelope.moment()),
        ("SenderID", envelope.sender().to_owned()),
        ("ReceiverID", envelope.receiver().to_owned()),
        ("CORERuleVersion", RULE.to_owned()),
    ]);
    fields.extend(file.map(|file| ("CheckSum", check_sum(file))));
    fields
}

/// What the envelope of a reply says of the file that comes with it.
struct Reply<'a> {
    code: Option<&'a str>,
    payload_type: Option<&'a str>,
    check_sum: Option<&'a str>,
}

impl Reply<'_> {
    /// False: the request was taken, and nothing is there.
    fn may_bring_a_file(&self) -> Result<bool, NoPayload> {
        accept(self.code)?;
        Ok(!self.payload_type.is_some_and(|kind| NOTHING.contains(&kind.trim())))
    }

    /// The file, if it is what the other side sent.
    fn whole(&self, file: String) -> Result<Option<String>, NoPayload> {
        let stated = self.check_sum.map(str::trim).filter(|sum| !sum.is_empty());
        if stated.is_some_and(|stated| !stated.eq_ignore_ascii_case(&check_sum(file.as_bytes()))) {
            return Err(NoPayload::Unreadable);
        }
        Ok(Some(file).filter(|file| !file.trim().is_empty()))
    }
}

/// SHA-1 in hexadecimal digits.
fn check_sum(file: &[u8]) -> String {
    Sha1::digest(file).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
