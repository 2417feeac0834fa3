//! A closure: days on which a location, or the whole practice, sees nobody.

pub mod routes;
pub mod store;

use crate::schema::closures;
use chrono::NaiveDate;
use diesel::prelude::*;
use model::{ClosureId, LocationId, Name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = closures)]
pub struct Closure {
    pub id: ClosureId,
    pub version: i64,
    /// Why, as patients may read it.
    pub name: Name,
    /// Only there; everywhere, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_id: Option<LocationId>,
    /// On the wall of the location.
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateClosure {
    pub name: Name,
    /// Only there; everywhere, when absent.
    pub location_id: Option<LocationId>,
    pub first_day: NaiveDate,
    /// The same day, when absent.
    pub last_day: Option<NaiveDate>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must not be before first_day")]
    Backwards,
    #[error("must be at most 400 days after first_day")]
    TooLong,
}

impl Closure {
    pub fn create(id: ClosureId, said: CreateClosure) -> Result<Self, Refusal> {
        let last_day = said.last_day.unwrap_or(said.first_day);
        if last_day < said.first_day {
            return Err(Refusal::Backwards);
        }
        if (last_day - said.first_day).num_days() > 400 {
            return Err(Refusal::TooLong);
        }
        let CreateClosure { name, location_id, first_day, .. } = said;
        Ok(Self { id, version: 1, name, location_id, first_day, last_day })
    }

    pub fn closes(&self, location: LocationId, day: NaiveDate) -> bool {
        self.first_day <= day
            && day <= self.last_day
            && self.location_id.is_none_or(|closed| closed == location)
    }
}
