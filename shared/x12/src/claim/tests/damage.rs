//! Text with segments lost, moved or garbled is refused or read, and never makes the reader panic.

use proptest::prelude::*;

use super::coordination::secondary_claim;
use super::{FUNCTIONAL_ID, IMPLEMENTATION, ProfessionalClaims, interchange};
use crate::claim::samples::{each_damaged, each_transaction};

fn text() -> String {
    interchange(FUNCTIONAL_ID, IMPLEMENTATION, secondary_claim().write("0001").expect("it can be written"))
}

#[test]
fn a_subscriber_or_patient_without_its_first_element_is_refused() {
    let subscriber = text();
    let child = super::examples::child_claim().write("0001").expect("it can be written");
    let child = interchange(FUNCTIONAL_ID, IMPLEMENTATION, child);
    for (text, from, to) in [(subscriber, "SBR*S*18", "SBR**18"), (child, "PAT*19", "PAT*:")] {
        let damaged = text.replacen(from, to, 1);
        assert_ne!(damaged, text);
        each_transaction(&damaged, |set| {
            let error = ProfessionalClaims::read(set).expect_err(to);
            assert_eq!((error.kind.clone(), error.element), (crate::ErrorKind::ElementMissing, Some(1)));
        });
    }
}

#[test]
fn a_segment_without_a_name_ends_no_level() {
    let child = super::examples::child_claim().write("0001").expect("it can be written");
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, child);
    let patient = text.find("PAT*19").expect("there is a patient");
    let damaged = format!("{}{}", &text[..patient], text[patient..].replacen("~DMG*", "~*", 1));
    assert_ne!(damaged, text);
    each_transaction(&damaged, |set| {
        let read = ProfessionalClaims::read(set).expect("it can be read");
        let subscriber = &read.billing_providers[0].subscribers[0];
        assert_eq!(subscriber.claims, [], "the claims are those of the patient");
        assert!(!subscriber.patients[0].claims.is_empty());
    });
}

proptest! {
    #[test]
    fn moved_and_lost_segments(damage in (0usize..100, 0usize..100, 0usize..100)) {
        each_damaged(&text(), damage, |set| {
            let _ = ProfessionalClaims::read(set);
        });
    }

    #[test]
    fn garbled_elements(place in 200usize..1400, garbage in "[A-Z0-9:.-]") {
        let mut text = text();
        let place = 200 + place % (text.len() - 300);
        if text.as_bytes()[place].is_ascii_alphanumeric() {
            text.replace_range(place..=place, &garbage);
        }
        if crate::Interchange::read(&text).is_ok() {
            each_transaction(&text, |set| {
                let _ = ProfessionalClaims::read(set);
            });
        }
    }
}
