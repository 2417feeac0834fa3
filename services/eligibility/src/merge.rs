//! Records found to be of one person: coverages, visits and questions of all of them are the survivor's too.

pub mod events;
pub mod store;
