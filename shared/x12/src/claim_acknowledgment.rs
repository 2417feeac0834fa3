//! 277CA claim acknowledgments (005010X214).

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
