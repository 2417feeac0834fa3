//! OtherMedicationDate: a date with its meaning.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::medication::write_when;
use crate::{Element, OtherDateKind, When};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDate {
    pub kind: Option<OtherDateKind>,
    pub date: When,
    pub other: Vec<Element>,
}

impl Part for OtherDate {
    fn read(fields: &mut Fields) -> Result<Self> {
        let date = fields.when("OtherMedicationDate")?;
        Ok(Self {
            kind: fields.text("OtherMedicationDateQualifier")?.map(OtherDateKind::from),
            date: fields.require("OtherMedicationDate", date)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        write_when("OtherMedicationDate", Some(self.date), into);
        into.put("OtherMedicationDateQualifier", &self.kind);
        into.preserve(&self.other);
    }
}
