//! Medicines the practice did not prescribe, as somebody reports them.

use crate::medication::{Catalogue, Medication};
use crate::prescription::content::SigText;
use crate::schema::reported_medications;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Name, Ndc, Note, PatientId, ReportedMedicationId, Rxcui, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Who says that it is taken.
    MedicationSource {
        Patient = "patient",
        Caregiver = "caregiver",
        OtherPrescriber = "other_prescriber",
        Hospital = "hospital",
        Pharmacy = "pharmacy",
        Other = "other",
    }
}

/// A medicine by a code of the catalogue, or in words alone: then no safety check can be clear.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportedDrug {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
    /// Of the package, or of any package of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    /// Labeler and product of an NDC, as GET /v1/medications shows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ndc_product: Option<Name>,
    /// The catalogue's words when a code is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Name>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("is needed when no code of the catalogue is given")]
    Nameless,
    #[error("is not in the catalogue: take one of GET /v1/medications, or give a description alone")]
    Unknown(&'static str),
}

impl Refusal {
    /// The field it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Nameless => "/medication/description",
            Self::Unknown(field) => field,
        }
    }
}

impl ReportedDrug {
    /// What the catalogue knows of it.
    pub fn in_catalogue(&self) -> Option<&'static Medication> {
        let catalogue = Catalogue::get();
        let by_rxcui = self.rxcui.as_ref().and_then(|rxcui| catalogue.find(rxcui));
        let by_ndc = || self.ndc.as_ref().and_then(|ndc| catalogue.packed_as(ndc));
        let by_product = || self.ndc_product.as_ref().and_then(|product| catalogue.product(product.as_str()));
        by_rxcui.or_else(by_ndc).or_else(by_product)
    }

    /// Codes must name something; words are enough without.
    pub fn admit(&self) -> Result<(), Refusal> {
        let codes = [
            ("/medication/rxcui", self.rxcui.is_some()),
            ("/medication/ndc", self.ndc.is_some()),
            ("/medication/ndc_product", self.ndc_product.is_some()),
        ];
        match codes.into_iter().find(|(_, given)| *given) {
            None if self.description.is_none() => Err(Refusal::Nameless),
            Some((field, _)) if self.in_catalogue().is_none() => Err(Refusal::Unknown(field)),
            _ => Ok(()),
        }
    }

    pub fn words(&self) -> String {
        let known = self.in_catalogue().map(|medication| medication.description.clone());
        known.or_else(|| self.description.as_ref().map(ToString::to_string)).unwrap_or_default()
    }
}

/// What was reported.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportMedication)]
pub struct Report {
    pub medication: ReportedDrug,
    pub source: MedicationSource,
    /// How it is taken, in the words of whoever reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sig: Option<SigText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taking_as_directed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}
model::jsonb!(Report);
model::redacted!(Report);

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reported_medications)]
pub struct ReportedMedication {
    pub id: ReportedMedicationId,
    pub version: i64,
    pub patient_id: PatientId,
    pub entry: Report,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: String,
}

impl ReportedMedication {
    /// Taken otherwise from now on.
    pub fn with_sig(self, sig: SigText) -> Self {
        Self { version: self.version + 1, entry: Report { sig: Some(sig), ..self.entry }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_code_must_name_something_and_words_are_enough_without() {
        for (drug, expected) in [
            (json!({"rxcui": "308191"}), Ok(())),
            (json!({"ndc": "0093-3109-05"}), Ok(())),
            (json!({"ndc_product": "0093-3109"}), Ok(())),
            (json!({"description": "grandmother's tea"}), Ok(())),
            (json!({"rxcui": "1", "description": "x"}), Err(Refusal::Unknown("/medication/rxcui"))),
            (json!({"ndc_product": "1-1"}), Err(Refusal::Unknown("/medication/ndc_product"))),
            (json!({}), Err(Refusal::Nameless)),
        ] {
            let read: ReportedDrug = serde_json::from_value(drug.clone()).expect("a drug");
            assert_eq!(read.admit(), expected, "{drug}");
        }
    }
}
