//! What is announced of a patient's demographics where they were found wrong outside of registration.

use super::facts;
use crate::code::Name;
use crate::id::{EligibilityCheckId, PatientId};
use crate::person::{Address, Demographics, Sex};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What of a person is to be otherwise; what is absent stays as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DemographicChanges {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

impl DemographicChanges {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn apply(self, before: Demographics) -> Demographics {
        Demographics {
            given_name: self.given_name.unwrap_or(before.given_name),
            middle_name: self.middle_name.or(before.middle_name),
            family_name: self.family_name.unwrap_or(before.family_name),
            suffix: self.suffix.or(before.suffix),
            birth_date: self.birth_date.unwrap_or(before.birth_date),
            sex: self.sex.unwrap_or(before.sex),
            address: self.address.or(before.address),
            phone: before.phone,
        }
    }
}

impl std::fmt::Debug for DemographicChanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DemographicChanges([phi])")
    }
}

/// Somebody of the practice took over what a payer's record says of a patient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DemographicCorrection {
    pub patient_id: PatientId,
    /// The check whose answer says it.
    pub eligibility_check_id: EligibilityCheckId,
    /// Only what was accepted.
    pub changes: DemographicChanges,
}

facts! { DemographicCorrection by "demographics"/patient_id:
    DemographicsCorrected = "demographics.corrected",
}
