//! Which prescription a request is about: all that the pharmacy says must agree, or a person decides.

use crate::prescription::Content;
use chrono::NaiveDate;
use model::{Demographics, Ndc, word_enum};
use script::{Medication, Patient, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// What does not agree.
    Mismatch {
        /// The pharmacy does not name our order number: it came by telephone, on paper, or from elsewhere.
        NoOrderNumber = "no_order_number",
        UnknownOrderNumber = "unknown_order_number",
        PatientName = "patient_name",
        BirthDate = "birth_date",
        Drug = "drug",
        /// The prescription was sent to another pharmacy.
        Pharmacy = "pharmacy",
    }
}

/// The patient in the pharmacy's words.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatedPatient {
    pub family_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
}

/// A drug in the pharmacy's words.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatedDrug {
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ndc: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_supply: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refills: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sig: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// RxNorm term types that name a drug as it is prescribed.
const RXNORM: [&str; 4] = ["SCD", "SBD", "GPK", "BPK"];

impl StatedPatient {
    pub fn of(patient: &Patient) -> Self {
        Self {
            family_name: patient.name.last.to_string(),
            given_name: patient.name.first.as_ref().map(ToString::to_string),
            birth_date: patient.date_of_birth,
        }
    }

    fn mismatches(&self, known: &Demographics) -> Vec<Mismatch> {
        let given = self.given_name.as_deref().unwrap_or_default();
        let same_name =
            same(&self.family_name, known.family_name.as_str()) && same(given, known.given_name.as_str());
        let name = (!same_name).then_some(Mismatch::PatientName);
        let birth = (self.birth_date != Some(known.birth_date)).then_some(Mismatch::BirthDate);
        name.into_iter().chain(birth).collect()
    }
}

impl StatedDrug {
    pub fn of(medication: &Medication) -> Self {
        let database = medication.drug.database.as_ref();
        let is_rxnorm = |qualifier: &Text| RXNORM.contains(&qualifier.as_str());
        let rxcui = database.filter(|coded| coded.qualifier.as_ref().is_some_and(is_rxnorm));
        Self {
            description: medication.description.to_string(),
            rxcui: rxcui.map(|coded| coded.code.to_string()),
            ndc: medication.drug.product.as_ref().map(|coded| coded.code.to_string()),
            quantity: medication.quantity.as_ref().map(|quantity| quantity.value.to_string()),
            days_supply: medication.days_supply,
            refills: medication.refills,
            sig: medication.sig.as_ref().map(|sig| sig.text.to_string()),
            note: medication.note.as_ref().map(ToString::to_string),
        }
    }

    /// By the strongest code both name; by the words alone when there is none.
    fn is(&self, content: &Content) -> bool {
        let prescribed = &content.medication;
        if let Some(rxcui) = &self.rxcui {
            return rxcui == prescribed.rxcui.as_str();
        }
        let ndc = self.ndc.as_ref().and_then(|ndc| ndc.parse::<Ndc>().ok());
        match (ndc, &prescribed.ndc) {
            // The first nine digits name the product, the last two the package.
            (Some(theirs), Some(ours)) => theirs.as_str()[..9] == ours.as_str()[..9],
            _ => same(&self.description, &prescribed.description),
        }
    }
}

/// `known` is the patient the prescription is for, `content` what was prescribed.
pub fn mismatches(
    patient: &StatedPatient,
    drug: &StatedDrug,
    known: &Demographics,
    content: &Content,
) -> Vec<Mismatch> {
    let other_drug = (!drug.is(content)).then_some(Mismatch::Drug);
    patient.mismatches(known).into_iter().chain(other_drug).collect()
}

/// Whatever the case, the spaces and the punctuation.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests;
