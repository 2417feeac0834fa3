//! Scheduling through its API, on a database a test.

mod appointments;
mod contract;
mod office;
mod patients;
