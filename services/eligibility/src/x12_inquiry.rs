//! An inquiry an integrator wrote: passed on as it is, answered as it comes.

pub mod routes;
pub mod store;

use crate::check::AttemptOutcome;
use chrono::{DateTime, TimeDelta, Utc};
use model::PayerId;
use uuid::Uuid;
use x12::Interchange;
use x12::eligibility::Inquiry;

/// Until then the caller waits for its answer.
pub const PATIENCE: TimeDelta = TimeDelta::seconds(25);

#[derive(Clone)]
pub struct X12Inquiry {
    pub id: Uuid,
    pub payer_id: PayerId,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
}

/// How far one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    UnderWay,
    Answered(String),
    /// Why no answer came.
    Failed(AttemptOutcome),
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    Unreadable(String),
    #[error("It must be one interchange with inquiries (270) and nothing else.")]
    NotInquiries,
    #[error("All inquiries of an interchange go to one payer: send one interchange for each.")]
    SeveralPayers,
    #[error("No payer of the practice that takes 270 has the id in loop 2100A, NM1*PR, NM109.")]
    UnknownPayer,
    #[error("Several payers of the practice have this id: say which one with ?payer=.")]
    AmbiguousPayer,
}

impl X12Inquiry {
    pub fn ask(id: Uuid, payer_id: PayerId, asked_by: &str, now: DateTime<Utc>) -> Self {
        Self { id, payer_id, asked_by: asked_by.to_owned(), asked_at: now, give_up_at: now + PATIENCE }
    }

    /// What a repetition is known by.
    pub fn key(&self) -> String {
        self.id.simple().to_string()
    }
}

/// NM109 of the payer all inquiries are for.
pub fn payer_of(text: &str) -> Result<String, Refusal> {
    let unreadable = |error: x12::X12Error| Refusal::Unreadable(error.to_string());
    let interchanges = Interchange::read(text).map_err(unreadable)?;
    let [interchange] = &interchanges[..] else { return Err(Refusal::NotInquiries) };
    let mut payer: Option<String> = None;
    for set in interchange.transactions() {
        if set.st01 != "270" {
            return Err(Refusal::NotInquiries);
        }
        let inquiry = Inquiry::parse(set).map_err(unreadable)?;
        let named = String::from(&inquiry.payer.id);
        if payer.as_ref().is_some_and(|known| *known != named) {
            return Err(Refusal::SeveralPayers);
        }
        payer = Some(named);
    }
    payer.ok_or(Refusal::NotInquiries)
}
