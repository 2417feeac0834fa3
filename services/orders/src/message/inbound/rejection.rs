//! Why a message of the other side has no effect, and how it is told.

use super::Answered;
use chrono::{DateTime, Utc};
use script::{Body, ErrorCode, ErrorReport, Header, Message, MessageId, Qualifier, Text, reply};

/// Told in an Error 900.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("{0}")]
    Unreadable(String),
    #[error("the transaction {0} is not supported by this receiver")]
    NotSupported(String),
    #[error("no prescription matches RelatesToMessageID or PrescriberOrderNumber")]
    NoSuchPrescription,
    #[error("RelatesToMessageID and PrescriberOrderNumber name different prescriptions")]
    Contradiction,
    #[error("the sender is not the pharmacy this prescription was sent to")]
    OtherPharmacy,
    #[error("this client speaks for one pharmacy, and the message is not from it")]
    OtherSender,
    #[error("the prescription was taken from the queue of this API: record what becomes of it there")]
    InQueue,
    #[error("this MessageID was used by the sender for another message")]
    MessageIdReused,
    #[error("the request names no pharmacy by its NCPDP id, or no medication")]
    Incomplete,
}

impl Rejection {
    /// Whether it may be about something of ours all the same: then a person looks.
    pub fn may_concern_us(&self) -> bool {
        matches!(self, Self::NoSuchPrescription | Self::Contradiction | Self::OtherPharmacy)
    }
}

pub fn refusal(
    message: &Message,
    why: &Rejection,
    id: &MessageId,
    now: DateTime<Utc>,
) -> anyhow::Result<Message> {
    let report = ErrorReport::of(ErrorCode::Rejected, Some(Text::new(why.to_string())?));
    Ok(reply::error(message, report, id.clone(), now.fixed_offset()))
}

/// To a sender whose header cannot be read: nobody in particular, related to message 0.
pub fn reply_to_nobody(why: &str, id: &MessageId, now: DateTime<Utc>) -> anyhow::Result<Message> {
    let place = |name: &str| -> anyhow::Result<script::Address> {
        Ok(script::Address { qualifier: Some(Qualifier::MutuallyDefined), id: Text::new(name)? })
    };
    let header = Header {
        relates_to: Some(MessageId::new("0")?),
        ..Header::new(place("UNKNOWN")?, place("PRAXIS")?, id.clone(), now.fixed_offset())
    };
    let report = ErrorReport::of(ErrorCode::Rejected, Some(Text::new(why)?));
    Ok(Message::new(script::Versions::V2017071, header, Body::Error(report)))
}

pub fn answered(reply: Message) -> anyhow::Result<Answered> {
    Ok(Answered { xml: script::write(&reply)?, readable: true })
}
