//! Why an order cannot be what is asked, in the client's words.

use super::duplicate::Duplicate;
use super::state::Status;

/// One thing that is missing: a JSON pointer into the order, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap(pub &'static str, pub &'static str);

#[derive(thiserror::Error)]
pub enum Refusal {
    #[error("An order that is {0} cannot be {1}.")]
    WrongStatus(Status, &'static str),
    #[error("The order cannot be sent as it is.")]
    Incomplete(Vec<Gap>),
    #[error("The same test was ordered or done for this patient in the last 30 days.")]
    Duplicate(Vec<Duplicate>),
    #[error("The reason \"other\" needs a note.")]
    NoteMissing,
}

model::redacted!(Refusal);
