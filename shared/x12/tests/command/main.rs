//! Tests of the `x12` command and of the JSON it writes.

mod convert;
mod explain;
mod files;
mod others;
mod refused;
mod robust;
mod round_trip;
mod run;
mod validate;
