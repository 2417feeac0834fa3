//! Scheduling through its API, on a database a test.

mod appointments;
mod away;
mod batch;
mod calendar;
mod changes;
mod contract;
mod corrections;
mod duplicates;
mod explain;
mod hang_up;
mod merges;
mod office;
mod patients;
mod places;
mod portal;
mod readiness;
mod reports;
mod series;
mod storm;

mod reminders;
mod servers;
mod waitlist;
