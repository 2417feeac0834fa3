//! 837I institutional claims (005010X223A2): hospitals, skilled nursing, home health, hospice.
//!
//! The levels above the claim are those of the professional claim, and named in [`crate::claim`].
//!
//! Reading a file, adding a claim to it and writing it again:
//!
//! ```
//! use chrono::NaiveDate;
//! use x12::institutional::{CodedDiagnosis, Claim, InstitutionalClaims, PresentOnAdmission, ServiceLine, StatementPeriod};
//! use x12::reader::Transactions;
//! use x12::{Amount, Quantity};
//!
//! # let head = "ISA*00*          *00*          *ZZ*HOSPITAL       *ZZ*HOUSE          *260309*1405*^*00501*000000042*0*T*:~\
//! #   GS*HC*HOSPITAL*HOUSE*20260309*1405*1*X*005010X223A2~";
//! let file = format!(
//!     "{head}ST*837*0001*005010X223A2~BHT*0019*00*BATCH1*20260309*1405*CH~\
//!      NM1*41*2*OAK HOSPITAL*****46*OAK1~PER*IC*BILLING*TE*2175550100~NM1*40*2*CLEARHOUSE*****46*HOUSE~\
//!      HL*1**20*1~NM1*85*2*OAK HOSPITAL*****XX*1234567893~N3*12 LINDEN STREET~N4*SPRINGFIELD*IL*627010001~\
//!      REF*EI*123456789~HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*ALDER*MORGAN****MI*M0033~N3*9 BIRCH LANE~\
//!      N4*SPRINGFIELD*IL*627030009~DMG*D8*19881104*F~NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~\
//!      CLM*H1001*850***13:A:1**A*Y*Y~DTP*434*RD8*20260227-20260227~CL1***01~HI*ABK:S52501A~LX*1~\
//!      SV2*0450*HC:99283*850*UN*1~DTP*472*D8*20260227~SE*25*0001~GE*1*1~IEA*1*000000042~"
//! );
//! let delivery = Transactions::new(&file).next().expect("one")?;
//! let mut claims = InstitutionalClaims::read(&delivery.set)?;
//! let first = claims.claims().next().expect("one");
//! assert_eq!((first.type_of_bill().as_str(), first.lines[0].revenue_code.as_str()), ("131", "0450"));
//!
//! let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a day");
//! let room = ServiceLine::new("0120", Amount::from_cents(240_000), Quantity::from_units(2));
//! let days = StatementPeriod { from: day(2), to: day(4) };
//! let mut stay = Claim::original("H1002", "11", days).with_lines(vec![room]);
//! stay.stay.patient_status = Some("01".into());
//! stay.coding.principal_diagnosis = Some(CodedDiagnosis::icd10("J18.9", PresentOnAdmission::Yes));
//! claims.billing_providers[0].subscribers[0].claims.push(stay);
//! assert!(claims.check().is_empty());
//! let text = claims.write("0002")?;
//! assert!(text.as_str().contains("~CLM*H1002*2400***11:A:1**A*Y*Y~DTP*434*RD8*20260302-20260304~CL1***01~"));
//! # Ok::<(), x12::X12Error>(())
//! ```

mod claim;
mod code_lists;
mod coding;
mod line;
mod referral;
mod stay;
#[cfg(test)]
mod tests;

pub use claim::Claim;
pub use code_lists::{AdmissionType, PresentOnAdmission};
pub use coding::{
    CodedDiagnosis, CodedProcedure, Coding, Occurrence, OccurrenceSpan, ProcedureCode, ValueCode,
};
pub use line::ServiceLine;
pub use referral::EpsdtReferral;
pub use stay::{Admission, StatementPeriod, Stay};

/// GS08 and ST03.
pub const IMPLEMENTATION: &str = "005010X223A2";
/// GS01.
pub const FUNCTIONAL_ID: &str = "HC";

/// ST to SE of an 837I.
pub type InstitutionalClaims = crate::claim::Submission<Claim>;
