//! RxFill: what the pharmacy did with a prescription.

use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, FillStatus, Medication, Parties};

#[derive(Clone, PartialEq, Eq)]
pub struct RxFill {
    pub status: FillStatus,
    pub parties: Parties,
    pub dispensed: Option<Medication>,
    pub prescribed: Option<Medication>,
    pub other: Vec<Element>,
}

opaque!(RxFill);

impl Part for RxFill {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            status: fields.required("FillStatus", FillStatus::read)?,
            parties: Parties::read(fields)?,
            dispensed: fields.part("MedicationDispensed")?,
            prescribed: fields.part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        into.part("FillStatus", &self.status);
        self.parties.write(into);
        into.parts("MedicationDispensed", &self.dispensed);
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}
