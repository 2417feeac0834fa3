//! By when the patient is to have a good-faith estimate (45 CFR 149.610(b)(1)(vi) and (vii)).

use chrono::NaiveDate;
use model::holiday::{business_day_before, business_days_after};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
#[schema(as = GoodFaithDue)]
pub enum Due {
    /// Scheduled at least three business days ahead: one business day later; at least ten ahead: three business days later.
    Scheduled { on: NaiveDate, by: NaiveDate },
    /// The patient asked: three business days later.
    Requested { on: NaiveDate, by: NaiveDate },
    /// The scheduled visit has an estimate already, and what is expected has changed: a business day before the visit.
    Changed { by: NaiveDate },
    /// Scheduled fewer than three business days ahead, and nobody asked.
    NotRequired { on: NaiveDate },
}

impl Due {
    /// Where both apply, the earlier day counts.
    pub fn of(
        scheduled_on: Option<NaiveDate>,
        requested_on: Option<NaiveDate>,
        service_date: NaiveDate,
    ) -> Option<Self> {
        let scheduled = scheduled_on.map(|on| Self::scheduled(on, service_date));
        let requested = requested_on.map(|on| Self::Requested { on, by: business_days_after(on, 3) });
        let both = [scheduled, requested];
        both.into_iter().flatten().min_by_key(|due| due.by().unwrap_or(NaiveDate::MAX))
    }

    /// Of another estimate for the same visit.
    pub fn changed(service_date: NaiveDate) -> Self {
        Self::Changed { by: business_day_before(service_date) }
    }

    fn scheduled(on: NaiveDate, service_date: NaiveDate) -> Self {
        let ahead = |days| business_days_after(on, days) <= service_date;
        if ahead(10) {
            Self::Scheduled { on, by: business_days_after(on, 3) }
        } else if ahead(3) {
            Self::Scheduled { on, by: business_days_after(on, 1) }
        } else {
            Self::NotRequired { on }
        }
    }

    pub fn by(&self) -> Option<NaiveDate> {
        match self {
            Self::Scheduled { by, .. } | Self::Requested { by, .. } | Self::Changed { by } => Some(*by),
            Self::NotRequired { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// In January 2027 the 18th is a holiday, in November 2026 the 26th.
    #[test]
    fn the_day_follows_from_when_it_was_scheduled_or_asked_for() {
        for (scheduled, requested, service, by) in [
            // A Monday, for the Thursday of the same week and for earlier days.
            (Some("2027-01-04"), None, "2027-01-07", Some("2027-01-05")),
            (Some("2027-01-04"), None, "2027-01-06", None),
            (Some("2027-01-04"), None, "2027-01-04", None),
            // Ten business days ahead; the holiday makes it a day later.
            (Some("2027-01-04"), None, "2027-01-15", Some("2027-01-05")),
            (Some("2027-01-04"), None, "2027-01-18", Some("2027-01-05")),
            (Some("2027-01-04"), None, "2027-01-19", Some("2027-01-07")),
            // The day before Thanksgiving: the next business day is the Friday.
            (Some("2026-11-25"), None, "2026-12-01", Some("2026-11-27")),
            (None, Some("2026-11-25"), "2026-11-30", Some("2026-12-01")),
            // Asked on the same day.
            (Some("2027-01-04"), Some("2027-01-04"), "2027-01-06", Some("2027-01-07")),
            (Some("2027-01-04"), Some("2027-01-04"), "2027-01-08", Some("2027-01-05")),
        ] {
            let due = Due::of(scheduled.map(day), requested.map(day), day(service)).expect("one of both");
            assert_eq!(due.by(), by.map(day), "{scheduled:?} {requested:?} {service}");
        }
        assert_eq!(Due::of(None, None, day("2027-01-04")), None);
    }
}
