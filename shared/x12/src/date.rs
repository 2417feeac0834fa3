//! Dates in X12 form: D8 (CCYYMMDD) and RD8 (CCYYMMDD-CCYYMMDD).
//!
//! ```
//! use x12::date::{DatePeriod, d8, parse_d8};
//!
//! let day = parse_d8("20260309").expect("a day of the calendar");
//! assert_eq!(d8(day), "20260309");
//! assert!(parse_d8("20260230").is_none());
//! let stay = DatePeriod::parse("RD8", "20260309-20260312").expect("a range");
//! assert_eq!((stay.qualifier(), stay.first()), ("RD8", day));
//! ```

use chrono::NaiveDate;

use crate::error::X12Error;
use crate::reader::Segment;

const DATE_HINT: &str = "a date is CCYYMMDD";

/// A date or a range, as DTP02 and DTP03 hold them; a range may not end before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePeriod {
    /// D8.
    Day(NaiveDate),
    /// RD8, both ends included.
    Range(NaiveDate, NaiveDate),
}

impl DatePeriod {
    /// Reads the value of a DTP03 whose DTP02 is `qualifier`; `None` where either is not understood.
    #[must_use]
    pub fn parse(qualifier: &str, text: &str) -> Option<Self> {
        match qualifier {
            "D8" => parse_d8(text).map(Self::Day),
            "RD8" => {
                let (from, to) = text.split_once('-')?;
                let (from, to) = (parse_d8(from)?, parse_d8(to)?);
                (from <= to).then_some(Self::Range(from, to))
            }
            _ => None,
        }
    }

    /// `D8` or `RD8`.
    #[must_use]
    pub fn qualifier(&self) -> &'static str {
        match self {
            Self::Day(_) => "D8",
            Self::Range(..) => "RD8",
        }
    }

    /// The day, or the first day of the range.
    #[must_use]
    pub fn first(&self) -> NaiveDate {
        match *self {
            Self::Day(day) | Self::Range(day, _) => day,
        }
    }

    /// The day, or the last day of the range.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        match *self {
            Self::Day(day) | Self::Range(_, day) => day,
        }
    }
}

impl std::fmt::Display for DatePeriod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Day(day) => f.write_str(&d8(day)),
            Self::Range(from, to) => write!(f, "{}-{}", d8(from), d8(to)),
        }
    }
}

impl crate::writer::Element for DatePeriod {
    fn put(&self, sheet: &mut crate::writer::Sheet) {
        self.first().put(sheet);
        if let Self::Range(_, last) = self {
            sheet.text("-");
            last.put(sheet);
        }
    }
}

/// Reads CCYYMMDD.
#[must_use]
#[inline]
pub fn parse_d8(text: &str) -> Option<NaiveDate> {
    let digits: [u8; 8] = text.as_bytes().try_into().ok()?;
    // All eight at once: each byte less '0' is at most 9 where adding 6 does not reach the upper half of a byte.
    let digits = u64::from_le_bytes(digits) ^ 0x3030_3030_3030_3030;
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 {
        return None;
    }
    // Tens and ones add up in every second byte: century, year, month, day.
    let [century, _, year, _, month, _, day, _] = (digits * 10 + (digits >> 8)).to_le_bytes();
    NaiveDate::from_ymd_opt(i32::from(century) * 100 + i32::from(year), month.into(), day.into())
}

/// Writes CCYYMMDD; years 0 to 9999.
#[must_use]
pub fn d8(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

impl<'a> Segment<'a> {
    /// Element `n` as a D8 date; `None` where it is empty.
    ///
    /// # Errors
    /// `ErrorKind::ElementInvalid` where it is no date.
    #[inline]
    pub fn date(&self, n: u8) -> Result<Option<NaiveDate>, X12Error> {
        let Some(text) = self.optional(usize::from(n)) else { return Ok(None) };
        parse_d8(text).map(Some).ok_or_else(|| self.invalid(n, DATE_HINT))
    }

    /// Elements `n` and `n + 1` as a date or range, as in `DTP02` and `DTP03`.
    ///
    /// # Errors
    /// `ErrorKind::ElementInvalid` where the pair is not a D8 or RD8.
    pub fn period(&self, n: u8) -> Result<DatePeriod, X12Error> {
        let at = usize::from(n);
        DatePeriod::parse(self.element(at), self.element(at + 1)).ok_or_else(|| {
            self.invalid(n + 1, "a period is D8 CCYYMMDD or RD8 CCYYMMDD-CCYYMMDD, first day first")
        })
    }

    /// Element `n` parsed as `T` (an `Amount`, `Quantity`, ...); `None` where it is empty.
    ///
    /// # Errors
    /// `ErrorKind::ElementInvalid` where it does not parse.
    #[inline(always)]
    pub fn value<T: std::str::FromStr>(&self, n: u8) -> Result<Option<T>, X12Error> {
        let Some(text) = self.optional(usize::from(n)) else { return Ok(None) };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(self.no_number(n)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn eight_digits_are_read_as_a_plain_reader_does(text in "[0-9]{8}|[0-9/:;?@ \\x00-\\x7f]{8}|\\PC{0,9}") {
            let plain = || {
                let number = |range: std::ops::Range<usize>| {
                    let part = text.get(range)?;
                    part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
                };
                let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| text.len() == 8)
            };
            proptest::prop_assert_eq!(parse_d8(&text), plain());
        }
    }

    #[test]
    fn reads_and_writes_periods() {
        for (qualifier, text) in
            [("D8", "20260229"), ("D8", "2026011"), ("RD8", "20260102"), ("TM", "0101"), ("D8", "２０２６")]
        {
            assert_eq!(DatePeriod::parse(qualifier, text), None, "{text}");
        }
        assert_eq!(DatePeriod::parse("RD8", "20260201-20260131"), None);
        for (qualifier, text) in
            [("D8", "20240229"), ("RD8", "20260101-20260131"), ("RD8", "20260101-20260101")]
        {
            let period = DatePeriod::parse(qualifier, text).expect("valid");
            assert_eq!((period.qualifier(), period.to_string().as_str()), (qualifier, text));
        }
    }
}
