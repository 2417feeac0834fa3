//! How a practice offers time from its waitlist.

use super::window::next_within;
use crate::schema::waitlist_settings;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Offers are made only then, so that nobody's deadline passes while they sleep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct OfferHours {
    /// Wall time of the location, as `08:00:00`.
    pub from: NaiveTime,
    pub to: NaiveTime,
}
model::jsonb!(OfferHours);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = waitlist_settings, treat_none_as_null = true)]
pub struct WaitlistSettings {
    pub version: i64,
    /// Whether freed time is offered by itself.
    pub enabled: bool,
    /// How long a patient has to answer.
    pub offer_minutes: i32,
    /// Offers are made only then; at any time, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<OfferHours>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWaitlistSettings {
    pub enabled: bool,
    /// 5 to 10,080; 60 when absent.
    pub offer_minutes: Option<i32>,
    pub hours: Option<OfferHours>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub field: &'static str,
    pub must: &'static str,
}

impl Default for WaitlistSettings {
    fn default() -> Self {
        Self { version: 0, enabled: true, offer_minutes: 60, hours: None }
    }
}

impl WaitlistSettings {
    pub fn set(self, said: &SetWaitlistSettings) -> Result<Self, Refusal> {
        let offer_minutes = said.offer_minutes.unwrap_or(60);
        if !(5..=10_080).contains(&offer_minutes) {
            return Err(Refusal { field: "/offer_minutes", must: "must be 5 to 10,080" });
        }
        if said.hours.is_some_and(|hours| hours.from >= hours.to) {
            return Err(Refusal { field: "/hours/to", must: "must be after from" });
        }
        Ok(Self { version: self.version + 1, enabled: said.enabled, offer_minutes, hours: said.hours })
    }

    pub fn time_to_answer(&self) -> Duration {
        Duration::minutes(self.offer_minutes.into())
    }

    /// The first moment at which an offer may be made.
    pub fn next_offer(&self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        self.hours.map_or(now, |hours| next_within(hours.from, hours.to, now, zone))
    }
}
