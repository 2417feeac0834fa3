//! What came over the wire, in the order of time: every message, each copy of it.

use std::path::Path;

use chrono::{DateTime, Utc};
use script::Message;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::journal::Journal;

/// What was done with a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It had its effect.
    Taken,
    /// Known by its MessageID: answered as before.
    Again,
    /// Answered with an Error, without effect.
    Refused,
    /// Answered with an HTTP status of failure, without effect.
    Failed,
}

/// One copy as it was read; whether its answer arrived, nobody here knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// From 1, in the order they were read.
    pub number: usize,
    pub at: DateTime<Utc>,
    /// Address and port of the other side: copies of one connection have the same.
    pub connection: String,
    pub transaction: String,
    /// PrescriberOrderNumber; null where the sender gave none.
    pub order_number: Option<String>,
    pub message_id: String,
    /// RelatesToMessageID.
    pub relates_to: Option<String>,
    /// Of the bytes as they came, in hexadecimal.
    pub sha256: String,
    pub outcome: Outcome,
}

/// All of them, also after a restart.
pub(super) struct Receipts {
    journal: Journal<Receipt>,
    all: Vec<Receipt>,
}

impl Receipts {
    pub fn open(state: &Path) -> anyhow::Result<Self> {
        let (journal, all) = Journal::open(state, "pharmacy-receipts.jsonl")?;
        Ok(Self { journal, all })
    }

    pub fn all(&self) -> &[Receipt] {
        &self.all
    }

    /// How often the message came so far.
    pub fn times(&self, message_id: &str) -> usize {
        self.all.iter().filter(|known| known.message_id == message_id).count()
    }

    pub fn write(
        &mut self,
        (xml, connection): (&str, &str),
        envelope: &Message,
        outcome: Outcome,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let header = &envelope.header;
        let receipt = Receipt {
            number: self.all.len() + 1,
            at,
            connection: connection.to_owned(),
            transaction: envelope.body.transaction().to_owned(),
            order_number: header.prescriber_order_number.as_ref().map(ToString::to_string),
            message_id: header.message_id.to_string(),
            relates_to: header.relates_to.as_ref().map(ToString::to_string),
            sha256: Sha256::digest(xml).iter().map(|byte| format!("{byte:02x}")).collect(),
            outcome,
        };
        self.journal.append(&receipt)?;
        self.all.push(receipt);
        Ok(())
    }
}
