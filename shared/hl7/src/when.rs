//! Points in time (TS, DTM, DT): as exact as they were written, with an offset where one is given.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};

/// The last part that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]`; what is not written is its first moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub local: NaiveDateTime,
    pub precision: Precision,
    /// None: on the wall of whoever wrote it.
    pub offset: Option<FixedOffset>,
}

impl When {
    pub fn parse(text: &str) -> Option<Self> {
        let (stamp, offset) = match text.find(['+', '-']) {
            Some(sign) => (&text[..sign], Some(offset(&text[sign..])?)),
            None => (text, None),
        };
        let (digits, fraction) = stamp.split_once('.').map_or((stamp, None), |(d, f)| (d, Some(f)));
        let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let fine = fraction.is_none_or(|f| digits.len() == 14 && (1..=6).contains(&f.len()) && numeric(f));
        if !numeric(digits) || !fine {
            return None;
        }
        let precision = match digits.len() {
            4 => Precision::Year,
            6 => Precision::Month,
            8 => Precision::Day,
            10 => Precision::Hour,
            12 => Precision::Minute,
            14 => Precision::Second,
            _ => return None,
        };
        let part = |from: usize, length: usize, absent: u32| {
            digits.get(from..from + length).map_or(Some(absent), |part| part.parse().ok())
        };
        let date = NaiveDate::from_ymd_opt(digits[..4].parse().ok()?, part(4, 2, 1)?, part(6, 2, 1)?)?;
        let micros = fraction.map_or(Some(0), |f| format!("{f:0<6}").parse().ok())?;
        let time = NaiveTime::from_hms_micro_opt(part(8, 2, 0)?, part(10, 2, 0)?, part(12, 2, 0)?, micros)?;
        Some(Self { local: date.and_time(time), precision, offset })
    }

    pub fn date(&self) -> NaiveDate {
        self.local.date()
    }

    /// The moment, where an offset is given.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let local = self.local.and_local_timezone(self.offset?).single()?;
        Some(local.with_timezone(&Utc))
    }

    /// A moment as this crate writes it: to the second, in UTC.
    pub fn written(at: DateTime<Utc>) -> String {
        let digits = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        format!("{digits}+0000")
    }
}

fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = text.split_at_checked(1)?;
    let plain = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let (hours, minutes): (i32, i32) =
        plain.then(|| Some((digits[..2].parse().ok()?, digits[2..].parse().ok()?)))??;
    let seconds = (hours * 60 + minutes) * 60;
    let east = if sign == "-" { -seconds } else { seconds };
    (minutes < 60).then(|| FixedOffset::east_opt(east))?
}

crate::redacted!(When);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_written() {
        for (text, precision) in [
            ("2026", Some(Precision::Year)),
            ("202602", Some(Precision::Month)),
            ("20260228", Some(Precision::Day)),
            ("2026022823", Some(Precision::Hour)),
            ("202602282359", Some(Precision::Minute)),
            ("20260228235959", Some(Precision::Second)),
            ("20260228235959.1234-0600", Some(Precision::Second)),
            ("20260228-0600", Some(Precision::Day)),
            ("20260229", None),
            ("202613", None),
            ("20260228246000", None),
            ("202602282359.5", None),
            ("20260228+06", None),
            ("20260228+0660", None),
            ("2026022", None),
            ("2026é", None),
            ("", None),
        ] {
            assert_eq!(When::parse(text).map(|when| when.precision), precision, "{text}");
        }
    }

    #[test]
    fn an_offset_makes_a_moment() {
        let when = When::parse("20260228180000-0600").expect("a time");
        let instant = when.instant().expect("a moment");
        assert_eq!(instant.to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(When::written(instant), "20260301000000+0000");
        assert_eq!(When::parse("20260228180000").and_then(|when| when.instant()), None);
    }
}
