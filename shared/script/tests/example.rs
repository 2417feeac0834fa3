//! A prescription for amoxicillin 500 mg capsules, as types and as the XML it must become.

use chrono::{DateTime, FixedOffset, NaiveDate};
use script::{
    Address, Body, Coded, DeaSchedule, Decimal, Diagnosis, DiagnosisCode, DrugCoded, Gender, Header,
    Medication, Message, MessageId, NewRx, Parties, Patient, PersonName, Pharmacy, Phones, PostalAddress,
    Prescriber, Qualifier, Quantity, QuantityUnit, SenderSoftware, Sig, Strength, Substitution, Text,
    Versions, When,
};

pub fn text(text: &str) -> Text {
    Text::new(text).expect("a text of the example")
}

fn some(value: &str) -> Option<Text> {
    Some(text(value))
}

pub fn id(id: &str) -> MessageId {
    MessageId::new(id).expect("an identifier of the example")
}

pub fn time(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).expect("a time of the example")
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the example")
}

pub fn message() -> Message {
    Message::new(Versions::V2017071, header(), Body::NewRx(Box::new(new_rx())))
}

fn header() -> Header {
    Header {
        to: Address { qualifier: Some(Qualifier::Pharmacy), id: text("9900011") },
        from: Address { qualifier: Some(Qualifier::Prescriber), id: text("7700000000001") },
        message_id: id("0f3a5c1e9b7d4e2f8a6c0b1d3e5f7a9b"),
        relates_to: None,
        sent_time: time("2026-11-22T09:30:00-05:00"),
        sender_software: Some(SenderSoftware {
            developer: text("Praxis"),
            product: text("Praxis"),
            version: text("0.1.0"),
        }),
        rx_reference_number: None,
        prescriber_order_number: some("ORD-2026-000042"),
        test_message: None,
        digital_signature: None,
        other: Vec::new(),
    }
}

pub fn new_rx() -> NewRx {
    NewRx {
        parties: Parties::new(patient(), pharmacy(), prescriber()),
        measurements: Vec::new(),
        medication: medication(),
        prohibit_renewal: Some(false),
        other: Vec::new(),
    }
}

fn name(last: &str, first: &str) -> PersonName {
    PersonName { last: text(last), first: some(first), middle: None, suffix: None, prefix: None }
}

fn address(line1: &str) -> PostalAddress {
    PostalAddress {
        line1: some(line1),
        line2: None,
        city: some("Columbus"),
        state: some("OH"),
        postal_code: some("43004"),
        country: some("US"),
    }
}

fn phones(primary: &str) -> Phones {
    Phones { primary: some(primary), fax: None }
}

fn patient() -> Patient {
    Patient {
        name: name("O'Hara-Lee", "Nora"),
        gender: Some(Gender::Female),
        date_of_birth: Some(day(1988, 2, 29)),
        address: address("12 Elm Street"),
        phones: phones("6145550101"),
        other: Vec::new(),
    }
}

fn pharmacy() -> Pharmacy {
    Pharmacy {
        ncpdp_id: some("9900011"),
        npi: some("1993999998"),
        business_name: some("Main Street Drugs & More"),
        address: address("1 Main Street"),
        phones: phones("6145550102"),
        other: Vec::new(),
    }
}

fn prescriber() -> Prescriber {
    Prescriber {
        state_license: some("35.012345"),
        npi: some("1234567893"),
        address: address("30 Clinic Road"),
        phones: phones("6145550103"),
        ..Prescriber::new(name("Vega", "Luis"))
    }
}

fn medication() -> Medication {
    Medication {
        drug: drug(),
        quantity: Some(Quantity {
            value: Decimal::from(30),
            qualifier: some("38"),
            unit: Some(QuantityUnit::Capsule),
        }),
        days_supply: Some(10),
        written: Some(When::Day(day(2026, 11, 22))),
        substitution: Some(Substitution::Allowed),
        refills: Some(0),
        diagnoses: vec![sinusitis()],
        sig: Some(Sig::of(text("Take 1 capsule by mouth 3 times daily for 10 days"))),
        ..Medication::new(text("Amoxicillin 500 mg oral capsule"))
    }
}

fn drug() -> DrugCoded {
    DrugCoded {
        product: Some(Coded { code: text("00093310905"), qualifier: some("ND") }),
        strength: Strength { value: some("500"), form: some("C25158"), unit: some("C28253") },
        database: Some(Coded { code: text("308191"), qualifier: some("SCD") }),
        schedule: Some(DeaSchedule::NotScheduled),
    }
}

fn sinusitis() -> Diagnosis {
    Diagnosis {
        source: some("1"),
        primary: DiagnosisCode {
            code: text("J0190"),
            qualifier: some("ABF"),
            description: some("Acute sinusitis, unspecified"),
        },
        secondary: None,
        other: Vec::new(),
    }
}

/// The golden text; line breaks and indentation are not part of it.
pub fn golden() -> String {
    let lines = include_str!("golden/new_rx_amoxicillin.xml").lines().map(str::trim);
    let (declaration, message): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("<?xml"));
    format!("{}\n{}", declaration.concat(), message.concat())
}
