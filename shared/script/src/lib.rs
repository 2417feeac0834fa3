//! NCPDP SCRIPT messages (2017071 and 2023011): XML to types and types to XML, pure, usable alone.
//!
//! [`parse`] reads a whole message; [`parse_envelope`] reads the header and only names the transaction, so that a
//! message whose body is refused can still be answered; [`write`] emits the fixed element order; [`check`] tells
//! what a receiver would refuse in a prescription before it is signed; [`reply`] builds Status, Error and Verify.

mod check;
mod code;
mod decimal;
mod element;
mod error;
mod fields;
mod header;
mod medication;
mod message;
mod opaque;
mod outcome;
mod party;
pub mod reply;
mod text;
mod transaction;
mod when;

pub use check::{Finding, Rule, Severity, check};
pub use code::{
    ChangeKind, DeaSchedule, ErrorCode, Gender, MailboxCode, Qualifier, QuantityUnit, StatusCode,
    Substitution,
};
pub use decimal::Decimal;
pub use element::Element;
pub use error::ScriptError;
pub use header::{Address, Header, SenderSoftware};
pub use medication::{Coded, Diagnosis, DiagnosisCode, DrugCoded, Medication, Quantity, Sig, Strength};
pub use message::{Body, Message, Versions, parse, parse_envelope, write};
pub use outcome::{CancelOutcome, ChangeOutcome, FillStatus, Remark, RenewalOutcome};
pub use party::{Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress, Prescriber};
pub use text::{MessageId, Text, TextError};
pub use transaction::{
    CancelRx, CancelRxResponse, ErrorReport, Measurement, NewRx, RxChangeRequest, RxChangeResponse, RxFill,
    RxRenewalRequest, RxRenewalResponse, Status, UNMODELLED, Verify,
};
pub use when::When;
