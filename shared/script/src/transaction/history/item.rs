//! One fill or prescription of a history, with who filled and prescribed it and where it is known from.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::medication::COUNT;
use crate::opaque::opaque;
use crate::{Element, Medication, Pharmacy, Prescriber, Text};

#[derive(Clone, PartialEq, Eq)]
pub struct HistoryItem {
    pub medication: Medication,
    pub refills_remaining: Option<u16>,
    pub pharmacy: Option<Pharmacy>,
    pub prescriber: Option<Prescriber>,
    pub source: Option<HistorySource>,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistorySource {
    /// Source/SourceQualifier: P2 for a pharmacy.
    pub qualifier: Option<Text>,
    /// SourceReference: the number of the prescription there.
    pub reference: Option<Text>,
    /// FillNumber.
    pub fill_number: Option<u16>,
    /// PaymentType.
    pub payment: Option<Text>,
    pub other: Vec<Element>,
}

opaque!(HistoryItem);

impl HistoryItem {
    pub fn of(medication: Medication) -> Self {
        Self { medication, refills_remaining: None, pharmacy: None, prescriber: None, source: None }
    }
}

impl Part for HistoryItem {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            refills_remaining: fields.value("RefillsRemaining", COUNT)?,
            pharmacy: fields.part("Pharmacy")?,
            prescriber: fields.part("Prescriber")?,
            source: fields.part("HistorySource")?,
            medication: Medication::read(fields)?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("RefillsRemaining", &self.refills_remaining);
        into.parts("Pharmacy", &self.pharmacy);
        into.parts("Prescriber", &self.prescriber);
        into.parts("HistorySource", &self.source);
        self.medication.write(into);
    }
}

impl Part for HistorySource {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            qualifier: fields.inside("Source", |source| source.text("SourceQualifier"))?.flatten(),
            reference: fields.text("SourceReference")?,
            fill_number: fields.value("FillNumber", COUNT)?,
            payment: fields.text("PaymentType")?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("Source", |source| source.put("SourceQualifier", &self.qualifier));
        into.put("SourceReference", &self.reference);
        into.put("FillNumber", &self.fill_number);
        into.put("PaymentType", &self.payment);
        into.preserve(&self.other);
    }
}
