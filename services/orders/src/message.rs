//! SCRIPT messages: what we say to pharmacies, what they say, and that each is heard once.

mod compose;
pub(crate) mod courier;
pub(crate) mod evidence;
pub mod inbound;
pub(crate) mod line;
pub mod routes;
pub mod store;
mod withheld;

pub use compose::{cancel_rx, medication, new_rx, new_rx_message, with_overrides};
pub use courier::Courier;
pub use evidence::About;
pub use inbound::Answered;

use crate::schema::script_messages;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{PharmacyRequestId, PrescriptionId, word_enum};
use script::{Message, MessageId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

word_enum! {
    Direction { In = "in", Out = "out" }
}

/// A message as it went over the wire.
#[derive(Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = script_messages)]
pub struct Logged {
    #[serde(skip)]
    pub id: Uuid,
    #[serde(skip)]
    pub prescription_id: Option<PrescriptionId>,
    pub direction: Direction,
    /// The SCRIPT transaction, such as NewRx; `unreadable` for what is no message.
    pub transaction: String,
    /// The sender's SCRIPT address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relates_to: Option<String>,
    pub at: DateTime<Utc>,
    pub body: String,
    /// What we answered at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl Logged {
    /// A message of ours, as it will be sent.
    pub fn outgoing(id: Uuid, message: &Message, at: DateTime<Utc>) -> anyhow::Result<Self> {
        Ok(Self::new(id, Direction::Out, message, script::write(message)?, at))
    }

    pub fn incoming(id: Uuid, message: &Message, body: String, at: DateTime<Utc>) -> Self {
        Self::new(id, Direction::In, message, body, at)
    }

    fn new(id: Uuid, direction: Direction, message: &Message, body: String, at: DateTime<Utc>) -> Self {
        let header = &message.header;
        Self {
            id,
            prescription_id: None,
            direction,
            transaction: message.body.transaction().to_owned(),
            sender: Some(header.from.id.to_string()),
            message_id: Some(header.message_id.to_string()),
            relates_to: header.relates_to.as_ref().map(ToString::to_string),
            at,
            body,
            answer: None,
        }
    }

    pub fn unreadable(id: Uuid, body: String, at: DateTime<Utc>) -> Self {
        let (transaction, direction) = ("unreadable".to_owned(), Direction::In);
        Self {
            id,
            prescription_id: None,
            direction,
            transaction,
            sender: None,
            message_id: None,
            relates_to: None,
            at,
            body,
            answer: None,
        }
    }

    pub fn about(self, prescription: Option<PrescriptionId>) -> Self {
        Self { prescription_id: prescription, ..self }
    }
}

/// The MessageID of the n-th message about a prescription: the same whenever it is derived, another for another message.
pub fn message_id(prescription: PrescriptionId, number: i64) -> anyhow::Result<MessageId> {
    derived(prescription.0, number)
}

/// The MessageID of the answer to a pharmacy's request.
pub fn response_id(request: PharmacyRequestId) -> anyhow::Result<MessageId> {
    derived(request.0, 1)
}

fn derived(from: Uuid, number: i64) -> anyhow::Result<MessageId> {
    let hash = Sha256::new().chain_update(from.as_bytes()).chain_update(number.to_be_bytes()).finalize();
    Ok(MessageId::new(hash[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_are_stable_and_distinct() {
        let id = |uuid, number| message_id(PrescriptionId(Uuid::from_u128(uuid)), number).expect("an id");
        assert_eq!(id(1, 1), id(1, 1));
        assert_ne!(id(1, 1), id(1, 2));
        assert_ne!(id(1, 1), id(2, 1));
        assert_eq!(id(7, 1).as_str().len(), 32);
    }
}
