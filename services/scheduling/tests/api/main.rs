//! Scheduling through its API, on a database a test.

mod appointments;
mod contract;
mod duplicates;
mod explain;
mod hang_up;
mod merges;
mod office;
mod patients;
mod series;
mod storm;
