//! Text with segments lost, moved or garbled is refused or read, and never makes the reader panic.

use proptest::prelude::*;

use super::coordination::secondary_claim;
use super::{FUNCTIONAL_ID, IMPLEMENTATION, ProfessionalClaims, interchange};
use crate::claim::samples::{each_damaged, each_transaction};

fn text() -> String {
    interchange(FUNCTIONAL_ID, IMPLEMENTATION, secondary_claim().write("0001").expect("it can be written"))
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
