//! The pharmacy network: takes prescriptions, answers Status, and sends Verify, RxFill and CancelRxResponse.

mod book;
mod counter;
mod courier;
mod desk;
mod faults;
mod letter;
mod magic;
mod receipt;
mod routes;

pub use book::Outgoing;
pub use counter::{Prescribed, Received, Subject, receive};
pub use courier::Account;
pub use desk::Desk;
pub use faults::{Faults, Luck};
pub use magic::Magic;
pub use receipt::{Outcome, Receipt};
pub use routes::app_config;
