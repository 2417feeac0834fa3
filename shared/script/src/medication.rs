//! A medication as prescribed, dispensed, requested or given in a response.

mod date;
mod diagnosis;
mod drug;
mod drug_use;
mod sig;

pub use date::OtherDate;
pub use diagnosis::{Diagnosis, DiagnosisCode};
pub use drug::{Coded, DrugCoded, Quantity, Strength};
pub use drug_use::{CoAgent, DrugUseEvaluation};
pub use sig::{Amount, CodedSig, Indication, Instruction, Sig, SigCode, Timing};

use chrono::NaiveDate;

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::opaque::opaque;
use crate::{Element, OtherDateKind, Substitution, Text, When};

#[derive(Clone, PartialEq, Eq)]
pub struct Medication {
    /// DrugDescription, at most 105 characters.
    pub description: Text,
    pub drug: DrugCoded,
    pub quantity: Option<Quantity>,
    pub days_supply: Option<u16>,
    pub written: Option<When>,
    pub last_fill: Option<When>,
    pub substitution: Option<Substitution>,
    /// NumberOfRefills, without the first fill.
    pub refills: Option<u16>,
    pub diagnoses: Vec<Diagnosis>,
    pub note: Option<Text>,
    /// DrugUseEvaluation: the alerts that were seen, and why the drug is wanted all the same.
    pub drug_uses: Vec<DrugUseEvaluation>,
    pub sig: Option<Sig>,
    /// OtherMedicationDate: the earliest day of the first fill, for example.
    pub other_dates: Vec<OtherDate>,
    /// PharmacyRequestedRefills, in a renewal request.
    pub requested_refills: Option<u16>,
    pub other: Vec<Element>,
}

opaque!(Medication);

pub(crate) const COUNT: &str = "a whole number";

impl Medication {
    /// With nothing but its description.
    pub fn new(description: Text) -> Self {
        Self {
            description,
            drug: DrugCoded::default(),
            quantity: None,
            days_supply: None,
            written: None,
            last_fill: None,
            substitution: None,
            refills: None,
            diagnoses: Vec::new(),
            note: None,
            drug_uses: Vec::new(),
            sig: None,
            other_dates: Vec::new(),
            requested_refills: None,
            other: Vec::new(),
        }
    }

    /// The day before which it must not be filled.
    pub fn earliest_fill(&self) -> Option<NaiveDate> {
        let effective = |date: &&OtherDate| date.kind == Some(OtherDateKind::Effective);
        self.other_dates.iter().find(effective).map(|date| date.date.day())
    }
}

impl Part for Medication {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            description: fields.required_text("DrugDescription")?,
            drug: DrugCoded::read_from(fields)?,
            quantity: Quantity::read_from(fields)?,
            days_supply: fields.value("DaysSupply", COUNT)?,
            written: fields.when("WrittenDate")?,
            last_fill: fields.when("LastFillDate")?,
            substitution: fields.text("Substitutions")?.map(Substitution::from),
            refills: refills(fields)?,
            diagnoses: fields.parts("Diagnosis")?,
            note: fields.text("Note")?,
            drug_uses: fields.parts("DrugUseEvaluation")?,
            sig: Sig::read_from(fields)?,
            other_dates: fields.parts("OtherMedicationDate")?,
            requested_refills: fields.value("PharmacyRequestedRefills", COUNT)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("DrugDescription", &self.description);
        self.drug.write(into);
        if let Some(quantity) = &self.quantity {
            into.nest("Quantity", |e| quantity.write(e));
        }
        into.put("DaysSupply", &self.days_supply);
        write_when("WrittenDate", self.written, into);
        write_when("LastFillDate", self.last_fill, into);
        into.put("Substitutions", &self.substitution);
        into.put("NumberOfRefills", &self.refills);
        into.parts("Diagnosis", &self.diagnoses);
        into.put("Note", &self.note);
        into.parts("DrugUseEvaluation", &self.drug_uses);
        into.parts("Sig", &self.sig);
        into.parts("OtherMedicationDate", &self.other_dates);
        into.put("PharmacyRequestedRefills", &self.requested_refills);
        into.preserve(&self.other);
    }
}

/// NumberOfRefills, or the Refills/Value of older senders.
fn refills(fields: &mut Fields) -> Result<Option<u16>> {
    match fields.value("NumberOfRefills", COUNT)? {
        None => Ok(fields.inside("Refills", |old| old.value("Value", COUNT))?.flatten()),
        count => Ok(count),
    }
}

pub(crate) fn write_when(name: &str, when: Option<When>, into: &mut Draft) {
    if let Some(when) = when {
        let (form, text) = when.element();
        into.nest(name, |e| e.must(form, &text));
    }
}
