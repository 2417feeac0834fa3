//! Segment rules without a guide: what the dictionary alone says.

use std::sync::OnceLock;

use super::UNLIMITED;
use super::Usage;
use super::dictionary::{Dictionary, SegmentId, Slot};
use super::rule::SegmentRule;
use super::template::allow_all;

impl Dictionary {
    /// The rule of a segment that no guide places: any of its elements, each as the dictionary has it.
    pub(crate) fn generic(slot: Slot) -> Option<&'static SegmentRule> {
        static RULES: OnceLock<Vec<SegmentRule>> = OnceLock::new();
        let dictionary = Self::get();
        let rules = RULES.get_or_init(|| {
            (0..)
                .zip(dictionary.segments())
                .map(|(slot, definition)| {
                    let mut elements = dictionary.template(definition);
                    allow_all(&mut elements);
                    for element in &mut elements {
                        element.repeat = u16::MAX;
                    }
                    SegmentRule {
                        id: definition.id,
                        name: "",
                        usage: Usage::Situational,
                        repeat: UNLIMITED,
                        position: 0,
                        number: 0,
                        loop_number: 0,
                        slot,
                        packed: SegmentId::new(definition.id.as_bytes()),
                        elements: elements.into(),
                        last_required: 0,
                        notes: &definition.notes,
                    }
                })
                .collect()
        });
        rules.get(usize::from(slot))
    }
}
