//! Messages other systems made, read in place: folder `X12_SAMPLES`, or the one beside the checkout.

use super::told::told;
use crate::check::ServiceTypes;
use crate::x12_message::{Response, Wish};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use x12::Interchange;
use x12::eligibility::Inquiry;

fn folder() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = std::env::var_os("X12_SAMPLES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    folder.join("INDEX.tsv").is_file().then_some(folder)
}

/// Every sample of a transaction, by name; none where there are no samples.
fn samples(transaction: &str) -> Option<BTreeMap<String, String>> {
    let Some(folder) = folder() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return None;
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).expect("the index");
    let rows = index.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let texts = rows.filter(|row| row[1] == transaction).map(|row| {
        let bytes = std::fs::read(folder.join("samples").join(row[0])).expect("a sample of the index");
        (row[0].to_owned(), String::from_utf8_lossy(&bytes).into_owned())
    });
    let texts: BTreeMap<_, _> = texts.collect();
    assert!(!texts.is_empty(), "the index lists no {transaction}");
    Some(texts)
}

/// SE01 as the sender should have counted, in these files.
const MISCOUNTED: [(&str, &str, &str); 7] = [
    ("271/edicli__sample-271.edi", "SE*15*", "SE*14*"),
    ("271/oopfactory___5010_ValidationForDependentBenefitInfo.txt", "SE*22*", "SE*16*"),
    ("271/oopfactory___5010_ValidationForDependentName.txt", "SE*22*", "SE*16*"),
    ("271/oopfactory___5010_ValidationForSourceName.txt", "SE*22*", "SE*6*"),
    ("271/oopfactory___5010_ValidationForSubscriberBenefitInfo.txt", "SE*22*", "SE*17*"),
    ("271/oopfactory___5010_ValidationForSubscriberName.txt", "SE*22*", "SE*16*"),
    ("271/oopfactory___5010_ValidationOnAll.txt", "SE*22*", "SE*29*"),
];

/// The example published by X12: a subscriber, or the daughter, in the GOLD 123 PLAN.
fn gold(dependent: Value) -> Value {
    json!({"outcome": "active", "plan": "GOLD 123 PLAN", "copay": "10.00", "begins": "2006-01-01",
        "insurance_type": "Health maintenance organization (HMO)", "subscriber": "JOHN SMITH",
        "member_id": "123456789", "dependent": dependent, "trace": "93175-012547",
        "shares": [["copay", "in", "10.00"], ["copay", "out", "30.00"]],
        "provider": ["MARCUS JONES", "0202034"], "rejections": []})
}

fn rejected(outcome: &str, rejections: Value) -> Value {
    json!({"outcome": outcome, "rejections": rejections})
}

/// What each that is answered says, as far as its makers say what it shows.
fn answered() -> Vec<(&'static str, Value)> {
    let (john, mary) = (gold(Value::Null), gold(json!("MARY SMITH")));
    vec![
        ("271/lfh__demo.271", john.clone()),
        ("271/lfh__dependent-health-benefit-check.271", mary.clone()),
        (
            "271/stupidedi__response-to-generic-request-by-clinic-for-patient-_subscriber_-eligibility.edi",
            john.clone(),
        ),
        (
            "271/stupidedi__response-to-generic-request-by-physician-for-patient-_dependent_-eligibility.edi",
            mary.clone(),
        ),
        ("271/x12types___271_test_1_parse_271_01_GenericResponse.edi", john.clone()),
        ("271/oopfactory___5010_Example_3_2_2.txt", mary),
        ("271/oopfactory__x_5010_Example_3_1_2.txt", john),
        (
            "271/edicli__sample-271.edi",
            json!({"outcome": "active", "copay": "25.00", "subscriber": "JANE M DOE", "member_id": "MEMBER123",
                "messages": ["MEMBER IS ELIGIBLE FOR BENEFITS"], "rejections": []}),
        ),
        (
            "271/kartik__271_ls_le_wrapper.x12",
            json!({"outcome": "active", "subscriber": "WRAPPED DOE", "group_number": "PLAN123", "rejections": []}),
        ),
    ]
}

/// Which codes each that is rejected shows, and at which levels.
fn refused() -> Vec<(&'static str, Value)> {
    vec![
        ("271/kartik__271_rejected_subscriber.x12", rejected("undetermined", json!([["72", "subscriber"]]))),
        ("271/oopfactory___5010_From_georgiosd.txt", rejected("undetermined", json!([["42", "subscriber"]]))),
        (
            "271/oopfactory___5010_Example_ErrorWithoutBenefitInfo.txt",
            rejected(
                "undetermined",
                json!([
                    ["80", "source"],
                    ["79", "source"],
                    ["79", "payer"],
                    ["80", "payer"],
                    ["41", "provider"],
                    ["41", "provider"],
                    ["42", "subscriber"]
                ]),
            ),
        ),
        (
            "271/oopfactory___5010_ValidationForDependentBenefitInfo.txt",
            rejected("active", json!([["70", "benefit"]])),
        ),
        (
            "271/oopfactory___5010_ValidationForDependentName.txt",
            rejected("active", json!([["58", "dependent"]])),
        ),
        (
            "271/oopfactory___5010_ValidationForSourceName.txt",
            rejected("undetermined", json!([["79", "payer"]])),
        ),
        (
            "271/oopfactory___5010_ValidationForSubscriberBenefitInfo.txt",
            rejected("active", json!([["CI", "benefit"], ["70", "benefit"]])),
        ),
        (
            "271/oopfactory___5010_ValidationForSubscriberName.txt",
            rejected("undetermined", json!([["72", "subscriber"], ["75", "subscriber"]])),
        ),
        (
            "271/oopfactory___5010_ValidationOnAll.txt",
            rejected(
                "active",
                json!([
                    ["79", "source"],
                    ["42", "source"],
                    ["79", "payer"],
                    ["80", "payer"],
                    ["41", "provider"],
                    ["41", "provider"],
                    ["42", "subscriber"],
                    ["35", "dependent"],
                    ["52", "benefit"],
                    ["60", "benefit"]
                ]),
            ),
        ),
    ]
}

/// The members the table speaks of.
fn summed_up(response: &Response) -> Value {
    let all = serde_json::to_value(response).expect("JSON");
    let list = |name: &str, members: &[&str]| {
        let entries = all[name].as_array().expect("a list").iter();
        json!(
            entries
                .map(|entry| members.iter().map(|m| entry[m].clone()).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        )
    };
    let provider = &all["primary_care_provider"];
    json!({"outcome": all["outcome"], "plan": all["plan"], "copay": all["copay"], "trace": all["trace"],
        "begins": all["enrollment"]["begins"], "insurance_type": all["enrollment"]["insurance_type"],
        "group_number": all["enrollment"]["group_number"], "subscriber": all["subscriber"]["name"],
        "member_id": all["subscriber"]["member_id"], "dependent": all["dependent"]["name"],
        "shares": list("cost_shares", &["kind", "network", "amount"]),
        "provider": [provider["name"], provider["id"]], "messages": all["messages"],
        "rejections": list("rejections", &["code", "level"])})
}

#[test]
fn answers_made_by_other_systems_say_what_they_show() {
    let Some(samples) = samples("271") else { return };
    let wish = Wish { service_types: ServiceTypes::plan(), service_date: None };
    let mut expected: BTreeMap<_, _> = answered().into_iter().chain(refused()).collect();
    for (name, text) in samples {
        let wanted = expected.remove(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the table"));
        let miscounted = MISCOUNTED.iter().find(|(file, ..)| *file == name);
        let text = miscounted.map_or(text.clone(), |(_, says, right)| {
            let error = told(&text).err().unwrap_or_else(|| panic!("{name} counts wrongly"));
            assert_eq!((&*error.segment_id, error.element), ("SE", Some(1)), "{name}: {error}");
            assert!(error.segment > 1 && error.offset > 100, "{name}: {error}");
            text.replace(says, right)
        });
        let told = told(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let [one] = &told[..] else { panic!("{name}: one response") };
        let found = summed_up(&Response::read(one, &wish));
        for (member, wanted) in wanted.as_object().expect("members") {
            assert_eq!(&found[member], wanted, "{name}: {member}");
        }
    }
    assert!(expected.is_empty(), "not among the samples: {:?}", expected.keys());
}

#[test]
fn inquiries_made_by_other_systems_are_read() {
    let Some(samples) = samples("270") else { return };
    for (name, text) in samples {
        let read = Interchange::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut members = Vec::new();
        for set in read.iter().flat_map(Interchange::transactions) {
            for asked in Inquiry::parse_all(set).unwrap_or_else(|error| panic!("{name}: {error}")) {
                assert!(asked.service_types == ["30"] && asked.unread.0.is_empty(), "{name}");
                assert!(asked.trace().is_some(), "{name}");
                members.push(String::from(&asked.subscriber.party.id));
            }
        }
        let wanted: &[&str] = match name.as_str() {
            "270/kartik__batch_with_one_bad_transaction.x12" => &["000123454", "000123455", "000123456"],
            "270/edicli__sample-270.edi" => &["MEMBER123"],
            _ => &["11122333301"],
        };
        assert_eq!(members, wanted, "{name}");
    }
}
