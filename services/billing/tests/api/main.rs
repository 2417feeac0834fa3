//! Billing through its front door, on a database of its own.
#![expect(clippy::disallowed_methods, reason = "tests read the clock and mint ids")]

mod acknowledgements;
mod clearinghouse;
mod document;
mod encounters;
mod fee_schedules;
mod isolation;
mod ledger;
mod letters;
mod office;
mod payments;
mod remittances;
mod signing;
