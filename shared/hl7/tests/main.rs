//! The codec from outside: samples, properties, and input that must not break it.

mod answers;
mod hostile;
mod properties;
mod reading;
mod samples;
