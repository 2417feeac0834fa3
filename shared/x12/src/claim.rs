//! 837P professional claims (005010X222A1).
//!
//! A file is a [`Submission`]: billing providers, their subscribers with payer and plan, patients where they are not the
//! subscriber, and claims with their lines. Reading one:
//!
//! ```
//! use x12::claim::ProfessionalClaims;
//! use x12::reader::Transactions;
//!
//! # let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*HOUSE          *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HC*CLINIC*HOUSE*20260309*1405*1*X*005010X222A1~";
//! let file = format!(
//!     "{head}ST*837*0001*005010X222A1~BHT*0019*00*BATCH1*20260309*1405*CH~\
//!      NM1*41*2*CEDAR CLINIC*****46*CEDAR1~PER*IC*BILLING*TE*2175550100~NM1*40*2*CLEARHOUSE*****46*HOUSE~\
//!      HL*1**20*1~NM1*85*2*CEDAR CLINIC*****XX*1234567893~N3*12 LINDEN STREET~N4*SPRINGFIELD*IL*627010001~\
//!      REF*EI*123456789~HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*ALDER*MORGAN****MI*M0033~N3*9 BIRCH LANE~\
//!      N4*SPRINGFIELD*IL*627030009~DMG*D8*19881104*F~NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~\
//!      CLM*A1001*125***11:B:1*Y*A*Y*Y~HI*ABK:J029~LX*1~SV1*HC:99213*125*UN*1***1~DTP*472*D8*20260227~\
//!      SE*23*0001~GE*1*1~IEA*1*000000042~"
//! );
//! for delivery in Transactions::new(&file) {
//!     let claims = ProfessionalClaims::read(&delivery?.set)?;
//!     for provider in &claims.billing_providers {
//!         for subscriber in &provider.subscribers {
//!             assert_eq!(subscriber.payer.party.name, "EVERGREEN HEALTH");
//!             assert_eq!(subscriber.claims[0].lines[0].procedure.code, "99213");
//!         }
//!     }
//!     let charged: x12::Amount = claims.claims().map(|claim| claim.charge).sum();
//!     assert_eq!(charged.to_string(), "125");
//!     assert!(claims.check().is_empty(), "a payer finds nothing wrong with sums, counts and pointers");
//! }
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! Writing one:
//!
//! ```
//! use chrono::NaiveDate;
//! use x12::claim::*;
//! use x12::date::DatePeriod;
//! use x12::header::TransactionHeader;
//! use x12::name::{Address, Contact, Party};
//! use x12::{Amount, Quantity};
//!
//! let day = NaiveDate::from_ymd_opt(2026, 2, 27).expect("a day");
//! let (charge, one) = (Amount::from_cents(12_500), Quantity::from_units(1));
//! let visit = ServiceLine::new(Procedure::hcpcs("99213", &[]), charge, one, vec![1], DatePeriod::Day(day));
//! let mut claim = Claim::original("A1001", "11").with_lines(vec![visit]);
//! claim.diagnoses.push(Diagnosis::icd10("J02.9"));
//!
//! let address = |line1: &str| Address {
//!     line1: line1.into(),
//!     city: "SPRINGFIELD".into(),
//!     state: "IL".into(),
//!     zip: "627010001".into(),
//!     ..Address::default()
//! };
//! let phone = Contact { name: "BILLING".into(), numbers: vec![("TE".into(), "2175550100".into())] };
//! let birth_date = NaiveDate::from_ymd_opt(1988, 11, 4).expect("a day");
//! let subscriber = Subscriber {
//!     plan: Plan::new(PayerResponsibility::Primary, ClaimFiling::Commercial),
//!     condition: PatientCondition::default(),
//!     party: Party::person("IL", "ALDER", "MORGAN", "MI", "M0033"),
//!     address: Some(address("9 BIRCH LANE")),
//!     demographics: Some(Demographics { birth_date, sex: Sex::Female }),
//!     references: References::default(),
//!     contacts: Vec::new(),
//!     payer: Payer {
//!         party: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
//!         ..Payer::default()
//!     },
//!     claims: vec![claim],
//!     patients: Vec::new(),
//!     unknown: Default::default(),
//! };
//! let clinic = BillingProvider {
//!     party: Party::organization("85", "CEDAR CLINIC", "XX", "1234567893"),
//!     taxonomy: None,
//!     address: address("12 LINDEN STREET"),
//!     tax_id: TaxId::Employer("123456789".into()),
//!     references: References::default(),
//!     contacts: Vec::new(),
//!     currency: None,
//!     pay_to: None,
//!     pay_to_plan: None,
//!     subscribers: vec![subscriber],
//!     unknown: Default::default(),
//! };
//! let claims = ProfessionalClaims {
//!     purpose: TransactionPurpose::Original,
//!     header: TransactionHeader::new("BATCH1", day.and_hms_opt(14, 5, 0).expect("a time")),
//!     kind: ClaimOrEncounter::Chargeable,
//!     submitter: Submitter {
//!         party: Party::organization("41", "CEDAR CLINIC", "46", "CEDAR1"),
//!         contacts: vec![phone],
//!     },
//!     receiver: Party::organization("40", "CLEARHOUSE", "46", "HOUSE"),
//!     billing_providers: vec![clinic],
//!     unknown: Default::default(),
//! };
//! assert!(claims.check().is_empty());
//! let text = claims.write("0001")?;
//! assert!(text.as_str().contains("~HI*ABK:J029~LX*1~SV1*HC:99213*125*UN*1***1~DTP*472*D8*20260227~SE*"));
//! # Ok::<(), x12::X12Error>(())
//! ```

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
mod levels;
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
mod reader;
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
pub use levels::Levels;
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
pub use reader::{Piece, Reader};
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
