//! RxFill: what the pharmacy did with a prescription.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, FillStatus, Medication, NewRx, Parties};

#[derive(Clone, PartialEq, Eq)]
pub struct RxFill {
    pub status: FillStatus,
    pub parties: Parties,
    pub dispensed: Option<Medication>,
    pub prescribed: Option<Medication>,
    pub other: Vec<Element>,
}

opaque!(RxFill);

impl RxFill {
    /// What a pharmacy tells of a prescription it received; `dispensed` only when something was.
    pub fn of(prescription: &NewRx, status: FillStatus, dispensed: Option<Medication>) -> Self {
        Self {
            status,
            parties: prescription.parties.clone(),
            dispensed,
            prescribed: Some(prescription.medication.clone()),
            other: Vec::new(),
        }
    }
}

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

    fn write(&self, into: &mut Draft) {
        into.part("FillStatus", &self.status);
        self.parties.write(into);
        into.parts("MedicationDispensed", &self.dispensed);
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}
