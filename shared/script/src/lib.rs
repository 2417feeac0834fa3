//! NCPDP SCRIPT messages (2017071 and 2023011): XML to types and types to XML, pure, usable alone.
//!
//! [`parse`] reads a whole message; [`parse_envelope`] reads the header and only names the transaction, so that a
//! message whose body is refused can still be answered; [`write`] emits the fixed element order; [`check`] tells
//! what a receiver would refuse in a prescription before it is signed; [`reply`] builds Status, Error and Verify.
#![doc = include_str!("../README.md")]

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
    ChangeKind, Consent, DeaSchedule, DenialReason, ErrorCode, Gender, MailboxCode, OtherDateKind, Qualifier,
    QuantityUnit, ServiceReason, StatusCode, Substitution,
};
pub use decimal::Decimal;
pub use element::Element;
pub use error::ScriptError;
pub use header::{Address, DigitalSignature, Header, SenderSoftware};
pub use medication::{
    Amount, CoAgent, Coded, CodedSig, Diagnosis, DiagnosisCode, DrugCoded, DrugUseEvaluation, Indication,
    Instruction, Medication, OtherDate, Quantity, Sig, SigCode, Strength, Timing,
};
pub use message::{Body, Message, Versions, parse, parse_envelope, write};
pub use outcome::{CancelOutcome, ChangeOutcome, FillStatus, HistoryOutcome, Remark, RenewalOutcome};
pub use party::{Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress, Prescriber};
pub use text::{MessageId, Text, TextError};
pub use transaction::{
    Benefits, CancelRx, CancelRxResponse, ErrorReport, HistoryItem, HistorySource, Measurement, NewRx,
    RequestedDates, RxChangeRequest, RxChangeResponse, RxFill, RxHistoryRequest, RxHistoryResponse,
    RxRenewalRequest, RxRenewalResponse, Status, UNMODELLED, Verify,
};
pub use when::When;
