//! Why a pharmacy cannot do what it asks, in its words.

use super::Hold;
use crate::fill;
use crate::prescription::Status;
use chrono::NaiveDate;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{} has had it in hand since {}.", .0.by, .0.since.to_rfc3339())]
    Held(Hold),
    #[error("Nobody has it in hand, so it cannot be {0}.")]
    NotHeld(&'static str),
    #[error("A prescription that is {0} cannot be {1}.")]
    WrongStatus(Status, &'static str),
    #[error("The prescriber asks to cancel it.")]
    CancelRequested,
    #[error("The prescriber does not ask to cancel it.")]
    NoCancelRequested,
    #[error("The prescription expired on {0}.")]
    Expired(NaiveDate),
    #[error("Some of it has been dispensed.")]
    PartlyDispensed,
    #[error("Everything this prescription allows has been dispensed.")]
    NothingLeft,
    #[error("The reason \"other\" needs a note.")]
    NoteMissing,
    #[error(transparent)]
    Fill(#[from] fill::Refusal),
}
