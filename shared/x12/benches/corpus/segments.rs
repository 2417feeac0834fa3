//! Text that grows by segments, and how money and dates stand in it.

use std::fmt::{self, Display, Write};
use std::iter::Sum;

use super::random::Random;

#[derive(Default)]
pub struct Segments {
    pub text: String,
    pub count: usize,
}

impl Segments {
    /// Adds one segment, given without terminator.
    pub fn put(&mut self, segment: fmt::Arguments<'_>) {
        let _never_fails = self.text.write_fmt(segment);
        self.text.push('~');
        self.count += 1;
    }

    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.count += other.count;
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.count = 0;
    }
}

/// Money as X12 writes it: no trailing zeros, no dot without cents, a zero before the dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, cents) if cents % 10 == 0 => write!(f, "{sign}{whole}.{}", cents / 10),
            (whole, cents) => write!(f, "{sign}{whole}.{cents:02}"),
        }
    }
}

impl Cents {
    /// This share of the amount, in hundredths, to the cent.
    pub fn percent(self, share: i64) -> Self {
        Self(self.0 * share / 100)
    }

    pub fn less(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

/// CCYYMMDD.
#[derive(Clone, Copy)]
pub struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    pub fn born(random: &mut Random, first: i64, last: i64) -> Self {
        Self { year: random.between(first, last), month: random.between(1, 12), day: random.between(1, 28) }
    }

    /// In the first two months of 2026.
    pub fn of_service(random: &mut Random) -> Self {
        Self { year: 2026, month: random.between(1, 2), day: random.between(1, 28) }
    }

    /// In March 2026, after every service.
    pub fn of_decision(random: &mut Random) -> Self {
        Self { year: 2026, month: 3, day: random.between(1, 28) }
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:02}{:02}", self.year, self.month, self.day)
    }
}
