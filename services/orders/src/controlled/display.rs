//! What the prescriber must have before their eyes when they sign controlled substances (1311.120(b)(9), 1311.140(a)).

pub mod routes;

use crate::medication::Schedule;
use crate::prescription::Prescription;
use crate::prescription::signing::Cast;
use chrono::NaiveDate;
use model::{Address, DeaNumber, PrescriptionId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

/// The statement of 21 CFR 1311.140(a)(3), in the words of the law.
pub const STATEMENT: &str = "By completing the two-factor authentication protocol at this time, you are legally signing the \
     prescription(s) and authorizing the transmission of the above information to the pharmacy for dispensing. The \
     two-factor authentication protocol may only be completed by the practitioner whose name and DEA registration number \
     appear above.";

/// One prescription, as it must be displayed until the second factor has been shown.
#[derive(Serialize, ToSchema)]
pub struct Displayed {
    pub prescription_id: PrescriptionId,
    pub version: i64,
    pub issued_on: NaiveDate,
    pub patient_name: String,
    pub medication: String,
    pub strength: String,
    pub form: String,
    pub quantity: String,
    pub directions: String,
    /// The first day on which the pharmacy may fill it (1306.12(b)); at once when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest_fill_date: Option<NaiveDate>,
    /// Absent for schedule II, which has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refills: Option<u16>,
    pub schedule: Schedule,
    pub pharmacy: String,
    pub prescriber_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub dea_number: Option<DeaNumber>,
}

/// With the word for it that signing asks back.
#[derive(Serialize, ToSchema)]
pub struct Shown {
    #[serde(flatten)]
    pub displayed: Displayed,
    /// Send it in `displayed` when signing: what is signed is then what was displayed.
    pub digest: String,
}

impl Displayed {
    pub fn of(prescription: &Prescription, cast: &Cast, issued_on: NaiveDate) -> Self {
        let (content, patient, prescriber) =
            (&prescription.content, &cast.patient.demographics, &cast.prescriber);
        let schedule = content.medication.schedule;
        Self {
            prescription_id: prescription.id,
            version: prescription.version,
            issued_on,
            patient_name: format!("{} {}", patient.given_name, patient.family_name),
            medication: content.medication.description.clone(),
            strength: content.medication.strength.clone(),
            form: content.medication.form.clone(),
            quantity: format!("{} {}", content.quantity.value.decimal(), content.quantity.unit.word()),
            directions: content.sig.text.as_str().to_owned(),
            earliest_fill_date: content.earliest_fill,
            refills: (schedule != Schedule::II).then_some(content.refills.count()),
            schedule,
            pharmacy: cast.pharmacy.name.to_string(),
            prescriber_name: format!("{} {}", prescriber.given_name, prescriber.family_name),
            prescriber_address: cast.location.as_ref().map(|location| location.address.clone()),
            dea_number: prescriber.dea_number.clone(),
        }
    }

    /// SHA-256 in hexadecimal.
    pub fn digest(&self) -> Result<String, serde_json::Error> {
        let hash = Sha256::digest(serde_json::to_value(self)?.to_string());
        Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn shown(self) -> Result<Shown, serde_json::Error> {
        Ok(Shown { digest: self.digest()?, displayed: self })
    }
}
