//! CancelRx and its answer; nothing is cancelled before the answer says Approved.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{CancelOutcome, Element, Medication, Parties, Sig};

/// Carries a fresh MessageID and relates to the NewRx's.
#[derive(Clone, PartialEq, Eq)]
pub struct CancelRx {
    pub parties: Parties,
    pub medication: Medication,
    pub other: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelRxResponse {
    pub outcome: CancelOutcome,
    pub parties: Option<Parties>,
    pub other: Vec<Element>,
}

opaque!(CancelRx);

impl CancelRx {
    /// The medication as a cancel names it: without codes, diagnosis and note.
    pub fn of(parties: Parties, prescribed: &Medication) -> Self {
        let sig = prescribed.sig.as_ref().map(|sig| Sig::of(sig.text.clone()));
        let medication = Medication {
            quantity: prescribed.quantity.clone(),
            written: prescribed.written,
            substitution: prescribed.substitution.clone(),
            refills: prescribed.refills,
            sig,
            ..Medication::new(prescribed.description.clone())
        };
        Self { parties, medication, other: Vec::new() }
    }
}

impl CancelRxResponse {
    pub fn of(outcome: CancelOutcome) -> Self {
        Self { outcome, parties: None, other: Vec::new() }
    }
}

impl Part for CancelRx {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            parties: Parties::read(fields)?,
            medication: fields.required_part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        self.parties.write(into);
        into.part("MedicationPrescribed", &self.medication);
        into.preserve(&self.other);
    }
}

impl Part for CancelRxResponse {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            outcome: fields.required("Response", CancelOutcome::read)?,
            parties: Parties::read_if_any(fields)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.part("Response", &self.outcome);
        self.parties.iter().for_each(|parties| parties.write(into));
        into.preserve(&self.other);
    }
}
