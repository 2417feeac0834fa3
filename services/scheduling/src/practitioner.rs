//! A practitioner patients can be booked with.

pub mod routes;
pub mod store;

use crate::schema::practitioners;
use diesel::prelude::*;
use model::event::PractitionerSnapshot;
use model::{DeaNumber, Name, Npi, PractitionerId, StateCode, Taxonomy};
use platform::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = practitioners, treat_none_as_null = true)]
pub struct Practitioner {
    pub id: PractitionerId,
    pub version: i64,
    pub given_name: Name,
    pub family_name: Name,
    pub npi: Npi,
    pub taxonomy: Taxonomy,
    /// Where the practitioner is licensed to practise.
    pub license_states: Vec<StateCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dea_number: Option<DeaNumber>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePractitioner {
    pub given_name: Name,
    pub family_name: Name,
    pub npi: Npi,
    pub taxonomy: Taxonomy,
    pub license_states: Vec<StateCode>,
    pub dea_number: Option<DeaNumber>,
}

/// The fields to change; those absent stay. An NPI is one practitioner's for life.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePractitioner {
    pub given_name: Option<Name>,
    pub family_name: Option<Name>,
    pub taxonomy: Option<Taxonomy>,
    pub license_states: Option<Vec<StateCode>>,
    /// Null takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub dea_number: Patch<DeaNumber>,
}

impl Practitioner {
    pub fn update(self, said: UpdatePractitioner) -> Self {
        Self {
            version: self.version + 1,
            given_name: said.given_name.unwrap_or(self.given_name),
            family_name: said.family_name.unwrap_or(self.family_name),
            taxonomy: said.taxonomy.unwrap_or(self.taxonomy),
            license_states: said.license_states.unwrap_or(self.license_states),
            dea_number: said.dea_number.apply(self.dea_number),
            ..self
        }
    }

    pub fn create(id: PractitionerId, said: CreatePractitioner) -> Self {
        let CreatePractitioner { given_name, family_name, npi, taxonomy, license_states, dea_number } = said;
        Self { id, version: 1, given_name, family_name, npi, taxonomy, license_states, dea_number }
    }

    pub fn snapshot(&self) -> PractitionerSnapshot {
        PractitionerSnapshot {
            practitioner_id: self.id,
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            npi: self.npi.clone(),
            taxonomy: self.taxonomy.clone(),
            license_states: self.license_states.clone(),
            dea_number: self.dea_number.clone(),
        }
    }
}
