//! RxRenewalRequest and its answer.

use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, Medication, Parties, RenewalOutcome};

#[derive(Clone, PartialEq, Eq)]
pub struct RxRenewalRequest {
    pub parties: Parties,
    /// What was last filled, with LastFillDate and PharmacyRequestedRefills.
    pub dispensed: Option<Medication>,
    /// The original prescription.
    pub prescribed: Option<Medication>,
    pub other: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RxRenewalResponse {
    pub outcome: RenewalOutcome,
    pub parties: Option<Parties>,
    /// MedicationResponse; also read where older senders call it MedicationPrescribed.
    pub medication: Option<Medication>,
    pub other: Vec<Element>,
}

opaque!(RxRenewalRequest);

impl Part for RxRenewalRequest {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            parties: Parties::read(fields)?,
            dispensed: fields.part("MedicationDispensed")?,
            prescribed: fields.part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        self.parties.write(into);
        into.parts("MedicationDispensed", &self.dispensed);
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}

impl Part for RxRenewalResponse {
    fn read(fields: &mut Fields) -> Result<Self> {
        let medication = match fields.part("MedicationResponse")? {
            None => fields.part("MedicationPrescribed")?,
            response => response,
        };
        Ok(Self {
            outcome: fields.required("Response", RenewalOutcome::read)?,
            parties: Parties::read_if_any(fields)?,
            medication,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        into.part("Response", &self.outcome);
        self.parties.iter().for_each(|parties| parties.write(into));
        into.parts("MedicationResponse", &self.medication);
        into.preserve(&self.other);
    }
}
