//! Texts damaged at random: whatever comes, the validator and the acknowledger end without panic.

use proptest::prelude::*;
use x12::acknowledgment::Acknowledger;
use x12::reader::Segments;
use x12::validate::{Level, Validator};

use super::base::{BENEFITS, CLAIM, REMITTANCE, benefits, claims, remittance};

/// Replaces, drops and repeats parts of a text.
fn damaged(mut text: String, damages: &[(u16, u8, u8)]) -> String {
    const PARTS: [&str; 16] = [
        "~", "*", ":", "^", "", "~ST*", "~SE*", "~GE*", "~HL*", "~LX*", "~CLP*", "~ISA*", "0", "-", " ", "é",
    ];
    for &(at, length, part) in damages {
        let at = usize::from(at) % (text.len() + 1);
        let end = (at + usize::from(length % 40)).min(text.len());
        if text.is_char_boundary(at) && text.is_char_boundary(end) {
            text.replace_range(at..end, PARTS[usize::from(part) % PARTS.len()]);
        }
    }
    text
}

proptest! {
    #[test]
    fn any_damage_is_survived(which in 0_usize..3, damages in prop::collection::vec(any::<(u16, u8, u8)>(), 1..8)) {
        let bases = [remittance(REMITTANCE), claims(CLAIM), benefits(BENEFITS)];
        let text = damaged(format!("{0}{0}", bases[which]), &damages);
        let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
        let mut findings = Vec::new();
        for segment in Segments::new(&text).map_while(Result::ok) {
            validator.push(&segment, &mut findings);
            acknowledger.push(&segment, &findings);
            for finding in findings.drain(..) {
                prop_assert!(finding.position.offset <= text.len());
            }
        }
        validator.finish(&mut findings);
        acknowledger.finish(&findings);
        while let Some(answer) = acknowledger.take() {
            for ack in answer.groups {
                prop_assert!(ack.accepted <= ack.received);
                prop_assert_eq!(ack.transactions.len(), ack.received as usize);
            }
        }
    }
}
