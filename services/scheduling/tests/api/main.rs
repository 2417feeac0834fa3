//! Scheduling through its API, on a database a test.

mod appointments;
mod batch;
mod calendar;
mod contract;
mod explain;
mod hang_up;
mod office;
mod patients;
mod readiness;
mod reports;
mod series;
mod storm;
