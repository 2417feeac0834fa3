//! NewRx: a prescription on its way to the pharmacy.

use super::Measurement;
use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, Medication, Parties};

#[derive(Clone, PartialEq, Eq)]
pub struct NewRx {
    pub parties: Parties,
    /// Observation; height and weight are expected for patients under 19.
    pub measurements: Vec<Measurement>,
    pub medication: Medication,
    /// ProhibitRenewalRequest: the pharmacy shall not ask for a renewal.
    pub prohibit_renewal: Option<bool>,
    pub other: Vec<Element>,
}

opaque!(NewRx);

impl Part for NewRx {
    fn read(fields: &mut Fields) -> Result<Self> {
        let measurements = fields.inside("Observation", |o| o.parts("Measurement"))?;
        Ok(Self {
            parties: Parties::read(fields)?,
            measurements: measurements.unwrap_or_default(),
            medication: fields.required_part("MedicationPrescribed")?,
            prohibit_renewal: fields.truth("ProhibitRenewalRequest")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        self.parties.write(into);
        into.nest("Observation", |o| o.parts("Measurement", &self.measurements));
        into.part("MedicationPrescribed", &self.medication);
        into.put("ProhibitRenewalRequest", &self.prohibit_renewal);
        into.preserve(&self.other);
    }
}
