//! What a patient takes: prescribed here or reported, kept, stopped or changed, and what the pharmacy still may hand out.

pub mod decision;
pub mod listed;
pub mod reported;
pub mod routes;
pub mod stop;
pub mod store;

pub use decision::{Decided, Decision, StopReason};
pub use listed::ListedMedication;
pub use reported::{Report, ReportedMedication};
