//! The schedule: on which occasions and at which moments a practice's payers are asked about the visits to come, and how
//! old an answer may be to serve in place of another question.

pub mod routes;
pub mod store;

use crate::schema::schedules;
use crate::visit::Visit;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Why a visit is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// It was booked, moved, or is on again.
    Booking,
    /// Its time has come.
    Time,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = schedules)]
#[schema(as = EligibilitySchedule)]
pub struct Schedule {
    /// 0 until one is set.
    pub version: i64,
    /// When a visit is booked or moved to another day.
    pub on_booking: bool,
    /// A booking further ahead is not asked about at once.
    pub booking_horizon_days: i32,
    /// So many days before the visit.
    pub days_before: Vec<i32>,
    /// Every night for the visits of so many days to come, where no answer is fresh; 1 is tomorrow, 0 is never.
    pub nightly_days: i32,
    /// The hour of what is asked on days and nights, on the wall of the location.
    pub hour: i32,
    /// When a coverage is recorded or changed: about the visits to come that it is active for.
    pub on_coverage_change: bool,
    /// Secondary and tertiary coverages are asked about, too; each is a check of its own.
    pub other_coverages: bool,
    /// A younger answer of the payer about the same coverage, month and service types serves; nothing new is asked.
    pub max_age_hours: i32,
}

/// What is left out is as it is before any schedule is set.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SetEligibilitySchedule)]
pub struct SetSchedule {
    pub on_booking: bool,
    /// 0 to 366.
    pub booking_horizon_days: i32,
    /// At most 10, each 0 to 90.
    pub days_before: Vec<i32>,
    /// 0 to 31.
    pub nightly_days: i32,
    /// 0 to 23.
    pub hour: i32,
    pub on_coverage_change: bool,
    pub other_coverages: bool,
    /// 0 to 744.
    pub max_age_hours: i32,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub place: String,
    pub must: &'static str,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            version: 0,
            on_booking: true,
            booking_horizon_days: 90,
            days_before: vec![3],
            nightly_days: 7,
            hour: 2,
            on_coverage_change: true,
            other_coverages: true,
            max_age_hours: 72,
        }
    }
}

impl Default for SetSchedule {
    fn default() -> Self {
        let Schedule {
            version: _,
            on_booking,
            booking_horizon_days,
            days_before,
            nightly_days,
            hour,
            on_coverage_change,
            other_coverages,
            max_age_hours,
        } = Schedule::default();
        Self {
            on_booking,
            booking_horizon_days,
            days_before,
            nightly_days,
            hour,
            on_coverage_change,
            other_coverages,
            max_age_hours,
        }
    }
}

impl Schedule {
    pub fn replaced_by(&self, said: SetSchedule) -> Result<Self, Refusal> {
        let limits = [
            ("booking_horizon_days", said.booking_horizon_days, 0..=366, "must be 0 to 366"),
            ("nightly_days", said.nightly_days, 0..=31, "must be 0 to 31"),
            ("hour", said.hour, 0..=23, "must be 0 to 23"),
            ("max_age_hours", said.max_age_hours, 0..=744, "must be 0 to 744"),
        ];
        if let Some((field, .., must)) =
            limits.into_iter().find(|(_, value, range, _)| !range.contains(value))
        {
            return Err(Refusal { place: format!("/{field}"), must });
        }
        if let Some(n) = said.days_before.iter().position(|days| !(0..=90).contains(days)) {
            return Err(Refusal { place: format!("/days_before/{n}"), must: "must be 0 to 90" });
        }
        let days: BTreeSet<i32> = said.days_before.into_iter().collect();
        if days.len() > 10 {
            return Err(Refusal { place: "/days_before".to_owned(), must: "must be at most 10" });
        }
        Ok(Self {
            version: self.version + 1,
            on_booking: said.on_booking,
            booking_horizon_days: said.booking_horizon_days,
            days_before: days.into_iter().rev().collect(),
            nightly_days: said.nightly_days,
            hour: said.hour,
            on_coverage_change: said.on_coverage_change,
            other_coverages: said.other_coverages,
            max_age_hours: said.max_age_hours,
        })
    }

    pub fn max_age(&self) -> TimeDelta {
        TimeDelta::hours(self.max_age_hours.into())
    }

    /// Whether a look asks: at a booking not too far ahead, and when a moment has come since the look before. A moment that
    /// passed while nobody could look is made up for; a day that is over is not.
    pub fn is_due(&self, visit: &Visit, occasion: Occasion, zone: Tz, now: DateTime<Utc>) -> bool {
        let ahead = (visit.service_date - now.with_timezone(&zone).date_naive()).num_days();
        if ahead < 0 {
            return false;
        }
        let booked =
            occasion == Occasion::Booking && self.on_booking && ahead <= self.booking_horizon_days.into();
        let since = |moment: &DateTime<Utc>| visit.looked_at.is_none_or(|looked| looked < *moment);
        booked || self.moments(visit.service_date, zone).iter().any(|moment| *moment <= now && since(moment))
    }

    /// When the visit is to be looked at again; none when nothing is to come.
    pub fn next_look(&self, visit: &Visit, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.moments(visit.service_date, zone).into_iter().find(|moment| *moment > now)
    }

    /// All moments the schedule names for a visit of this day, in their order.
    fn moments(&self, day: NaiveDate, zone: Tz) -> BTreeSet<DateTime<Utc>> {
        let days: BTreeSet<i32> = self.days_before.iter().copied().chain(1..=self.nightly_days).collect();
        days.into_iter().filter_map(|before| self.moment(day, before, zone)).collect()
    }

    fn moment(&self, day: NaiveDate, before: i32, zone: Tz) -> Option<DateTime<Utc>> {
        let date = day.checked_sub_days(Days::new(before.unsigned_abs().into()))?;
        let time = NaiveTime::from_hms_opt(self.hour.unsigned_abs(), 0, 0)?;
        on_the_wall(date.and_time(time), zone)
    }
}

/// The first instant the wall shows this hour; where clocks skip it, the first after the gap.
fn on_the_wall(wall: chrono::NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    // No gap of the last hundred years is longer than a day.
    let tries = (0..=96).map(|quarters| wall + TimeDelta::minutes(15 * quarters));
    tries.filter_map(|wall| zone.from_local_datetime(&wall).earliest()).next().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests;
