//! Eligibility: the 270 inquiry and the 271 response (005010X279A1).

mod benefit;
mod entity;
mod inquiry;
mod lists;
mod patient;
mod rejection;
mod response;

pub use benefit::{Benefit, Delivery, Place};
pub use entity::BenefitEntity;
pub use inquiry::Inquiry;
pub use lists::{Answer, BenefitKind, CoverageLevel, FollowUp, Sex, TimePeriod};
pub use patient::{DatedPeriod, Patient, Relationship};
pub use rejection::{Rejection, RejectionLevel};
pub use response::Response;

/// GS08 and ST03 of both.
pub const IMPLEMENTATION: &str = "005010X279A1";
/// GS01 of a 270.
pub const INQUIRY_GROUP: &str = "HS";
/// GS01 of a 271.
pub const RESPONSE_GROUP: &str = "HB";
