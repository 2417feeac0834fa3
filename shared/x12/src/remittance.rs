//! 835 remittance advice (005010X221A1).
//!
//! Reading what was paid, and why not all of it:
//!
//! ```
//! use x12::reader::Transactions;
//! use x12::remittance::Remittance;
//!
//! # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HP*PAYER*CLINIC*20260309*1405*1*X*005010X221A1~";
//! let file = format!(
//!     "{head}ST*835*0001~BPR*I*75*C*CHK************20260309~TRN*1*1001*1512345678~\
//!      N1*PR*EVERGREEN HEALTH~N3*1 PINE PLAZA~N4*SPRINGFIELD*IL*62701~PER*BL*EDI DESK*TE*2175550199~\
//!      N1*PE*CEDAR CLINIC*XX*1234567893~LX*1~CLP*A1001*1*125*75*20*12*ICN1~NM1*QC*1*ALDER*MORGAN~\
//!      SVC*HC:99213*125*75~DTM*472*20260227~CAS*CO*45*30~CAS*PR*3*20~SE*16*0001~GE*1*1~IEA*1*000000042~"
//! );
//! for delivery in Transactions::new(&file) {
//!     let remittance = Remittance::read(&delivery?.set)?;
//!     assert_eq!(remittance.payment.amount.to_string(), "75");
//!     assert_eq!((remittance.trace.number.as_str(), remittance.payee.npi()), ("1001", Some("1234567893")));
//!     for claim in remittance.claims() {
//!         let why: Vec<String> = claim
//!             .all_adjustments()
//!             .map(|one| format!("{}-{} {}", one.group.code(), one.reason, one.amount))
//!             .collect();
//!         assert_eq!((claim.paid.to_string(), why.join(", ")), ("75".into(), "CO-45 30, PR-3 20".into()));
//!     }
//!     assert!(remittance.check().is_empty(), "it balances");
//! }
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! Writing one, as a payer or a simulator of one does:
//!
//! ```
//! use x12::Amount;
//! use x12::claim::{Adjustment, AdjustmentGroup, Procedure};
//! use x12::name::{Address, Contact, Trace};
//! use x12::remittance::*;
//!
//! let mut line = ServicePayment::new(
//!     Procedure::hcpcs("99213", &["25"]),
//!     Amount::from_cents(12_500),
//!     Amount::from_cents(7_500),
//! );
//! let reduction = Amount::from_cents(5_000);
//! line.adjustments.push(Adjustment::new(AdjustmentGroup::ContractualObligation, "45", reduction));
//! let mut claim = ClaimPayment::new("A1001", ClaimPaymentStatus::Primary, line.charge, line.paid);
//! claim.services.push(line);
//!
//! let remittance = Remittance {
//!     payment: Payment {
//!         handling: Handling::RemittanceOnly,
//!         amount: claim.paid,
//!         credit: true,
//!         method: PaymentMethod::Check,
//!         format: None,
//!         payer_account: None,
//!         payer_identifier: None,
//!         payer_supplemental: None,
//!         payee_account: None,
//!         date: chrono::NaiveDate::from_ymd_opt(2026, 3, 9),
//!     },
//!     trace: Trace::own("1001", "1512345678"),
//!     receiver_id: None,
//!     version: None,
//!     production_date: None,
//!     payer: RemittancePayer {
//!         name: "EVERGREEN HEALTH".into(),
//!         address: Address { line1: "1 PINE PLAZA".into(), city: "SPRINGFIELD".into(), ..Address::default() },
//!         technical_contacts: vec![Contact { name: "EDI DESK".into(), ..Contact::default() }],
//!         ..RemittancePayer::default()
//!     },
//!     payee: Payee {
//!         name: "CEDAR CLINIC".into(),
//!         id_qualifier: "XX".into(),
//!         id: "1234567893".into(),
//!         ..Payee::default()
//!     },
//!     groups: vec![ClaimGroup { number: 1, claims: vec![claim], ..ClaimGroup::default() }],
//!     provider_adjustments: Vec::new(),
//!     position: Position::default(),
//!     unknown: Default::default(),
//! };
//! assert!(remittance.check().is_empty());
//! let text = remittance.write("0001")?;
//! assert!(text.as_str().contains("~LX*1~CLP*A1001*1*125*75~SVC*HC:99213:25*125*75~CAS*CO*45*50~SE*"));
//! # Ok::<(), x12::X12Error>(())
//! ```

mod advice;
mod balance;
mod claim_payment;
mod code_lists;
mod parties;
mod payment;
mod provider_adjustment;
mod reader;
mod service_payment;
mod supplement;
#[cfg(test)]
mod tests;

pub use crate::claim::InpatientAdjudication;
pub use advice::{ClaimGroup, Remittance};
pub use balance::Imbalance;
pub use claim_payment::ClaimPayment;
pub use code_lists::*;
pub use parties::{Payee, RemittancePayer};
pub use payment::{Account, Payment};
pub use provider_adjustment::ProviderAdjustment;
pub use reader::{Piece, Reader};
pub use service_payment::ServicePayment;
pub use supplement::{Position, Remark, SupplementalAmount, SupplementalQuantity};

/// GS08; ST03 is not used.
pub const IMPLEMENTATION: &str = "005010X221A1";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HP";
