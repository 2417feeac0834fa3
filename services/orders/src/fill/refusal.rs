//! Why a fill cannot be recorded or withdrawn, in the pharmacy's words.

use super::Measure;
use chrono::NaiveDate;
use model::FillId;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Fill {number} is recorded already.")]
    NumberTaken { number: i32, fill: FillId },
    #[error("Fills are numbered without a gap: the next one is {0}.")]
    NumberAhead(i32),
    #[error("Everything this prescription allows has been dispensed.")]
    NothingLeft,
    #[error("That is more than is left of this fill, which is {0}.")]
    TooMuch(Measure),
    #[error("A partial fill leaves something of the fill owed; this one would be complete.")]
    PartialIsComplete,
    #[error("The prescriber allows no substitution.")]
    SubstitutionForbidden,
    #[error("It cannot have been dispensed after today, {0}.")]
    InTheFuture(NaiveDate),
    #[error("It cannot have been dispensed before it was written, {0}.")]
    BeforeWritten(NaiveDate),
    #[error("It must not be dispensed before {0}: the prescriber named that as the earliest day.")]
    BeforeEarliestFill(NaiveDate),
    #[error("It cannot have been dispensed before the last fill, {0}.")]
    BeforeLastFill(NaiveDate),
    #[error("The prescription expired on {0}.")]
    Expired(NaiveDate),
    #[error("There is no fill of this number that stands.")]
    NoSuchFill,
    #[error("Only the last fill can be withdrawn, which is {0}.")]
    NotTheLast(i32),
    #[error("A fill can be withdrawn for {0} days.")]
    TooLate(i64),
    #[error("The reason \"other\" needs a note.")]
    NoteMissing,
}
