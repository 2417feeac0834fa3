//! On which days a rule holds.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveTime, TimeZone};
use model::Invalid;
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};
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
    pub(super) fn between(&self, anchor: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let most = u16::try_from((to - from).num_days() + 1).unwrap_or(u16::MAX);
        let Ok(rule) = self.0.parse::<RRule<Unvalidated>>() else { return Vec::new() };
        let anchor = later_anchor(&rule, anchor, from).unwrap_or(anchor);
        let Some(set) = recurrence(rule, anchor) else { return Vec::new() };
        dates(set.after(midnight(from)).before(midnight(to)), most)
    }

    /// The first dates of the rule, which begins at `anchor`.
    pub fn first(&self, anchor: NaiveDate, most: u16) -> Vec<NaiveDate> {
        let rule = self.0.parse::<RRule<Unvalidated>>().ok();
        rule.and_then(|rule| recurrence(rule, anchor)).map_or_else(Vec::new, |set| dates(set, most))
    }
}

fn recurrence(rule: RRule<Unvalidated>, anchor: NaiveDate) -> Option<RRuleSet> {
    Some(RRuleSet::new(midnight(anchor)).rrule(rule.validate(midnight(anchor)).ok()?))
}

/// A later day from which the rule gives the same dates, so that one that began years ago is not read from its beginning:
/// whole periods after the first. None where it counts its dates, or where months are not all long enough.
fn later_anchor(rule: &RRule<Unvalidated>, anchor: NaiveDate, from: NaiveDate) -> Option<NaiveDate> {
    let interval = i64::from(rule.get_interval());
    if rule.get_count().is_some() || interval == 0 || from <= anchor {
        return None;
    }
    let by_days = |period: i64| {
        let periods = (from - anchor).num_days() / period;
        Some(anchor + Duration::days(periods * period))
    };
    let by_months = |period: i64| {
        let apart = i64::from(from.year() - anchor.year()) * 12 + i64::from(from.month0())
            - i64::from(anchor.month0());
        let months = ((apart - 1).max(0) / period) * period;
        Some(anchor + Months::new(u32::try_from(months).ok()?)).filter(|_| anchor.day() <= 28)
    };
    match rule.get_freq() {
        Frequency::Daily => by_days(interval),
        Frequency::Weekly => by_days(7 * interval),
        Frequency::Monthly => by_months(interval),
        Frequency::Yearly => by_months(12 * interval),
        _ => None,
    }
}

/// Dates have no time zone, so rules are read in UTC.
fn midnight(date: NaiveDate) -> DateTime<rrule::Tz> {
    rrule::Tz::UTC.from_utc_datetime(&date.and_time(NaiveTime::MIN))
}

fn dates(set: RRuleSet, most: u16) -> Vec<NaiveDate> {
    set.all(most).dates.into_iter().map(|date| date.date_naive()).collect()
}
