//! Why a prescription cannot be what is asked, in the client's words.

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
    #[error("The prescriber is licensed neither in the patient's state nor in the location's.")]
    NotLicensed,
    #[error(
        "The pharmacy takes no electronic prescriptions: it has neither an endpoint nor a network nor the queue, or not the service level new_rx."
    )]
    NotConnected,
    #[error("The prescription cannot be written as a SCRIPT message: {0}")]
    NotWritable(String),
}
