//! 837P professional claims (005010X222A1).

mod accident;
mod adjudication;
mod adjustment;
mod ambulance;
mod attachment;
pub(crate) mod balance;
mod billing_provider;
mod certification;
mod code_lists;
mod contract;
mod coordination;
mod diagnosis;
mod drug;
pub(crate) mod element;
mod equipment;
mod form;
mod health_codes;
pub(crate) mod hierarchy;
mod line;
mod line_adjudication;
mod location;
mod party_loop;
mod patient;
mod pay_to_plan;
mod plan;
mod pricing;
mod procedure;
mod professional;
mod provider;
mod purchased_service;
mod reference;
#[cfg(test)]
pub(crate) mod samples;
mod spinal;
mod submission;
mod subscriber;
mod supplement;
mod supporting_form;
mod test_result;
#[cfg(test)]
pub(crate) mod tests;

pub use accident::Accident;
pub use adjudication::{InpatientAdjudication, OutpatientAdjudication};
pub use adjustment::{Adjustment, AdjustmentGroup};
pub use ambulance::{AmbulanceTransport, TransportReason};
pub(crate) use attachment::write_period;
pub use attachment::{Attachment, ClaimDate, FixedFormat, Note};
pub use balance::{Fault, Finding};
pub use billing_provider::{BillingProvider, TaxId};
pub use certification::{Certification, CertificationKind, CertifiedCondition};
pub use code_lists::*;
pub use contract::{Contract, ContractKind};
pub use coordination::{OtherPayer, OtherSubscriber};
pub use diagnosis::Diagnosis;
pub use drug::{Drug, DrugCodeList};
pub use equipment::{CertificationStage, EquipmentCertification, EquipmentService, RentalPeriod};
pub use form::ClaimForm;
pub use health_codes::HealthCodes;
pub use line::ServiceLine;
pub use line_adjudication::LineAdjudication;
pub use location::Location;
pub use party_loop::Demographics;
pub(crate) use party_loop::set_aside;
pub use patient::{Patient, PatientCondition};
pub use pay_to_plan::PayToPlan;
pub use plan::Plan;
pub use pricing::{PolicyCompliance, Pricing, PricingException, PricingMethod, PricingRejection};
pub use procedure::{Procedure, ProcedureCodeList};
pub use professional::Claim;
pub(crate) use provider::write_provider;
pub use provider::{Provider, ServiceFacility};
pub use purchased_service::PurchasedService;
pub use reference::{ReferenceKind, References};
pub use spinal::{SpinalCondition, SpinalManipulation};
pub use submission::{ProfessionalClaims, Submission, Submitter};
pub use subscriber::{Payer, Subscriber};
pub use supporting_form::{FormAnswer, FormList, FormResponse, SupportingForm};
pub use test_result::{Measure, ResultKind, TestResult};

/// GS08 and ST03.
pub const IMPLEMENTATION: &str = "005010X222A1";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HC";
