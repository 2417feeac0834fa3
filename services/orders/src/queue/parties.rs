//! Who is in a prescription: the people and places a pharmacist must know, as they were when it was signed.

use crate::prescription::signing::Cast;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::Demographics;
use model::event::{LocationSnapshot, PractitionerSnapshot};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Parties {
    pub patient: Demographics,
    pub prescriber: PractitionerSnapshot,
    /// Where the prescriber practises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationSnapshot>,
}
model::jsonb!(Parties);
model::redacted!(Parties);

impl Parties {
    pub fn of(cast: &Cast) -> Self {
        Self {
            patient: cast.patient.demographics.clone(),
            prescriber: cast.prescriber.clone(),
            location: cast.location.clone(),
        }
    }

    /// The day on the wall of the prescriber's location.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        let zone = self.location.as_ref().and_then(|location| location.time_zone.parse::<Tz>().ok());
        now.with_timezone(&zone.unwrap_or(Tz::UTC)).date_naive()
    }
}
