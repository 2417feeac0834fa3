//! How often, in words.

use super::{Reader, Unread};
use crate::sig::timing::{Days, Hours, Times, Weekdays};
use crate::sig::{Frequency, Weekday};

pub(super) fn daily(times: u16) -> Frequency {
    Times::try_from(times).map_or(Frequency::Once, |times| Frequency::Daily { times })
}

pub(super) fn weekly(times: u16) -> Frequency {
    Times::try_from(times).map_or(Frequency::Once, |times| Frequency::Weekly { times })
}

pub(super) fn every_days(days: u16) -> Frequency {
    Days::try_from(days).map_or_else(|_| daily(1), |days| Frequency::EveryDays { days })
}

const A_DAY: &[&str] = &["daily", "a day", "per day", "each day", "every day", "/ day"];
const A_WEEK: &[&str] = &["weekly", "a week", "per week", "each week", "every week", "/ week"];
const HOURS: &[&str] = &["hours", "hour", "hrs", "hr", "h"];
const DAYS: &[&str] = &["days", "day", "d"];
const WEEKS: &[&str] = &["weeks", "week", "wks", "wk"];

const WEEKDAYS: &[(Weekday, &[&str])] = &[
    (Weekday::Monday, &["monday", "mondays", "mon"]),
    (Weekday::Tuesday, &["tuesday", "tuesdays", "tue"]),
    (Weekday::Wednesday, &["wednesday", "wednesdays", "wed"]),
    (Weekday::Thursday, &["thursday", "thursdays", "thu"]),
    (Weekday::Friday, &["friday", "fridays", "fri"]),
    (Weekday::Saturday, &["saturday", "saturdays", "sat"]),
    (Weekday::Sunday, &["sunday", "sundays", "sun"]),
];

impl Reader<'_> {
    /// `3 times a day`, `every 4 to 6 hours`, `weekly`, `on Monday and Friday`.
    pub(super) fn counted_frequency(&mut self) -> Option<Frequency> {
        let before = self.at;
        let found = self.every().or_else(|| {
            self.at = before;
            self.times()
        });
        let found = found.or_else(|| {
            self.at = before;
            self.on_days()
        });
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn every(&mut self) -> Option<Frequency> {
        if !self.any(&["every", "each", "q"]) {
            return None;
        }
        if self.any(&["hour"]) {
            return Hours::new(1, None).ok().map(Frequency::Hourly);
        }
        let from = self.number()?.whole()?;
        let to = if self.any(&["to", "or", "-"]) { Some(self.number()?.whole()?) } else { None };
        if self.any(HOURS) {
            return Hours::new(from, to).ok().map(Frequency::Hourly);
        }
        if to.is_some() {
            return None;
        }
        match from {
            1 if self.any(DAYS) => Some(daily(1)),
            1 if self.any(WEEKS) => Some(weekly(1)),
            days if self.any(DAYS) => Some(Frequency::EveryDays { days: Days::try_from(days).ok()? }),
            weeks if self.any(WEEKS) => {
                Some(Frequency::EveryDays { days: Days::try_from(weeks.checked_mul(7)?).ok()? })
            }
            _ => None,
        }
    }

    fn times(&mut self) -> Option<Frequency> {
        let times = self.how_many_times();
        let of = |reader: &mut Self, times: u16| {
            let times = Times::try_from(times).ok()?;
            if reader.any(A_DAY) {
                Some(Frequency::Daily { times })
            } else {
                reader.any(A_WEEK).then_some(Frequency::Weekly { times })
            }
        };
        match times {
            Some(times) => of(self, times).or_else(|| (times == 1).then_some(Frequency::Once)),
            None => of(self, 1),
        }
    }

    fn how_many_times(&mut self) -> Option<u16> {
        if self.phrase("once") {
            return Some(1);
        }
        if self.phrase("twice") {
            return Some(2);
        }
        let before = self.at;
        let number = self.number().and_then(|number| number.whole());
        let times = number.filter(|_| self.any(&["times", "time", "x"]));
        if times.is_none() {
            self.at = before;
        }
        times
    }

    fn on_days(&mut self) -> Option<Frequency> {
        if !self.any(&["on", "every", "each"]) {
            return None;
        }
        let mut days = vec![self.one_of(WEEKDAYS)?];
        loop {
            let before = self.at;
            self.any(&["and"]);
            match self.one_of(WEEKDAYS) {
                Some(day) => days.push(day),
                None => {
                    self.at = before;
                    break;
                }
            }
        }
        Weekdays::try_from(days).ok().map(|days| Frequency::OnDays { days })
    }

    /// Days of the week only say more of `once weekly`; any other second frequency must come to the same.
    pub(super) fn often(&mut self, said: Frequency) -> Result<(), Unread> {
        let Some(before) = self.frequency.take() else {
            self.frequency = Some(said);
            return Ok(());
        };
        let (kept, other) =
            if matches!(said, Frequency::OnDays { .. }) { (said, before) } else { (before, said) };
        if !same_rate(&kept, &other) {
            return Err(Unread::Contradicts("how often"));
        }
        self.frequency = Some(kept);
        Ok(())
    }
}

fn same_rate(one: &Frequency, other: &Frequency) -> bool {
    match (one.rates(), other.rates()) {
        (Some((a, _)), Some((b, _))) => a.doses * b.days == b.doses * a.days,
        (None, None) => true,
        _ => false,
    }
}
