//! A patient as registered with the practice.

pub mod routes;
pub mod store;

use crate::schema::patients;
use chrono::NaiveDate;
use diesel::prelude::*;
use model::event::PatientSnapshot;
use model::{Address, Demographics, Name, PatientId, Phone, Sex};
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
    pub email: Option<Name>,
    /// Medical record number, unique in the practice.
    pub mrn: Name,
    /// BCP 47 tag, such as `es`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<Name>,
    pub deceased: bool,
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
    pub email: Option<Name>,
    /// Given out by the practice's counter when absent.
    pub mrn: Option<Name>,
    pub preferred_language: Option<Name>,
    #[serde(default)]
    pub deceased: bool,
}

/// The fields to change; those absent stay.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePatient {
    pub given_name: Option<Name>,
    pub middle_name: Option<Name>,
    pub family_name: Option<Name>,
    pub suffix: Option<Name>,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub address: Option<Address>,
    pub phone: Option<Phone>,
    pub email: Option<Name>,
    pub preferred_language: Option<Name>,
    pub deceased: Option<bool>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must not lie in the future, nor more than 130 years back")]
    BirthDate,
    #[error("must look like name@example.org")]
    Email,
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
        };
        patient.checked(today)
    }

    pub fn update(self, said: UpdatePatient, today: NaiveDate) -> Result<Self, Refusal> {
        let patient = Self {
            id: self.id,
            version: self.version + 1,
            given_name: said.given_name.unwrap_or(self.given_name),
            middle_name: said.middle_name.or(self.middle_name),
            family_name: said.family_name.unwrap_or(self.family_name),
            suffix: said.suffix.or(self.suffix),
            birth_date: said.birth_date.unwrap_or(self.birth_date),
            sex: said.sex.unwrap_or(self.sex),
            address: said.address.or(self.address),
            phone: said.phone.or(self.phone),
            email: said.email.or(self.email),
            mrn: self.mrn,
            preferred_language: said.preferred_language.or(self.preferred_language),
            deceased: said.deceased.unwrap_or(self.deceased),
        };
        patient.checked(today)
    }

    fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        let oldest = today - chrono::Months::new(130 * 12);
        if self.birth_date > today || self.birth_date < oldest {
            return Err(Refusal::BirthDate);
        }
        if self.email.as_ref().is_some_and(|email| !looks_like_email(email.as_str())) {
            return Err(Refusal::Email);
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
        PatientSnapshot { patient_id: self.id, demographics }
    }
}

fn looks_like_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}
