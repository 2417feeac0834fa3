//! Why a prescription cannot be what is asked, in the client's words.

use super::signature::Broken;
use super::start;
use super::state::Status;
use crate::medication::Schedule;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("A prescription that is {0} cannot be {1}.")]
    WrongStatus(Status, &'static str),
    #[error("The safety checks have not run yet.")]
    NotChecked,
    #[error("The patient's chart has changed since the safety checks ran.")]
    ChecksStale,
    #[error("{0} interruptive alerts are not answered.")]
    AlertsOpen(usize),
    #[error("There is no such alert, or it needs no answer.")]
    NoSuchAlert,
    #[error("This alert cannot be overridden: it tells of something the pharmacy would refuse.")]
    NotOverridable,
    #[error("The reason \"other\" needs a note.")]
    NoteMissing,
    #[error("Drugs of schedule {0} cannot be sent: the module for controlled substances is not enabled.")]
    Controlled(Schedule),
    #[error("This client is no prescriber's own credential.")]
    NotBound,
    #[error("Only the prescriber this prescription names can sign it.")]
    NotThePrescriber,
    #[error("The signature does not hold: {0}. It is neither sent nor dispensed.")]
    SignatureBroken(Broken),
    #[error("It has not been signed.")]
    NotSigned,
    #[error("Nobody has reported that it was not delivered: an original on paper might be a second one.")]
    NotReportedUndelivered,
    #[error("Its original has been printed already.")]
    OriginalPrinted,
    #[error("The right to sign controlled substances under this DEA number is not granted, or has expired.")]
    NoControlledAccess,
    #[error("A controlled substance is signed from the list that displays it, as it stands there.")]
    NotDisplayed,
    #[error("The pharmacy does not take controlled substances electronically.")]
    NoControlledService,
    #[error("A drug of schedule {0} may have at most {1} refills.")]
    TooManyRefills(Schedule, u16),
    #[error(
        "A drug of schedule {0} is not filled later than six months after it was written: the last refill would be."
    )]
    RefillsBeyondSixMonths(Schedule),
    #[error(transparent)]
    Start(#[from] start::Refusal),
    #[error("The prescriber is licensed neither in the patient's state nor in the location's.")]
    NotLicensed,
    #[error(
        "The pharmacy takes no electronic prescriptions: it has neither an endpoint nor a network nor the queue, or not the service level new_rx."
    )]
    NotConnected,
    #[error("The pharmacy takes no electronic requests to cancel.")]
    CancelNotTaken,
    #[error("A prescription can be cancelled electronically for {0} months after it was written.")]
    TooOldToCancel(u32),
    #[error("It is not at a pharmacy: there is nothing to be missing there.")]
    NotSent,
    #[error("The prescription is for this pharmacy already.")]
    SamePharmacy,
    #[error("The prescription cannot be written as a SCRIPT message: {0}")]
    NotWritable(String),
}
