//! CRC and CL1.

use crate::eligibility::Answer;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// CRC: conditions that do, or do not, apply to the patient.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// CRC01: 07 ambulance, 08 chiropractic, 09 equipment, 11 oxygen, 75 limits, 76 activities, 77 mental status.
    pub category: Text,
    /// CRC02.
    pub applies: Option<Answer>,
    /// CRC03 to CRC07.
    pub codes: Vec<Text>,
}

/// CL1: how a patient comes into a hospital or leaves it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Admission {
    /// CL101: 1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma.
    pub kind: Text,
    /// CL102: where the patient comes from.
    pub source: Text,
    /// CL103: the patient's status when leaving.
    pub status: Text,
    /// CL104: nursing home residential status; requests only.
    pub residence: Text,
}

hidden!(Condition, Admission);

impl Condition {
    pub(super) fn read(crc: &Segment<'_>) -> Self {
        let codes = (3..=7).filter_map(|n| crc.optional(n)).map(Text::from).collect();
        Self { category: crc.element(1).into(), applies: Answer::of(crc, 2), codes }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let mut elements: Vec<&dyn Element> = vec![&self.category, &self.applies];
        elements.extend(self.codes.iter().take(5).map(|code| code as &dyn Element));
        writer.put("CRC", &elements);
    }
}

impl Admission {
    pub(super) fn read(cl1: &Segment<'_>) -> Self {
        let text = |n| cl1.element(n).into();
        Self { kind: text(1), source: text(2), status: text(3), residence: text(4) }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("CL1", &[&self.kind, &self.source, &self.status, &self.residence]);
    }
}
