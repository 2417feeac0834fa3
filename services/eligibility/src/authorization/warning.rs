//! When it is said that an authorization runs low or is used up: once each time it comes to that.

use super::Authorization;
use chrono::{Days, NaiveDate};

model::word_enum! {
    /// What was said last, from harmless to final.
    Warning { No = "no", RunningLow = "running_low", Exhausted = "exhausted" }
}

impl Authorization {
    /// How it stands on a day. A grant of few units is not low before one of them is used.
    fn standing(&self, today: NaiveDate) -> Warning {
        let left = self.remaining();
        if !self.is_approved() || today > self.expires {
            Warning::No
        } else if left.is_some_and(|left| left < self.units_per_visit.get()) {
            Warning::Exhausted
        } else if (self.used > 0 && left.is_some_and(|left| left <= self.warn_units_left.get()))
            || self.last_days_begin().is_some_and(|first| first <= today)
        {
            Warning::RunningLow
        } else {
            Warning::No
        }
    }

    fn last_days_begin(&self) -> Option<NaiveDate> {
        self.expires.checked_sub_days(Days::new(self.warn_days_before.get().unsigned_abs().into()))
    }

    /// What is to be said now and was not said yet. When more is granted, it may be said again.
    pub fn warn(self, today: NaiveDate) -> (Self, Option<Warning>) {
        let (said, now) = (self.warned, self.standing(today));
        (Self { warned: now, ..self }, Some(now).filter(|now| *now > said))
    }
}
