//! Scheduling through its API, on a database a test.

mod appointments;
mod away;
mod contract;
mod explain;
mod hang_up;
mod office;
mod patients;
mod places;
mod series;
mod storm;
