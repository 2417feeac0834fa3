//! A practitioner patients can be booked with.

pub mod routes;
pub mod store;

use crate::schema::practitioners;
use diesel::prelude::*;
use model::event::PractitionerSnapshot;
use model::{DeaNumber, Name, Npi, PractitionerId, StateCode, Taxonomy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = practitioners)]
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

impl Practitioner {
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
