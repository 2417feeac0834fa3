//! Any message the types allow.

mod drug;
mod people;
mod transaction;

use chrono::{DateTime, Days, NaiveDate};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use script::{Body, Decimal, DigitalSignature, Element, Message, MessageId, Text, Versions, When};

use crate::example::message;

pub fn text() -> impl Strategy<Value = Text> {
    let any_text = prop_oneof![3 => "[ -~]{1,30}", 1 => "\\PC{1,20}", 1 => "[<>&'\"\n\t\r a\\]]{1,9}"];
    any_text.prop_filter_map("blank", |text| Text::new(text).ok())
}

pub fn code() -> impl Strategy<Value = Text> {
    "[0-9A-Z]{1,6}".prop_filter_map("blank", |code| Text::new(code).ok())
}

pub fn date() -> impl Strategy<Value = NaiveDate> {
    (0u64..60_000).prop_map(|days| NaiveDate::default().checked_add_days(Days::new(days)).unwrap_or_default())
}

pub fn when() -> impl Strategy<Value = When> {
    let instant = (0i64..4_000_000_000, 0u32..1_000_000_000);
    let instant = instant.prop_filter_map("time", |(s, n)| DateTime::from_timestamp(s, n));
    prop_oneof![
        date().prop_map(When::Day),
        instant.clone().prop_map(|i| When::Instant(i.fixed_offset())),
        instant.prop_map(|i| When::Clock(i.naive_utc())),
    ]
}

pub fn decimal() -> impl Strategy<Value = Decimal> {
    "[0-9]{1,9}(\\.[0-9]{1,6})?".prop_filter_map("decimal", |text| text.parse().ok())
}

/// Elements this crate does not know, nested, with attributes and escapes.
pub fn unknown() -> BoxedStrategy<Vec<Element>> {
    let leaf = text().prop_map(|text| {
        let escaped = text.as_str().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("<Xa q=\"1\">{escaped}</Xa>")
    });
    let nested = vec(leaf, 0..3).prop_map(|leaves| format!("<Xb>{}</Xb>", leaves.concat()));
    vec(nested.prop_filter_map("xml", |xml| Element::parse(&xml).ok()), 0..3).boxed()
}

fn digital_signature() -> impl Strategy<Value = DigitalSignature> {
    (of(code()), any::<bool>(), unknown()).prop_map(|(version, signed, other)| DigitalSignature {
        version,
        signed,
        other,
    })
}

/// Every transaction with its own type, in both versions.
pub fn any_message() -> impl Strategy<Value = Message> {
    transaction::body().prop_flat_map(of_body)
}

fn of_body(body: Body) -> impl Strategy<Value = Message> {
    let versions = prop_oneof![Just(Versions::V2017071), Just(Versions::V2023011)];
    let id = "[!-~]{1,35}".prop_filter_map("id", |id| MessageId::new(id).ok());
    (versions, id, of(text()), of(any::<bool>()), of(digital_signature())).prop_map(
        move |(versions, id, order, test, signature)| {
            let mut sent = message();
            sent.versions = versions;
            sent.header.message_id = id;
            sent.header.prescriber_order_number = order;
            sent.header.test_message = test;
            sent.header.digital_signature = signature;
            Message { body: body.clone(), ..sent }
        },
    )
}
