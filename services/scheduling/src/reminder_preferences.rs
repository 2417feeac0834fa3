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

    /// What counts for a person of several records: what the survivor said, else what all allow; and whoever said stop
    /// is not written to.
    pub fn of_all(survivor: PatientId, records: &[Self]) -> Self {
        let all = |says: fn(&Self) -> bool| records.iter().all(says);
        let together = Self {
            email: all(|one| one.email),
            sms: all(|one| one.sms),
            time_zone: records.iter().find_map(|one| one.time_zone),
            ..Self::unsaid(survivor)
        };
        let own = records.iter().find(|one| one.patient_id == survivor).cloned().unwrap_or(together);
        Self { stop: records.iter().any(|one| one.stop), ..own }
    }

    pub fn set(self, said: SetReminderPreferences) -> Self {
        let SetReminderPreferences { email, sms, time_zone, stop } = said;
        Self { version: self.version + 1, email, sms, time_zone, stop, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn of(patient: u128, email: bool, stop: bool) -> ReminderPreferences {
        let unsaid = ReminderPreferences::unsaid(PatientId(Uuid::from_u128(patient)));
        ReminderPreferences { version: 1, email, stop, ..unsaid }
    }

    #[test]
    fn of_several_records_the_survivors_word_counts_and_any_stop() {
        let survivor = PatientId(Uuid::from_u128(1));
        let together = |records: &[ReminderPreferences]| {
            let all = ReminderPreferences::of_all(survivor, records);
            (all.email, all.stop)
        };
        assert_eq!(together(&[]), (true, false));
        assert_eq!(together(&[of(2, false, false), of(3, true, false)]), (false, false));
        assert_eq!(together(&[of(1, true, false), of(2, false, false)]), (true, false));
        assert_eq!(together(&[of(1, true, false), of(2, true, true)]), (true, true));
    }
}
