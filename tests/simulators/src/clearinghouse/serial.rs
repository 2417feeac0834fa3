//! Numbers of our own: control numbers, payment numbers, claim numbers.

use chrono::{DateTime, Utc};

/// The last number given; never reused, kept in the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serial(pub u32);

impl Serial {
    pub fn draw(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    /// A number with the time in it: even a clearinghouse that forgot everything does not give it again.
    pub fn stamped(&mut self, prefix: &str, now: DateTime<Utc>) -> String {
        format!("{prefix}{}{:05}", now.format("%y%m%d%H%M%S"), self.draw())
    }
}
