//! The codec from outside: examples, goldens, properties, hostile input, a folder of samples and a short fuzzing run.

mod agreed;
mod arbitrary;
mod corpus;
mod example;
mod findings;
#[path = "../benches/fuzz/engine.rs"]
mod fuzz;
mod golden;
mod hostile;
mod kept;
mod letters;
mod order;
mod properties;
mod regressions;
mod replies;
mod round_trip;
mod variants;
