//! 277CA claim acknowledgments (005010X214).
//!
//! Reading which claims never reached adjudication: they are corrected and sent again, no remittance will come for them.
//!
//! ```
//! use x12::claim_acknowledgment::ClaimAcknowledgment;
//! use x12::explain::status_sentence;
//! use x12::reader::Transactions;
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HN*PAYER*CLINIC*20260309*1405*1*X*005010X214~";
//! let file = format!(
//!     "{head}ST*277*0001*005010X214~BHT*0085*08*ACK1*20260309*1405*TH~HL*1**20*1~\
//!      NM1*PR*2*EVERGREEN HEALTH*****46*EVG01~TRN*1*RECEIPT1~DTP*050*D8*20260309~DTP*009*D8*20260309~HL*2*1*21*1~\
//!      NM1*41*2*CEDAR CLINIC*****46*CEDAR1~TRN*2*BATCH1~STC*A1:19:PR*20260309*WQ*125~HL*3*2*19*1~\
//!      NM1*85*2*CEDAR CLINIC*****XX*1234567893~HL*4*3*PT~NM1*QC*1*ALDER*MORGAN****MI*M0033~TRN*2*A1001~\
//!      STC*A7:562:85*20260309*U*125~DTP*472*D8*20260227~SE*19*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let delivery = Transactions::new(&file).next().expect("one")?;
//! let acknowledgment = ClaimAcknowledgment::read(&delivery.set)?;
//! let rejected = acknowledgment.claims().find(|claim| claim.is_rejected()).expect("one");
//! let code = &rejected.statuses[0].codes[0];
//! let why = status_sentence(code.category.code(), &code.status, code.entity.as_deref().unwrap_or(""));
//! assert_eq!(rejected.patient_control_number, "A1001");
//! assert_eq!(why, "Rejected: something on it is invalid. NPI (billing provider).");
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! Writing one:
//!
//! ```
//! use chrono::NaiveDate;
//! use x12::Amount;
//! use x12::claim_acknowledgment::*;
//! use x12::header::TransactionHeader;
//! use x12::name::Party;
//!
//! let day = NaiveDate::from_ymd_opt(2026, 3, 9).expect("a day");
//! let status = |category, code: &str| Status {
//!     codes: vec![StatusCode::new(category, code)],
//!     effective: Some(day),
//!     action: Action::Accept,
//!     charge: Some(Amount::from_cents(12_500)),
//!     message: None,
//! };
//! let claim = ClaimTracking::new("A1001", status(StatusCategory::AcceptedIntoAdjudication, "20"));
//! let mut provider =
//!     ProviderAcknowledgment::new(Party::organization("85", "CEDAR CLINIC", "XX", "1234567893"));
//! provider.patients.push(PatientAcknowledgment {
//!     party: Party::person("QC", "ALDER", "MORGAN", "MI", "M0033"),
//!     claims: vec![claim],
//!     unknown: Default::default(),
//! });
//! let receiver = InformationReceiver {
//!     party: Party::organization("41", "CEDAR CLINIC", "46", "CEDAR1"),
//!     trace: "BATCH1".into(),
//!     statuses: vec![status(StatusCategory::Received, "19")],
//!     totals: Totals::default(),
//!     providers: vec![provider],
//!     unknown: Default::default(),
//! };
//! let source = InformationSource {
//!     party: Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01"),
//!     trace: "RECEIPT1".into(),
//!     received: Some(day),
//!     processed: Some(day),
//!     receivers: vec![receiver],
//!     unknown: Default::default(),
//! };
//! let acknowledgment = ClaimAcknowledgment {
//!     header: TransactionHeader::new("ACK1", day.and_hms_opt(14, 5, 0).expect("a time")),
//!     sources: vec![source],
//!     unknown: Default::default(),
//! };
//! let text = acknowledgment.write("0001")?;
//! assert!(text.as_str().contains("~TRN*2*A1001~STC*A2:20*20260309*WQ*125~SE*"));
//! # Ok::<(), x12::X12Error>(())
//! ```

mod acknowledgment;
mod claim;
mod line;
mod patient;
mod provider;
mod source;
mod status;
#[cfg(test)]
mod tests;
mod totals;

pub use acknowledgment::ClaimAcknowledgment;
pub use claim::ClaimTracking;
pub use line::LineAcknowledgment;
pub use patient::PatientAcknowledgment;
pub use provider::ProviderAcknowledgment;
pub use source::{InformationReceiver, InformationSource};
pub use status::{Action, Status, StatusCategory, StatusCode};
pub use totals::Totals;

/// GS08 and ST03.
pub const IMPLEMENTATION: &str = "005010X214";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HN";
