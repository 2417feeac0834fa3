//! What a patient wants of reminders: by which ways, on whose clock, or none at all.

pub mod routes;
pub mod store;

use crate::location::TimeZone;
use crate::schema::reminder_preferences;
use diesel::prelude::*;
use model::PatientId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = reminder_preferences, primary_key(patient_id), treat_none_as_null = true)]
pub struct ReminderPreferences {
    pub patient_id: PatientId,
    /// 0 while they were never set.
    pub version: i64,
    /// Email may be used where an address is known.
    pub email: bool,
    /// Text messages may be used where a telephone number is known.
    pub sms: bool,
    /// Whose quiet hours count; the location's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// Opted out: nothing is sent by any channel.
    pub stop: bool,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReminderPreferences {
    pub email: bool,
    pub sms: bool,
    pub time_zone: Option<TimeZone>,
    #[serde(default)]
    pub stop: bool,
}

impl ReminderPreferences {
    /// Of a patient who never said anything.
    pub fn unsaid(patient_id: PatientId) -> Self {
        Self { patient_id, version: 0, email: true, sms: true, time_zone: None, stop: false }
    }

    pub fn set(self, said: SetReminderPreferences) -> Self {
        let SetReminderPreferences { email, sms, time_zone, stop } = said;
        Self { version: self.version + 1, email, sms, time_zone, stop, ..self }
    }
}
