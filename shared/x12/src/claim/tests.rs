//! Examples of our own, written and read back.

mod arbitrary;
mod coordination;
mod damage;
pub(crate) mod examples;
pub(crate) mod published;
mod supplements;

use super::*;
use crate::Amount;
pub(crate) use crate::claim::samples::each_transaction;
use crate::envelope::{InterchangeHeader, Usage, write_interchange};
use chrono::{NaiveDate, NaiveTime};

pub(crate) fn interchange(
    functional_id: &str,
    implementation: &str,
    transaction: crate::TransactionText,
) -> String {
    let header = InterchangeHeader {
        sender_qualifier: "ZZ".to_owned(),
        sender: "PRAXISCLINIC".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "CLEARHOUSE".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day"),
        time: NaiveTime::from_hms_opt(9, 30, 0).expect("a time"),
        control: 7,
        usage: Usage::Test,
        acknowledgment_requested: false,
        gs_sender: "PRAXISCLINIC".to_owned(),
        gs_receiver: "CLEARHOUSE".to_owned(),
        group_control: 7,
    };
    write_interchange(&header, functional_id, implementation, &[transaction]).expect("it can be written")
}

/// Leaves the text where other validators can read it, if `X12_WRITE_EXAMPLES` names a folder.
pub(crate) fn leave(name: &str, text: &str) {
    if let Ok(folder) = std::env::var("X12_WRITE_EXAMPLES") {
        std::fs::write(std::path::Path::new(&folder).join(name), text).expect("the folder can be written");
    }
}

fn read_back(name: &str, claims: &ProfessionalClaims) -> ProfessionalClaims {
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, claims.write("0001").expect("it can be written"));
    leave(name, &text);
    let mut read = Vec::new();
    each_transaction(&text, |set| read.push(ProfessionalClaims::read(set).expect("it can be read")));
    read.pop().expect("there is one")
}

#[test]
fn a_subscriber_who_is_the_patient_survives_writing_and_reading() {
    let claims = examples::own_claim();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837p-subscriber.edi", &claims), claims);
}

#[test]
fn a_child_survives_writing_and_reading() {
    let claims = examples::child_claim();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837p-child.edi", &claims), claims);
}

#[test]
fn a_secondary_claim_survives_writing_and_reading() {
    let claims = coordination::secondary_claim();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837p-secondary.edi", &claims), claims);
}

fn faults(change: impl FnOnce(&mut Claim)) -> Vec<(Option<usize>, Fault)> {
    let mut claims = coordination::secondary_claim();
    change(&mut claims.billing_providers[0].subscribers[0].claims[0]);
    claims.check().into_iter().map(|finding| (finding.line, finding.fault)).collect()
}

#[test]
fn says_which_sum_does_not_hold() {
    let cents = Amount::from_cents;
    assert_eq!(faults(|_| {}), []);
    assert_eq!(
        faults(|claim| claim.charge = cents(20_001)),
        [
            (None, Fault::ChargeTotal { stated: cents(20_001), lines: cents(20_000) }),
            (
                None,
                Fault::ClaimAdjudication {
                    payer_id: "PRIME1".into(),
                    charge: cents(20_001),
                    adjudicated: cents(20_000)
                }
            ),
        ]
    );
    assert_eq!(
        faults(|claim| claim.lines[0].adjudications[0].paid = cents(1)),
        [(
            Some(1),
            Fault::LineAdjudication {
                payer_id: "PRIME1".into(),
                charge: cents(20_000),
                adjudicated: cents(8_001)
            }
        )]
    );
}

#[test]
fn says_which_count_or_pointer_is_wrong() {
    assert_eq!(
        faults(|claim| claim.lines[0].diagnosis_pointers = vec![1, 3]),
        [(Some(1), Fault::PointerBeyondDiagnoses { pointer: 3, diagnoses: 1 })]
    );
    assert_eq!(
        faults(|claim| claim.lines[0].diagnosis_pointers = vec![]),
        [(Some(1), Fault::PointerCount { pointers: 0 })]
    );
    assert_eq!(
        faults(|claim| claim.diagnoses.extend(vec![Diagnosis::icd10("I10"); 12])),
        [(None, Fault::DiagnosisCount { diagnoses: 13 })]
    );
    assert_eq!(
        faults(|claim| claim.diagnoses.push(Diagnosis::Icd9("4019".into()))),
        [(None, Fault::MixedDiagnoses)]
    );
    assert_eq!(faults(|claim| claim.frequency = Frequency::Replacement), [(None, Fault::OriginalUnnamed)]);
    assert_eq!(
        faults(|claim| claim.patient_control_number = String::new().into()),
        [(None, Fault::ControlNumberLength)]
    );
}

#[test]
fn says_what_is_wrong_with_the_patient() {
    let mut claims = examples::child_claim();
    let subscribers = &mut claims.billing_providers[0].subscribers;
    let patients = std::mem::take(&mut subscribers[0].patients);
    subscribers[1].patients = patients;
    subscribers[1].address = None;
    subscribers[1].patients[0].demographics = None;
    let found = claims.check();
    let found: Vec<_> =
        found.iter().map(|finding| (finding.patient_control_number.as_str(), &finding.fault)).collect();
    assert_eq!(
        found,
        [
            ("A1003", &Fault::SubscriberBesidePatients),
            ("A1003", &Fault::PatientIncomplete),
            ("A1002", &Fault::PatientIncomplete),
        ]
    );
}

#[test]
fn a_claim_has_at_most_fifty_lines() {
    let mut claims = examples::own_claim();
    let claim = claims.billing_providers[0].subscribers[0].claims.remove(0);
    let line = claim.lines[0].clone();
    let fifty_one = claim.clone().with_lines(vec![line; 51]);
    claims.billing_providers[0].subscribers[0].claims.push(fifty_one);
    let faults: Vec<Fault> = claims.check().into_iter().map(|finding| finding.fault).collect();
    assert_eq!(faults, [Fault::LineCount { lines: 51, most: 50 }]);
}

#[test]
fn debug_shows_no_name() {
    let shown = format!("{:?}", examples::child_claim());
    for name in ["ROWAN", "ALDER", "19881104", "M0033"] {
        assert!(!shown.contains(name), "{name}");
    }
}
