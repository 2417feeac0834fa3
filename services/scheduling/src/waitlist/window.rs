//! When a patient can come, on the wall of the location.

use chrono::{DateTime, Datelike, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::word_enum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    Weekday {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

/// Some hours of some days of the week; the whole visit has to lie in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// On any day, when empty.
    #[serde(default)]
    #[schema(inline)]
    pub weekdays: Vec<Weekday>,
    /// Wall time of the location, as `09:00:00`.
    pub from: NaiveTime,
    pub to: NaiveTime,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Windows(pub Vec<Window>);
model::jsonb!(Windows);

impl Windows {
    /// The first field that is not as it must be.
    pub fn fault(&self) -> Option<(String, &'static str)> {
        if self.0.len() > 20 {
            return Some(("/windows".to_owned(), "must be at most 20"));
        }
        let backwards = self.0.iter().position(|window| window.from >= window.to)?;
        Some((format!("/windows/{backwards}/to"), "must be after from"))
    }

    pub fn hold(&self, start: DateTime<Utc>, length: Duration, zone: Tz) -> bool {
        self.0.is_empty() || self.0.iter().any(|window| window.holds(start, length, zone))
    }
}

impl Window {
    /// The end is read from the wall, too, and as the wall would show it had the clocks not changed: when they do, the
    /// patient is asked only where both readings fit.
    pub fn holds(&self, start: DateTime<Utc>, length: Duration, zone: Tz) -> bool {
        let (begins, ends) =
            (start.with_timezone(&zone).naive_local(), (start + length).with_timezone(&zone));
        let (opens, closes) = (begins.date().and_time(self.from), begins.date().and_time(self.to));
        let weekday = begins.weekday().into();
        (self.weekdays.is_empty() || self.weekdays.contains(&weekday))
            && opens <= begins
            && begins + length <= closes
            && ends.naive_local() <= closes
    }
}

/// The first moment at or after `now` at which the wall shows a time between the two.
pub fn next_within(from: NaiveTime, to: NaiveTime, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let wall = now.with_timezone(&zone).naive_local();
    if (from..to).contains(&wall.time()) {
        return now;
    }
    let day = if wall.time() < from { wall.date() } else { wall.date() + Duration::days(1) };
    // A time that a gap skips is an hour later on the wall.
    let instants =
        [0, 1].map(|hours| zone.from_local_datetime(&(day.and_time(from) + Duration::hours(hours))));
    instants.into_iter().find_map(|instant| instant.earliest()).map_or(now, |instant| instant.to_utc())
}
