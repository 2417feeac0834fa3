//! When a practitioner sees patients: rules in the location's wall time, never pre-made slots.

pub mod routes;
pub mod store;

use crate::schema::availability;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Invalid, LocationId, PractitionerId, VisitTypeId, word_enum};
use rrule::{RRule, RRuleSet, Unvalidated};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// On which days: an RFC 5545 recurrence of dates, such as `FREQ=WEEKLY;BYDAY=MO,TU`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")]
pub struct Days(String);

impl TryFrom<String> for Days {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let shape = Invalid("must be an RFC 5545 rule of whole days, such as FREQ=WEEKLY;BYDAY=MO,TU");
        let daily =
            ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"].iter().any(|f| text.contains(f));
        let timed = ["BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER"].iter().any(|part| text.contains(part));
        if text.len() > 200 || !daily || timed {
            return Err(shape);
        }
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| shape)?;
        let start = rrule::Tz::UTC.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().ok_or(shape)?;
        rule.build(start).map_err(|_| shape)?;
        Ok(Self(text))
    }
}

impl From<Days> for String {
    fn from(days: Days) -> String {
        days.0
    }
}

impl Days {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The dates of the rule between two dates, both included.
    fn between(&self, anchor: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let most = u16::try_from((to - from).num_days() + 1).unwrap_or(u16::MAX);
        let Some(set) = self.recurrence(anchor) else { return Vec::new() };
        dates(set.after(midnight(from)).before(midnight(to)), most)
    }

    /// The first dates of the rule, which begins at `anchor`.
    pub fn first(&self, anchor: NaiveDate, most: u16) -> Vec<NaiveDate> {
        self.recurrence(anchor).map_or_else(Vec::new, |set| dates(set, most))
    }

    fn recurrence(&self, anchor: NaiveDate) -> Option<RRuleSet> {
        let rule = self.0.parse::<RRule<Unvalidated>>().ok()?.validate(midnight(anchor)).ok()?;
        Some(RRuleSet::new(midnight(anchor)).rrule(rule))
    }
}

/// Dates have no time zone, so rules are read in UTC.
fn midnight(date: NaiveDate) -> DateTime<rrule::Tz> {
    rrule::Tz::UTC.from_utc_datetime(&date.and_time(NaiveTime::MIN))
}

fn dates(set: RRuleSet, most: u16) -> Vec<NaiveDate> {
    set.all(most).dates.into_iter().map(|date| date.date_naive()).collect()
}

word_enum! {
    /// Why a rule does not offer a start.
    Miss {
        OtherVisitTypes = "other_visit_types",
        NotYetEffective = "not_yet_effective",
        NoLongerEffective = "no_longer_effective",
        /// The rule has no such day.
        OtherDay = "other_day",
        /// Before it opens, or the visit would end after it closes.
        OutsideHours = "outside_hours",
        /// Starts follow each other by the length of the visit, from when the rule opens.
        OffGrid = "off_grid",
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
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct Rules(pub Vec<Rule>);
model::jsonb!(Rules);

/// All rules of a practitioner, replaced as a whole.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = availability)]
pub struct Availability {
    pub practitioner_id: PractitionerId,
    pub version: i64,
    pub rules: Rules,
}

impl Rule {
    /// The starts this rule offers for a visit of so many minutes: a grid from the window's opening, in wall time.
    ///
    /// A wall time that a DST gap skips is no start; one that a fold repeats is two.
    pub fn starts(
        &self,
        minutes: i32,
        zone: chrono_tz::Tz,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        let first = from.with_timezone(&zone).date_naive().max(self.effective_from);
        let last = to.with_timezone(&zone).date_naive().min(self.effective_to.unwrap_or(NaiveDate::MAX));
        if first > last {
            return Vec::new();
        }
        let days = self.rrule.between(self.effective_from, first, last);
        let starts = days.into_iter().flat_map(|day| self.starts_on(day, minutes, zone));
        starts.filter(|start| *start >= from && *start < to).collect()
    }

    fn starts_on(&self, day: NaiveDate, minutes: i32, zone: chrono_tz::Tz) -> Vec<DateTime<Utc>> {
        let (step, close) = (Duration::minutes(minutes.into()), day.and_time(self.end_time));
        let grid = std::iter::successors(Some(day.and_time(self.start_time)), |wall| Some(*wall + step));
        let mut starts: Vec<DateTime<Utc>> = grid
            .take_while(|wall| *wall + step <= close)
            .flat_map(|wall| {
                let instants = zone.from_local_datetime(&wall);
                let early = instants.earliest();
                let late = instants.latest().filter(|late| Some(*late) != early);
                early.into_iter().chain(late)
            })
            .map(|start| start.to_utc())
            .collect();
        starts.sort_unstable();
        starts
    }

    /// Why this rule does not offer a visit at a time on its wall; nothing where it does.
    pub fn misses(&self, visit: &VisitType, wall: NaiveDateTime) -> Vec<Miss> {
        let (day, step) = (wall.date(), Duration::minutes(visit.minutes.into()));
        let since = wall - day.and_time(self.start_time);
        let is_day = || !self.rrule.between(self.effective_from, day, day).is_empty();
        let early = day < self.effective_from;
        let found = [
            (Miss::OtherVisitTypes, !self.allows(visit.id)),
            (Miss::NotYetEffective, early),
            (Miss::NoLongerEffective, self.effective_to.is_some_and(|to| day > to)),
            (Miss::OtherDay, !early && !is_day()),
            (Miss::OutsideHours, since < Duration::zero() || wall + step > day.and_time(self.end_time)),
            (Miss::OffGrid, since.num_seconds() % step.num_seconds().max(1) != 0),
        ];
        found.into_iter().filter(|(_, applies)| *applies).map(|(miss, _)| miss).collect()
    }

    pub fn allows(&self, visit: VisitTypeId) -> bool {
        self.visit_type_ids.is_empty() || self.visit_type_ids.contains(&visit)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub rule: usize,
    pub field: &'static str,
    pub must: &'static str,
}

impl Rules {
    pub fn checked(self) -> Result<Self, Refusal> {
        for (rule, said) in self.0.iter().enumerate() {
            if said.start_time >= said.end_time {
                return Err(Refusal { rule, field: "end_time", must: "must be after start_time" });
            }
            if said.effective_to.is_some_and(|to| to < said.effective_from) {
                return Err(Refusal {
                    rule,
                    field: "effective_to",
                    must: "must not be before effective_from",
                });
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
