//! Tests of the `x12` command and of the JSON it writes.

mod files;
mod refused;
mod round_trip;
