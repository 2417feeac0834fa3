//! Diagnosis: why the drug is prescribed.

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// ClinicalInformationQualifier: 1 stated by the prescriber, 2 inferred by the pharmacy.
    pub source: Option<Text>,
    pub primary: DiagnosisCode,
    pub secondary: Option<DiagnosisCode>,
    pub other: Vec<Element>,
}

/// An ICD-10-CM code without its dot has the qualifier ABF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosisCode {
    pub code: Text,
    pub qualifier: Option<Text>,
    pub description: Option<Text>,
}

impl Part for Diagnosis {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            source: fields.text("ClinicalInformationQualifier")?,
            primary: fields.required("Primary", DiagnosisCode::read)?,
            secondary: fields.inside("Secondary", DiagnosisCode::read)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.put("ClinicalInformationQualifier", &self.source);
        into.part("Primary", &self.primary);
        into.parts("Secondary", &self.secondary);
        into.preserve(&self.other);
    }
}

impl Part for DiagnosisCode {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            code: fields.required_text("Code")?,
            qualifier: fields.text("Qualifier")?,
            description: fields.text("Description")?,
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("Code", &self.code);
        into.put("Qualifier", &self.qualifier);
        into.put("Description", &self.description);
    }
}
