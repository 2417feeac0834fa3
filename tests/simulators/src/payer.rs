//! The payer: answers eligibility inquiries (270), one by one and in batches, and claim status requests (276).

mod batch;
mod benefits;
mod book;
mod core;
mod eligibility;
mod magic;
mod routes;
mod status;

pub use batch::check_sum;
pub use book::Payer;
pub use eligibility::{Answer, Asked, Reply, answer};
pub use magic::Magic;
pub use routes::app_config;
pub use status::answer as answer_status;
