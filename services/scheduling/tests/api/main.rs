//! Scheduling through its API, on a database a test.

mod appointments;
mod contract;
mod explain;
mod hang_up;
mod office;
mod patients;
mod series;
mod storm;
mod waitlist;
