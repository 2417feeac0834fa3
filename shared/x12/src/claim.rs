//! 837P professional claims (005010X222A1).

mod accident;
mod adjudication;
mod adjustment;
mod attachment;
pub(crate) mod balance;
mod billing_provider;
mod code_lists;
mod contract;
mod coordination;
mod diagnosis;
mod drug;
pub(crate) mod element;
mod form;
pub(crate) mod hierarchy;
mod line;
mod line_adjudication;
mod party_loop;
mod patient;
mod plan;
mod pricing;
mod procedure;
mod professional;
mod provider;
mod reference;
#[cfg(test)]
pub(crate) mod samples;
mod submission;
mod subscriber;
#[cfg(test)]
pub(crate) mod tests;

pub use accident::Accident;
pub use adjudication::{InpatientAdjudication, OutpatientAdjudication};
pub use adjustment::{Adjustment, AdjustmentGroup};
pub(crate) use attachment::write_period;
pub use attachment::{Attachment, ClaimDate, FixedFormat, Note};
pub use balance::{Fault, Finding};
pub use billing_provider::{BillingProvider, TaxId};
pub use code_lists::*;
pub use contract::Contract;
pub use coordination::{OtherPayer, OtherSubscriber};
pub use diagnosis::Diagnosis;
pub use drug::{Drug, DrugCodeList};
pub use form::ClaimForm;
pub use line::ServiceLine;
pub use line_adjudication::LineAdjudication;
pub use party_loop::Demographics;
pub(crate) use party_loop::set_aside;
pub use patient::{Patient, PatientCondition};
pub use plan::Plan;
pub use pricing::Pricing;
pub use procedure::{Procedure, ProcedureCodeList};
pub use professional::Claim;
pub(crate) use provider::write_provider;
pub use provider::{Provider, ServiceFacility};
pub use reference::{ReferenceKind, References};
pub use submission::{ProfessionalClaims, Submission, Submitter};
pub use subscriber::{Payer, Subscriber};

/// GS08 and ST03.
pub const IMPLEMENTATION: &str = "005010X222A1";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HC";
