//! RxRenewalRequest and its answer.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, Medication, NewRx, Parties, Remark, RenewalOutcome, Text, When};

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

impl RxRenewalRequest {
    /// What a pharmacy asks about a prescription of which `dispensed` was the last fill.
    pub fn of(prescription: &NewRx, dispensed: Medication, refills: Option<u16>) -> Self {
        Self {
            parties: prescription.parties.clone(),
            dispensed: Some(Medication { requested_refills: refills, ..dispensed }),
            prescribed: Some(prescription.medication.clone()),
            other: Vec::new(),
        }
    }

    /// How many refills the pharmacy asks for; it may leave that to the prescriber.
    pub fn requested_refills(&self) -> Option<u16> {
        self.dispensed.as_ref().and_then(|dispensed| dispensed.requested_refills)
    }

    /// What is to be renewed: the drug as it was last filled, else as it was prescribed.
    pub fn subject(&self) -> Option<&Medication> {
        self.dispensed.as_ref().or(self.prescribed.as_ref())
    }

    /// Renews with so many refills on the day: ApprovedWithChanges when the pharmacy asked for another number. Nothing
    /// when the request names no medication.
    pub fn approve(&self, refills: u16, on: When, note: Option<Text>) -> Option<RxRenewalResponse> {
        let renewed = Medication {
            refills: Some(refills),
            written: Some(on),
            last_fill: None,
            requested_refills: None,
            ..self.subject()?.clone()
        };
        let remark = Remark { note, ..Remark::default() };
        let outcome = match self.requested_refills() {
            Some(asked) if asked != refills => RenewalOutcome::ApprovedWithChanges(remark),
            _ => RenewalOutcome::Approved(remark),
        };
        Some(self.answer(outcome, Some(renewed)))
    }

    /// Anything but the refills is another: this prescription takes the place of the old one.
    pub fn replace(&self, medication: Medication, note: Option<Text>) -> RxRenewalResponse {
        let remark = Remark { note, ..Remark::default() };
        self.answer(RenewalOutcome::Replace(remark), Some(medication))
    }

    pub fn deny(&self, why: Remark) -> RxRenewalResponse {
        self.answer(RenewalOutcome::Denied(why), None)
    }

    fn answer(&self, outcome: RenewalOutcome, medication: Option<Medication>) -> RxRenewalResponse {
        RxRenewalResponse { outcome, parties: Some(self.parties.clone()), medication, other: Vec::new() }
    }
}

impl Part for RxRenewalRequest {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            parties: Parties::read(fields)?,
            dispensed: fields.part("MedicationDispensed")?,
            prescribed: fields.part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
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

    fn write(&self, into: &mut Draft) {
        into.part("Response", &self.outcome);
        self.parties.iter().for_each(|parties| parties.write(into));
        into.parts("MedicationResponse", &self.medication);
        into.preserve(&self.other);
    }
}
