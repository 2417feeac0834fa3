//! 837I institutional claims (005010X223A2): hospitals, skilled nursing, home health, hospice.
//!
//! The levels above the claim are those of the professional claim, and named in [`crate::claim`].

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
