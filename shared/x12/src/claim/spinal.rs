//! CR2: spinal manipulation.

use super::element::text;
use crate::codes::codes;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// CR208.
    SpinalCondition {
        Acute = "A", Chronic = "C", NonAcute = "D", NonLifeThreatening = "E", Routine = "F", Symptomatic = "G",
        AcuteManifestation = "M",
    }
}

/// CR2 of a claim (2300).
#[derive(Clone, PartialEq, Eq)]
pub struct SpinalManipulation {
    /// CR208.
    pub condition: SpinalCondition,
    /// CR210.
    pub description: Option<Text>,
    /// CR211: what CR210 had no room for.
    pub more: Option<Text>,
}

impl std::fmt::Debug for SpinalManipulation {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpinalManipulation([phi])")
    }
}

impl SpinalManipulation {
    /// `None` where the condition is missing.
    pub(super) fn read(cr2: &Segment<'_>) -> Option<Self> {
        let condition = SpinalCondition::of(cr2, 8)?;
        Some(Self { condition, description: text(cr2, 10), more: text(cr2, 11) })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let (Self { condition, description, more }, none) = (self, "");
        writer.put(
            "CR2",
            &[&none, &none, &none, &none, &none, &none, &none, condition, &none, description, more],
        );
    }
}
