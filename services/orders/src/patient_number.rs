//! By what numbers laboratories know patients, and who was found to be whom.

pub mod events;
pub mod store;
