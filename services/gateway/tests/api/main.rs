//! The gateway over HTTP, on a database of its own, before services of straw.
#![expect(clippy::disallowed_methods, reason = "tests read the clock and mint ids")]

mod audit;
mod bearer;
mod documents;
mod feed;
mod house;
mod limits;
mod link;
mod proxy;
mod straw;
mod token;
