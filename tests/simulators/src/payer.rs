//! The payer: answers eligibility inquiries (270) and claim status requests (276).

mod benefits;
mod book;
mod eligibility;
mod magic;
mod routes;
mod status;

pub use book::Payer;
pub use eligibility::{Answer, Asked, Reply, answer};
pub use magic::Magic;
pub use routes::app_config;
pub use status::answer as answer_status;
