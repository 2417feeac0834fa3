//! What is known of patients' insurance: a laboratory bills by it.

pub mod events;
pub mod store;
