//! RxChangeRequest and its answer.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{ChangeKind, ChangeOutcome, Element, Medication, NewRx, Parties, Remark, Text};

#[derive(Clone, PartialEq, Eq)]
pub struct RxChangeRequest {
    /// MessageRequestCode; some senders leave it out.
    pub kind: Option<ChangeKind>,
    /// MessageRequestSubCode: which registration a prescriber authorisation request wants confirmed.
    pub sub_codes: Vec<Text>,
    /// ChangeReasonText.
    pub reason: Option<Text>,
    pub parties: Parties,
    pub prescribed: Option<Medication>,
    /// MedicationRequested: what the pharmacy would dispense instead.
    pub requested: Vec<Medication>,
    pub other: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RxChangeResponse {
    pub kind: Option<ChangeKind>,
    /// Echoed from the request.
    pub sub_codes: Vec<Text>,
    pub outcome: ChangeOutcome,
    pub parties: Option<Parties>,
    pub prescribed: Option<Medication>,
    pub other: Vec<Element>,
}

opaque!(RxChangeRequest);

impl RxChangeRequest {
    /// At most this many MedicationRequested.
    pub const CHOICES: usize = 9;

    /// What a pharmacy asks about a prescription it received; choices beyond the ninth are not sent.
    pub fn of(kind: ChangeKind, prescription: &NewRx, mut requested: Vec<Medication>) -> Self {
        requested.truncate(Self::CHOICES);
        Self {
            kind: Some(kind),
            sub_codes: Vec::new(),
            reason: None,
            parties: prescription.parties.clone(),
            prescribed: Some(prescription.medication.clone()),
            requested,
            other: Vec::new(),
        }
    }

    /// The pharmacy may dispense one of its suggestions, unaltered; nothing when there is no such suggestion.
    pub fn approve(&self, choice: usize, note: Option<Text>) -> Option<RxChangeResponse> {
        let chosen = self.requested.get(choice).cloned()?;
        let remark = Remark { note, ..Remark::default() };
        Some(self.answer(ChangeOutcome::Approved(remark), Some(chosen)))
    }

    /// The pharmacy may dispense this instead.
    pub fn approve_with_changes(&self, medication: Medication, note: Option<Text>) -> RxChangeResponse {
        let remark = Remark { note, ..Remark::default() };
        self.answer(ChangeOutcome::ApprovedWithChanges(remark), Some(medication))
    }

    pub fn deny(&self, why: Remark) -> RxChangeResponse {
        self.answer(ChangeOutcome::Denied(why), None)
    }

    /// The prescriber's registrations stand as asked for; nothing unless that was the question.
    pub fn validate(&self, remark: Remark) -> Option<RxChangeResponse> {
        let asked = self.kind == Some(ChangeKind::PrescriberAuthorization);
        asked.then(|| self.answer(ChangeOutcome::Validated(remark), self.prescribed.clone()))
    }

    fn answer(&self, outcome: ChangeOutcome, prescribed: Option<Medication>) -> RxChangeResponse {
        RxChangeResponse {
            kind: self.kind.clone(),
            sub_codes: self.sub_codes.clone(),
            outcome,
            parties: Some(self.parties.clone()),
            prescribed,
            other: Vec::new(),
        }
    }
}

impl Part for RxChangeRequest {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            kind: fields.text("MessageRequestCode")?.map(ChangeKind::from),
            sub_codes: fields.texts("MessageRequestSubCode")?,
            reason: fields.text("ChangeReasonText")?,
            parties: Parties::read(fields)?,
            prescribed: fields.part("MedicationPrescribed")?,
            requested: fields.parts("MedicationRequested")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("MessageRequestCode", &self.kind);
        self.sub_codes.iter().for_each(|code| into.must("MessageRequestSubCode", code));
        into.put("ChangeReasonText", &self.reason);
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
            sub_codes: fields.texts("MessageRequestSubCode")?,
            outcome: fields.required("Response", ChangeOutcome::read)?,
            parties: Parties::read_if_any(fields)?,
            prescribed: fields.part("MedicationPrescribed")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("MessageRequestCode", &self.kind);
        self.sub_codes.iter().for_each(|code| into.must("MessageRequestSubCode", code));
        into.part("Response", &self.outcome);
        self.parties.iter().for_each(|parties| parties.write(into));
        into.parts("MedicationPrescribed", &self.prescribed);
        into.preserve(&self.other);
    }
}
