//! A series: the same visit again and again, on days of a rule, at one time on the wall of the location.

pub mod plan;
pub mod routes;
pub mod store;

use crate::appointment::Appointment;
use crate::availability::Days;
use crate::schema::series;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use model::{Invalid, LocationId, PatientId, PractitionerId, SeriesId, VisitTypeId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most occurrences of a series: two years of weeks.
pub const MOST: u16 = 104;
/// How far the last occurrence may lie behind the first.
pub const LONGEST: Duration = Duration::days(2 * 366);

word_enum! {
    /// What becomes of a request some of whose occurrences cannot be had.
    OnConflict {
        /// Nothing is booked or moved.
        RefuseAll = "refuse_all",
        /// Those that can be had are; the others are answered with what blocks them.
        AcceptFree = "accept_free",
    }

    /// Which occurrences a change is meant for.
    Scope {
        This = "this",
        ThisAndFollowing = "this_and_following",
        All = "all",
    }
}

/// On which days: an RFC 5545 rule that ends, by COUNT or UNTIL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "FREQ=MONTHLY;BYDAY=3TU;COUNT=12")]
#[diesel(sql_type = Text)]
pub struct Recurrence(Days);

impl TryFrom<String> for Recurrence {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        if !text.contains("COUNT=") && !text.contains("UNTIL=") {
            return Err(Invalid(
                "must end: say COUNT=12 or UNTIL=20271231T235959Z, at most 104 times in two years",
            ));
        }
        Days::try_from(text).map(Self)
    }
}

impl From<Recurrence> for String {
    fn from(rule: Recurrence) -> String {
        rule.0.into()
    }
}

impl ToSql<Text, Pg> for Recurrence {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.0.as_str(), out)
    }
}

impl FromSql<Text, Pg> for Recurrence {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::try_from(<String as FromSql<Text, Pg>>::from_sql(value)?)?)
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = series)]
pub struct Series {
    pub id: SeriesId,
    pub version: i64,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    pub rrule: Recurrence,
    /// The first occurrence as it was asked for; its time on the wall is that of all others.
    pub first_start: DateTime<Utc>,
}

/// One day of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// On the wall of the location.
    pub date: NaiveDate,
    /// An hour later where the clocks skip this time on the wall.
    pub start: DateTime<Utc>,
    /// False where the clocks skip it.
    pub exists: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must be a day of the rule: the first occurrence is at start")]
    NotItsFirstDay,
    #[error("must have at most 104 occurrences; book the rest as another series")]
    TooMany,
    #[error("must end within two years of its start; book the rest as another series")]
    TooLong,
}

impl Occurrence {
    /// At a time on the wall; the earlier instant where the clocks show it twice.
    pub fn at(date: NaiveDate, time: NaiveTime, zone: Tz) -> Self {
        let wall = date.and_time(time);
        let (exists, instant) = match zone.from_local_datetime(&wall).earliest() {
            Some(instant) => (true, Some(instant)),
            None => (false, zone.from_local_datetime(&(wall + Duration::hours(1))).earliest()),
        };
        let start = instant.map_or_else(|| wall.and_utc(), |instant| instant.to_utc());
        Self { date, start, exists }
    }

    /// The day and time an instant has on the wall.
    pub fn wall(start: DateTime<Utc>, zone: Tz) -> (NaiveDate, NaiveTime) {
        let wall = start.with_timezone(&zone).naive_local();
        (wall.date(), wall.time())
    }
}

/// Every occurrence of the rule, the first of them at `first`.
pub fn occurrences(rule: &Recurrence, first: DateTime<Utc>, zone: Tz) -> Result<Vec<Occurrence>, Refusal> {
    let (day, time) = Occurrence::wall(first, zone);
    let days = rule.0.first(day, MOST + 1);
    if days.first() != Some(&day) {
        return Err(Refusal::NotItsFirstDay);
    }
    if days.last().is_some_and(|last| *last - day > LONGEST) {
        return Err(Refusal::TooLong);
    }
    if days.len() > usize::from(MOST) {
        return Err(Refusal::TooMany);
    }
    let mut all: Vec<Occurrence> = days.into_iter().map(|date| Occurrence::at(date, time, zone)).collect();
    if let Some(begin) = all.first_mut() {
        begin.start = first;
    }
    Ok(all)
}

impl Scope {
    /// Whether a change of `chosen` is one of `other`, too.
    pub fn holds(self, chosen: &Appointment, other: &Appointment) -> bool {
        match self {
            Scope::This => other.id == chosen.id,
            Scope::ThisAndFollowing => other.start >= chosen.start,
            Scope::All => true,
        }
    }
}

/// How occurrences move: by so many days, to a time on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub days: Duration,
    pub time: NaiveTime,
}

impl Shift {
    /// What brings an occurrence from one instant to another.
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Self {
        let ((before, _), (after, time)) = (Occurrence::wall(from, zone), Occurrence::wall(to, zone));
        Self { days: after - before, time }
    }

    pub fn of(self, start: DateTime<Utc>, zone: Tz) -> Occurrence {
        let (day, _) = Occurrence::wall(start, zone);
        Occurrence::at(day + self.days, self.time, zone)
    }
}

#[cfg(test)]
mod tests;
