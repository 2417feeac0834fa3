//! RxChangeRequest and its answer.

use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{ChangeKind, ChangeOutcome, Element, Medication, Parties};

#[derive(Clone, PartialEq, Eq)]
pub struct RxChangeRequest {
    /// MessageRequestCode; some senders leave it out.
    pub kind: Option<ChangeKind>,
    pub parties: Parties,
    pub prescribed: Option<Medication>,
    /// MedicationRequested: what the pharmacy would dispense instead.
    pub requested: Vec<Medication>,
    pub other: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RxChangeResponse {
    pub kind: Option<ChangeKind>,
    pub outcome: ChangeOutcome,
    pub parties: Option<Parties>,
    pub prescribed: Option<Medication>,
    pub other: Vec<Element>,
}

opaque!(RxChangeRequest);

impl Part for RxChangeRequest {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            kind: fields.text("MessageRequestCode")?.map(ChangeKind::from),
            parties: Parties::read(fields)?,
            prescribed: fields.part("MedicationPrescribed")?,
            requested: fields.parts("MedicationRequested")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        into.put("MessageRequestCode", &self.kind);
        self.parties.write(into);
        into.parts("MedicationPrescribed", &self.prescribed);
        into.parts("MedicationRequested", &self.requested);
        into.preserve(&self.other);
    }
}

impl Part for RxChangeResponse {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            kind: fields.text("MessageRequestCode")?.map(ChangeKind::from),
            outcome: fields.required("Response", ChangeOutcome::read)?,
            parties: Parties::read_if_any(fields)?,
            prescribed: fields.part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        into.put("MessageRequestCode", &self.kind);
        into.part("Response", &self.outcome);
        self.parties.iter().for_each(|parties| parties.write(into));
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}
