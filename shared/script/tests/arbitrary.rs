//! Any prescription the types allow.

use chrono::{DateTime, Days, NaiveDate};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use script::{
    Body, Coded, DeaSchedule, Decimal, Diagnosis, DiagnosisCode, DrugCoded, Element, Gender, Measurement,
    Medication, Message, MessageId, NewRx, Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress,
    Prescriber, Quantity, QuantityUnit, Sig, Strength, Substitution, Text, Versions, When,
};

use crate::example::message;

fn text() -> impl Strategy<Value = Text> {
    let any_text = prop_oneof![3 => "[ -~]{1,30}", 1 => "\\PC{1,20}", 1 => "[<>&'\"\n\t\r a\\]]{1,9}"];
    any_text.prop_filter_map("blank", |text| Text::new(text).ok())
}

fn code() -> impl Strategy<Value = Text> {
    "[0-9A-Z]{1,6}".prop_filter_map("blank", |code| Text::new(code).ok())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0u64..60_000).prop_map(|days| NaiveDate::default().checked_add_days(Days::new(days)).unwrap_or_default())
}

fn when() -> impl Strategy<Value = When> {
    let instant = (0i64..4_000_000_000, 0u32..1_000_000_000);
    let instant = instant.prop_filter_map("time", |(s, n)| DateTime::from_timestamp(s, n));
    prop_oneof![
        date().prop_map(When::Day),
        instant.clone().prop_map(|i| When::Instant(i.fixed_offset())),
        instant.prop_map(|i| When::Clock(i.naive_utc())),
    ]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    "[0-9]{1,9}(\\.[0-9]{1,6})?".prop_filter_map("decimal", |text| text.parse().ok())
}

fn name() -> BoxedStrategy<PersonName> {
    (text(), of(text()), of(text()), of(text()), of(text()))
        .prop_map(|(last, first, middle, suffix, prefix)| PersonName { last, first, middle, suffix, prefix })
        .boxed()
}

fn address() -> BoxedStrategy<PostalAddress> {
    (of(text()), of(text()), of(text()), of(text()), of(text()), of(text()))
        .prop_map(|(line1, line2, city, state, postal_code, country)| PostalAddress {
            line1,
            line2,
            city,
            state,
            postal_code,
            country,
        })
        .boxed()
}

fn phones() -> impl Strategy<Value = Phones> {
    (of(text()), of(text())).prop_map(|(primary, fax)| Phones { primary, fax })
}

/// Elements this crate does not know, nested, with attributes and escapes.
fn unknown() -> BoxedStrategy<Vec<Element>> {
    let leaf = text().prop_map(|text| {
        let escaped = text.as_str().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("<Xa q=\"1\">{escaped}</Xa>")
    });
    let nested = vec(leaf, 0..3).prop_map(|leaves| format!("<Xb>{}</Xb>", leaves.concat()));
    vec(nested.prop_filter_map("xml", |xml| Element::parse(&xml).ok()), 0..3).boxed()
}

fn parties() -> BoxedStrategy<Parties> {
    let patient = (name(), of(code()), of(date()), address(), phones(), unknown()).prop_map(
        |(name, gender, date_of_birth, address, phones, other)| Patient {
            name,
            gender: gender.map(Gender::from),
            date_of_birth,
            address,
            phones,
            other,
        },
    );
    let pharmacy = (text(), of(text()), of(text()), address(), phones(), unknown()).prop_map(
        |(ncpdp_id, npi, business_name, address, phones, other)| Pharmacy {
            ncpdp_id: Some(ncpdp_id),
            npi,
            business_name,
            address,
            phones,
            other,
        },
    );
    let prescriber = (of(text()), of(text()), of(text()), name(), address(), phones(), unknown()).prop_map(
        |(state_license, dea, npi, name, address, phones, other)| Prescriber {
            state_license,
            dea,
            npi,
            name,
            address,
            phones,
            other,
        },
    );
    (patient.boxed(), of(pharmacy.boxed()), prescriber.boxed())
        .prop_map(|(patient, pharmacy, prescriber)| Parties { patient, pharmacy, prescriber })
        .boxed()
}

fn coded() -> impl Strategy<Value = Coded> {
    (text(), of(text())).prop_map(|(code, qualifier)| Coded { code, qualifier })
}

fn drug() -> BoxedStrategy<DrugCoded> {
    let strength = (of(text()), of(text()), of(text()));
    let strength = strength.prop_map(|(value, form, unit)| Strength { value, form, unit });
    (of(coded()), strength, of(coded()), of(code()))
        .prop_map(|(product, strength, database, schedule)| DrugCoded {
            product,
            strength,
            database,
            schedule: schedule.map(DeaSchedule::from),
        })
        .boxed()
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (decimal(), of(text()), of(code())).prop_map(|(value, qualifier, unit)| Quantity {
        value,
        qualifier,
        unit: unit.map(QuantityUnit::from),
    })
}

fn diagnosis() -> BoxedStrategy<Diagnosis> {
    let coded = || {
        (text(), of(text()), of(text())).prop_map(|(code, qualifier, description)| DiagnosisCode {
            code,
            qualifier,
            description,
        })
    };
    (of(text()), coded(), of(coded()), unknown())
        .prop_map(|(source, primary, secondary, other)| Diagnosis { source, primary, secondary, other })
        .boxed()
}

fn medication() -> BoxedStrategy<Medication> {
    let sig = (text(), unknown()).prop_map(|(text, structured)| Sig { text, structured });
    let counts = (of(any::<u16>()), of(any::<u16>()), of(any::<u16>()));
    let first = (text(), drug(), of(quantity()), of(when()), of(when()), of(code()));
    let rest = (counts, vec(diagnosis(), 0..3), of(text()), of(sig), unknown());
    (first, rest)
        .prop_map(|((description, drug, quantity, written, last_fill, substitution), rest)| {
            let ((days_supply, refills, requested_refills), diagnoses, note, sig, other) = rest;
            let substitution = substitution.map(Substitution::from);
            Medication {
                description,
                drug,
                quantity,
                days_supply,
                written,
                last_fill,
                substitution,
                refills,
                diagnoses,
                note,
                sig,
                requested_refills,
                other,
            }
        })
        .boxed()
}

fn measurement() -> BoxedStrategy<Measurement> {
    (text(), of(text()), decimal(), of(text()), of(text()), of(when()), unknown())
        .prop_map(|(vital_sign, loinc_version, value, unit, ucum_version, observed, other)| Measurement {
            vital_sign,
            loinc_version,
            value,
            unit,
            ucum_version,
            observed,
            other,
        })
        .boxed()
}

fn new_rx() -> BoxedStrategy<NewRx> {
    (parties(), vec(measurement(), 0..3), medication(), of(any::<bool>()), unknown())
        .prop_map(|(parties, measurements, medication, prohibit_renewal, other)| NewRx {
            parties,
            measurements,
            medication,
            prohibit_renewal,
            other,
        })
        .boxed()
}

pub fn prescription() -> impl Strategy<Value = Message> {
    let versions = prop_oneof![Just(Versions::V2017071), Just(Versions::V2023011)];
    let id = "[!-~]{1,35}".prop_filter_map("id", |id| MessageId::new(id).ok());
    (versions, id, of(text()), of(any::<bool>()), new_rx()).prop_map(|(versions, id, order, test, new_rx)| {
        let mut sent = message();
        sent.versions = versions;
        sent.header.message_id = id;
        sent.header.prescriber_order_number = order;
        sent.header.test_message = test;
        Message { body: Body::NewRx(Box::new(new_rx)), ..sent }
    })
}
