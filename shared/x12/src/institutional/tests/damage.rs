//! Text with segments lost, moved or garbled is refused or read, and never makes the reader panic.

use proptest::prelude::*;

use super::examples::{inpatient, secondary};
use super::{InstitutionalClaims, text};
use crate::claim::samples::{each_damaged, each_transaction};

proptest! {
    #[test]
    fn moved_and_lost_segments(damage in (0usize..100, 0usize..100, 0usize..100), second: bool) {
        let claims = if second { secondary() } else { inpatient() };
        each_damaged(&text(&claims), damage, |set| {
            let _ = InstitutionalClaims::read(set);
        });
    }

    #[test]
    fn garbled_elements(place in 0usize..4000, garbage in "[A-Z0-9:.-]") {
        let mut text = text(&inpatient());
        let place = 200 + place % (text.len() - 300);
        if text.as_bytes()[place].is_ascii_alphanumeric() {
            text.replace_range(place..=place, &garbage);
        }
        if crate::Interchange::read(&text).is_ok() {
            each_transaction(&text, |set| {
                let _ = InstitutionalClaims::read(set);
            });
        }
    }
}
