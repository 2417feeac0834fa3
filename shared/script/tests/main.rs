//! The codec from outside: examples, properties, hostile input and a folder of samples.

mod arbitrary;
mod corpus;
mod example;
mod findings;
mod hostile;
mod kept;
mod properties;
mod replies;
mod round_trip;
mod variants;
