//! Dates and times as SCRIPT carries them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat};

/// A day, an instant with its offset, or a clock time whose sender named no offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    Instant(DateTime<FixedOffset>),
    Clock(NaiveDateTime),
}

const CLOCK: &str = "%Y-%m-%dT%H:%M:%S%.f";

impl When {
    /// The calendar day as the sender saw it.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => instant.date_naive(),
            Self::Clock(clock) => clock.date(),
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        read_day(text).map(Self::Day).or_else(|| read_time(text))
    }

    pub(crate) fn element(self) -> (&'static str, String) {
        match self {
            Self::Day(day) => ("Date", day.to_string()),
            Self::Instant(instant) => ("DateTime", write_instant(&instant)),
            Self::Clock(clock) => ("DateTime", clock.format(CLOCK).to_string()),
        }
    }
}

fn read_time(text: &str) -> Option<When> {
    let clock = || NaiveDateTime::parse_from_str(text, CLOCK).ok().map(When::Clock);
    read_instant(text).map(When::Instant).or_else(clock)
}

/// Four-digit years only, so that what is written is what is read.
pub(crate) fn read_day(text: &str) -> Option<NaiveDate> {
    (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

pub(crate) fn read_instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

pub(crate) fn write_instant(instant: &DateTime<FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_instants_and_clock_times() {
        for (text, expected) in [
            ("2026-11-20", Some(("Date", "2026-11-20"))),
            ("2026-11-22T10:00:00.0Z", Some(("DateTime", "2026-11-22T10:00:00Z"))),
            ("2026-11-22T10:00:00.25-06:00", Some(("DateTime", "2026-11-22T10:00:00.250-06:00"))),
            ("2026-11-22T10:00:00", Some(("DateTime", "2026-11-22T10:00:00"))),
            ("11/20/2026", None),
            ("2026-13-01", None),
            ("2026-1-1", None),
        ] {
            let written = When::read(text).map(When::element);
            assert_eq!(written.as_ref().map(|(name, text)| (*name, text.as_str())), expected, "{text}");
        }
    }
}
