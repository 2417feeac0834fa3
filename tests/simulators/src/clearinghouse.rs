//! The clearinghouse with one payer behind it: takes claims (837P), answers 999, and reports 277CA and 835.

mod adjudication;
mod book;
mod docket;
mod intake;
mod magic;
mod remittance;
mod routes;
mod serial;
mod tracking;

pub use book::Clearinghouse;
pub use intake::{Kind, Report, Taken, take};
pub use magic::Magic;
pub use routes::app_config;
pub use serial::Serial;
