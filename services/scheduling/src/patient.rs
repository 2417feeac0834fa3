//! A patient as registered with the practice.

pub mod candidate;
pub mod events;
pub mod merge;
pub mod prepare;
pub mod related;
pub mod routes;
pub mod store;

use crate::schema::patients;
use chrono::NaiveDate;
use diesel::prelude::*;
use model::event::PatientSnapshot;
use model::{Address, Demographics, Email, Name, PatientId, Phone, Sex};
use related::{EmergencyContacts, Guarantor, Identifiers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = patients, treat_none_as_null = true)]
pub struct Patient {
    pub id: PatientId,
    pub version: i64,
    pub given_name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<Name>,
    pub family_name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Name>,
    pub birth_date: NaiveDate,
    pub sex: Sex,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Medical record number, unique in the practice.
    pub mrn: Name,
    /// BCP 47 tag, such as `es`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<Name>,
    pub deceased: bool,
    /// Numbers by which others know the patient.
    pub identifiers: Identifiers,
    /// Who pays what the patient owes; the patient when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guarantor: Option<Guarantor>,
    pub emergency_contacts: EmergencyContacts,
    /// The patient this one was found to be; both ids stay alive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<PatientId>,
}

/// What is said of a patient at registration.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPatient {
    pub given_name: Name,
    pub middle_name: Option<Name>,
    pub family_name: Name,
    pub suffix: Option<Name>,
    pub birth_date: NaiveDate,
    pub sex: Sex,
    pub address: Option<Address>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    /// Given out by the practice's counter when absent.
    pub mrn: Option<Name>,
    pub preferred_language: Option<Name>,
    #[serde(default)]
    pub deceased: bool,
    #[serde(default)]
    pub identifiers: Identifiers,
    pub guarantor: Option<Guarantor>,
    #[serde(default)]
    pub emergency_contacts: EmergencyContacts,
    /// `register` when absent.
    pub on_duplicate: Option<OnDuplicate>,
}

model::word_enum! {
    /// What becomes of a registration when somebody very like the patient is registered already.
    OnDuplicate {
        /// Registered; the answer names those who may be the same person.
        Register = "register",
        /// Refused when one of them is `certain` or `probable`.
        Refuse = "refuse",
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must not lie in the future, nor more than 130 years back")]
    BirthDate,
}

impl Patient {
    pub fn register(
        id: PatientId,
        mrn: Name,
        said: RegisterPatient,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let patient = Self {
            id,
            version: 1,
            given_name: said.given_name,
            middle_name: said.middle_name,
            family_name: said.family_name,
            suffix: said.suffix,
            birth_date: said.birth_date,
            sex: said.sex,
            address: said.address,
            phone: said.phone,
            email: said.email,
            mrn,
            preferred_language: said.preferred_language,
            deceased: said.deceased,
            identifiers: said.identifiers,
            guarantor: said.guarantor,
            emergency_contacts: said.emergency_contacts,
            merged_into: None,
        };
        patient.checked(today)
    }

    /// The next version, with what was said of it changed.
    pub fn changed(self, today: NaiveDate) -> Result<Self, Refusal> {
        Self { version: self.version + 1, ..self }.checked(today)
    }

    fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        let oldest = today - chrono::Months::new(130 * 12);
        if self.birth_date > today || self.birth_date < oldest {
            return Err(Refusal::BirthDate);
        }
        Ok(self)
    }

    pub fn snapshot(&self) -> PatientSnapshot {
        let demographics = Demographics {
            given_name: self.given_name.clone(),
            middle_name: self.middle_name.clone(),
            family_name: self.family_name.clone(),
            suffix: self.suffix.clone(),
            birth_date: self.birth_date,
            sex: self.sex,
            address: self.address.clone(),
            phone: self.phone.clone(),
        };
        PatientSnapshot { patient_id: self.id, demographics, mrn: Some(self.mrn.clone()) }
    }
}
