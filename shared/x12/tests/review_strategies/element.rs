//! Any element.

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use x12::date::DatePeriod;
use x12::eligibility::Answer;
use x12::{Amount, Quantity, Text};

/// A text that is not empty.
pub fn text() -> impl Strategy<Value = Text> {
    "[A-Z0-9][A-Za-z0-9 .'-]{0,12}[a-z0-9]".prop_map(Text::from)
}

/// A text that may be empty.
pub fn maybe() -> impl Strategy<Value = Text> {
    of(text()).prop_map(Option::unwrap_or_default)
}

pub fn code(len: usize) -> impl Strategy<Value = Text> {
    vec(prop::char::ranges(vec!['A'..='Z', '0'..='9'].into()), 1..=len)
        .prop_map(|chars| chars.into_iter().collect::<String>().into())
}

pub fn date() -> impl Strategy<Value = NaiveDate> {
    (1900..2100_i32, 1..366_u32)
        .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("a day of the year"))
}

pub fn period() -> impl Strategy<Value = DatePeriod> {
    let range = (date(), date()).prop_map(|(a, b)| DatePeriod::Range(a.min(b), a.max(b)));
    prop_oneof![date().prop_map(DatePeriod::Day), range]
}

pub fn quantity() -> impl Strategy<Value = Quantity> {
    (0..10_000_000_i64).prop_map(Quantity::from_thousandths)
}

pub fn amount() -> impl Strategy<Value = Amount> {
    (0..1_000_000_i64).prop_map(Amount::from_cents)
}

pub fn answer() -> impl Strategy<Value = Answer> {
    code(1).prop_map(|code| Answer::from_code(&code))
}
