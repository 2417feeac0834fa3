//! When a practitioner sees patients: rules in the location's wall time, never pre-made slots.

mod days;
pub mod routes;
pub mod store;

pub use days::Days;

use crate::schema::availability;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{LocationId, PractitionerId, VisitTypeId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Why a rule does not offer a start.
    Miss {
        OtherVisitTypes = "other_visit_types",
        NotYetEffective = "not_yet_effective",
        NoLongerEffective = "no_longer_effective",
        /// The rule has no such day.
        OtherDay = "other_day",
        /// Other hours hold on that date.
        Exception = "exception",
        /// Before it opens, or the visit would end after it closes.
        OutsideHours = "outside_hours",
        /// Starts follow each other by the visit type's `start_every_minutes`, counted from midnight.
        OffGrid = "off_grid",
        /// Kept for the same day, or the day before.
        NotYetReleased = "not_yet_released",
    }

    /// Hours kept for those who need a visit soon: offered from midnight of the location on.
    Release {
        /// Of the day itself.
        SameDay = "same_day",
        /// Of the day before.
        NextDay = "next_day",
    }
}

/// One rule: these days, from this wall time to that, at this location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub location_id: LocationId,
    pub rrule: Days,
    /// Wall time of the location, as `09:00:00`.
    pub start_time: NaiveTime,
    pub end_time: NaiveTime,
    /// Only these visit types; empty means all.
    #[serde(default)]
    pub visit_type_ids: Vec<VisitTypeId>,
    pub effective_from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<NaiveDate>,
    /// Offered no earlier than this; at any time, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
}

/// Hours of one date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub location_id: LocationId,
    /// Wall time of the location, as `09:00:00`.
    pub start_time: NaiveTime,
    pub end_time: NaiveTime,
    /// Only these visit types; empty means all.
    #[serde(default)]
    pub visit_type_ids: Vec<VisitTypeId>,
}

/// A date on which no rule holds, but these hours; none of them means away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    pub date: NaiveDate,
    pub hours: Vec<Hours>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Rules(pub Vec<Rule>);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Exceptions(pub Vec<Exception>);
model::jsonb!(Rules, Exceptions);

/// All rules of a practitioner, replaced as a whole.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = availability)]
pub struct Availability {
    pub practitioner_id: PractitionerId,
    pub version: i64,
    pub rules: Rules,
    pub exceptions: Exceptions,
}

/// Some hours of some day, whether of a rule or of an exception.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    pub location_id: LocationId,
    pub day: NaiveDate,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    visit_type_ids: &'a [VisitTypeId],
    release: Option<Release>,
}

impl Availability {
    /// The hours of the days a span touches at the places asked for.
    pub fn windows<'a>(
        &'a self,
        zone: impl Fn(LocationId) -> Option<Tz>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Vec<Window<'a>> {
        let mut windows = Vec::new();
        for rule in &self.rules.0 {
            let Some(zone) = zone(rule.location_id) else { continue };
            let (first, last) =
                (from.with_timezone(&zone).date_naive(), to.with_timezone(&zone).date_naive());
            let days = rule.days(first, last).into_iter().filter(|day| self.exception(*day).is_none());
            windows.extend(days.map(|day| rule.window(day)));
        }
        for exception in &self.exceptions.0 {
            for hours in &exception.hours {
                let Some(zone) = zone(hours.location_id) else { continue };
                let touched = from.with_timezone(&zone).date_naive()..=to.with_timezone(&zone).date_naive();
                windows.extend(touched.contains(&exception.date).then(|| hours.window(exception.date)));
            }
        }
        windows
    }

    pub fn exception(&self, day: NaiveDate) -> Option<&Exception> {
        self.exceptions.0.iter().find(|exception| exception.date == day)
    }
}

impl Rule {
    /// The days it holds on, between two dates, both included.
    fn days(&self, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
        let first = first.max(self.effective_from);
        let last = last.min(self.effective_to.unwrap_or(NaiveDate::MAX));
        if first > last { Vec::new() } else { self.rrule.between(self.effective_from, first, last) }
    }

    fn window(&self, day: NaiveDate) -> Window<'_> {
        Window {
            location_id: self.location_id,
            day,
            opens: self.start_time,
            closes: self.end_time,
            visit_type_ids: &self.visit_type_ids,
            release: self.release,
        }
    }

    /// Why this rule does not offer a visit at a time on its wall; nothing where it does.
    pub fn misses(&self, visit: &VisitType, wall: NaiveDateTime, today: NaiveDate) -> Vec<Miss> {
        let day = wall.date();
        let early = day < self.effective_from;
        let is_day = || !self.rrule.between(self.effective_from, day, day).is_empty();
        let of_the_rule = [
            (Miss::NotYetEffective, early),
            (Miss::NoLongerEffective, self.effective_to.is_some_and(|to| day > to)),
            (Miss::OtherDay, !early && !is_day()),
        ];
        let found = of_the_rule.into_iter().filter(|(_, applies)| *applies).map(|(miss, _)| miss);
        found.chain(self.window(day).misses(visit, wall, today)).collect()
    }
}

impl Hours {
    pub fn window(&self, day: NaiveDate) -> Window<'_> {
        Window {
            location_id: self.location_id,
            day,
            opens: self.start_time,
            closes: self.end_time,
            visit_type_ids: &self.visit_type_ids,
            release: None,
        }
    }
}

impl Window<'_> {
    pub fn allows(&self, visit: VisitTypeId) -> bool {
        self.visit_type_ids.is_empty() || self.visit_type_ids.contains(&visit)
    }

    /// The starts it offers, earliest first: a grid from midnight of the wall, so that it stays where it is when the clocks
    /// change.
    ///
    /// A time on the wall that a gap skips is no start; one that a fold repeats is two.
    pub fn starts(&self, visit: &VisitType, zone: Tz, today: NaiveDate) -> Vec<DateTime<Utc>> {
        if !self.allows(visit.id) || !self.is_released(today) {
            return Vec::new();
        }
        let (step, length) = (visit.step(), Duration::minutes(visit.minutes.into()));
        let opens = i64::from(self.opens.num_seconds_from_midnight());
        let first = opens.div_euclid(step.num_seconds()) + i64::from(opens % step.num_seconds() != 0);
        let first = self.day.and_time(NaiveTime::MIN) + Duration::seconds(first * step.num_seconds());
        let close = self.day.and_time(self.closes);
        let grid = std::iter::successors(Some(first), |wall| Some(*wall + step));
        let mut starts: Vec<DateTime<Utc>> =
            grid.take_while(|wall| *wall + length <= close).flat_map(|wall| instants(wall, zone)).collect();
        starts.sort_unstable();
        starts
    }

    /// Why it does not offer a visit at a time on its wall; nothing where it does.
    pub fn misses(&self, visit: &VisitType, wall: NaiveDateTime, today: NaiveDate) -> Vec<Miss> {
        let length = Duration::minutes(visit.minutes.into());
        let outside = wall < self.day.and_time(self.opens) || wall + length > self.day.and_time(self.closes);
        let since_midnight = i64::from(wall.num_seconds_from_midnight());
        let found = [
            (Miss::OtherVisitTypes, !self.allows(visit.id)),
            (Miss::OutsideHours, outside),
            (Miss::OffGrid, since_midnight % visit.step().num_seconds() != 0),
            (Miss::NotYetReleased, !self.is_released(today)),
        ];
        found.into_iter().filter(|(_, applies)| *applies).map(|(miss, _)| miss).collect()
    }

    fn is_released(&self, today: NaiveDate) -> bool {
        match self.release {
            None => true,
            Some(Release::SameDay) => today >= self.day,
            Some(Release::NextDay) => today >= self.day - Duration::days(1),
        }
    }
}

/// The instants at which the wall shows a time: none where a gap skips it, two where a fold repeats it.
pub fn instants(wall: NaiveDateTime, zone: Tz) -> impl Iterator<Item = DateTime<Utc>> {
    let found = zone.from_local_datetime(&wall);
    let late = found.latest().filter(|late| Some(*late) != found.earliest());
    found.earliest().into_iter().chain(late).map(|instant| instant.to_utc())
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub place: String,
    pub must: &'static str,
}

impl Rules {
    pub fn checked(self) -> Result<Self, Refusal> {
        let refuse = |place: String, must| Err(Refusal { place, must });
        if self.0.len() > 100 {
            return refuse("/rules".to_owned(), "must be at most 100");
        }
        for (n, rule) in self.0.iter().enumerate() {
            if rule.start_time >= rule.end_time {
                return refuse(format!("/rules/{n}/end_time"), "must be after start_time");
            }
            if rule.effective_to.is_some_and(|to| to < rule.effective_from) {
                return refuse(format!("/rules/{n}/effective_to"), "must not be before effective_from");
            }
        }
        Ok(self)
    }

    pub fn locations(&self) -> impl Iterator<Item = (String, LocationId)> {
        let place = |(n, rule): (usize, &Rule)| (format!("/rules/{n}/location_id"), rule.location_id);
        self.0.iter().enumerate().map(place)
    }
}

impl Exceptions {
    pub fn checked(self) -> Result<Self, Refusal> {
        let refuse = |place: String, must| Err(Refusal { place, must });
        if self.0.len() > 400 {
            return refuse("/exceptions".to_owned(), "must be at most 400");
        }
        for (n, exception) in self.0.iter().enumerate() {
            if self.0[..n].iter().any(|other| other.date == exception.date) {
                return refuse(format!("/exceptions/{n}/date"), "must be named once");
            }
            if exception.hours.len() > 20 {
                return refuse(format!("/exceptions/{n}/hours"), "must be at most 20");
            }
            let backwards = exception.hours.iter().position(|hours| hours.start_time >= hours.end_time);
            if let Some(h) = backwards {
                return refuse(format!("/exceptions/{n}/hours/{h}/end_time"), "must be after start_time");
            }
        }
        Ok(self)
    }

    pub fn locations(&self) -> impl Iterator<Item = (String, LocationId)> {
        self.0.iter().enumerate().flat_map(|(n, exception)| {
            let place = move |(h, hours): (usize, &Hours)| {
                (format!("/exceptions/{n}/hours/{h}/location_id"), hours.location_id)
            };
            exception.hours.iter().enumerate().map(place)
        })
    }
}

#[cfg(test)]
mod tests;
