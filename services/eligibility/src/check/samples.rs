//! An invented patient, payer and practice for the tests of this module.

use super::question::Question;
use super::{Check, ServiceTypes};
use crate::connection::Identity;
use crate::coverage::{Coverage, RecordCoverage};
use crate::payer::{CreatePayer, Payer};
use chrono::{DateTime, NaiveDate, Utc};
use model::Demographics;
use model::event::LocationSnapshot;
use serde_json::{Value, json};
use uuid::Uuid;

fn of<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a valid sample")
}

pub fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_782_000_000, 0).expect("a moment")
}

pub fn day() -> NaiveDate {
    of(json!("2026-06-21"))
}

pub fn nora() -> Value {
    json!({"given_name": "Nora", "family_name": "Ríos", "birth_date": "1984-02-29", "sex": "female",
           "address": {"line1": "12 Mill Lane", "city": "Madison", "state": "WI", "postal_code": "53703-1234"}})
}

pub fn ada() -> Value {
    json!({"given_name": "Ada", "family_name": "Ríos", "birth_date": "2015-07-01", "sex": "female"})
}

/// About a patient who holds the coverage.
pub fn question() -> Question {
    about("self", None, nora())
}

/// About a child covered through Nora.
pub fn question_about_child() -> Question {
    about("child", Some(nora()), ada())
}

fn about(relationship: &str, subscriber: Option<Value>, patient: Value) -> Question {
    let payer: CreatePayer =
        of(json!({"name": "Lakeside Health Plan", "payer_id": "55501", "transactions": ["270"],
        "connection": {"kind": "https", "url": "http://127.0.0.1:9/x12"}}));
    let recorded: RecordCoverage = of(json!({"patient_id": Uuid::nil(), "payer_id": Uuid::nil(),
        "member_id": "LHP-00912", "rank": "primary", "relationship": relationship, "subscriber": subscriber,
        "effective": "2026-01-01"}));
    let location: LocationSnapshot = of(
        json!({"location_id": Uuid::nil(), "name": "Maple Street Family Medicine",
        "time_zone": "America/Chicago", "address": nora()["address"], "npi": "1234567893", "tax_id": "123456789",
        "phone": "6085550100", "place_of_service": "11"}),
    );
    let coverage = Coverage::record(Uuid::nil().into(), recorded).expect("a coverage");
    let check = Check::ask(Uuid::from_u128(7).into(), &coverage, day(), ServiceTypes::plan(), None, moment());
    let patient: Demographics = of(patient);
    let payer = Payer::create(Uuid::nil().into(), payer, Uuid::nil().into());
    let (identity, variant) = (Identity::default(), super::Variant::AsRecorded);
    Question { check, coverage, payer, patient, location, identity, variant }
}
