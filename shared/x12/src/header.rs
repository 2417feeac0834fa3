//! BHT: what kind of transaction this is, its own reference and when it was made.
//!
//! ```
//! use x12::header::TransactionHeader;
//!
//! let created = chrono::NaiveDate::from_ymd_opt(2026, 3, 9).and_then(|day| day.and_hms_opt(14, 5, 0));
//! let header = TransactionHeader::new("BATCH1", created.expect("a time"));
//! assert_eq!(header.reference, "BATCH1");
//! ```

use crate::text::Text;
use chrono::{NaiveDateTime, NaiveTime, Timelike};

use crate::cursor::Cursor;
use crate::date::parse_d8;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// BHT03 to BHT05.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionHeader {
    /// BHT03: the sender's reference; a real-time response repeats that of its request.
    pub reference: Text,
    /// BHT04 and BHT05, to the second.
    pub created: NaiveDateTime,
}

impl TransactionHeader {
    /// BHT03 and, to the second, BHT04 and BHT05.
    #[must_use]
    pub fn new(reference: &str, created: NaiveDateTime) -> Self {
        Self { reference: reference.into(), created }
    }

    pub(crate) fn read(head: &[Segment<'_>]) -> Result<Self, X12Error> {
        let mut cursor = Cursor::new(head);
        cursor.expect("ST", "ST")?;
        let bht = cursor.expect("BHT", "ST")?;
        let date = bht.required(4, "ST", "the date the transaction was made, CCYYMMDD")?;
        let date = parse_d8(date).ok_or_else(|| bht.invalid(4, "a date is CCYYMMDD"))?;
        let time = parse_time(bht.element(5)).ok_or_else(|| bht.invalid(5, "a time is HHMM or HHMMSS"))?;
        Ok(Self { reference: bht.element(3).into(), created: NaiveDateTime::new(date, time) })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter, structure: &str, purpose: &str, kind: &str) {
        let format = if self.created.second() == 0 { "%H%M" } else { "%H%M%S" };
        let time = self.created.format(format).to_string();
        writer.put("BHT", &[&structure, &purpose, &self.reference, &self.created.date(), &time, &kind]);
    }
}

/// HHMM, HHMMSS or with hundredths; empty is midnight.
fn parse_time(text: &str) -> Option<NaiveTime> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |range: std::ops::Range<usize>| text.get(range).map_or(Some(0), |digits| digits.parse().ok());
    (digits && matches!(text.len(), 0 | 4 | 6..=8))
        .then(|| NaiveTime::from_hms_opt(part(0..2)?, part(2..4)?, part(4..6)?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_whole_minutes_or_seconds() {
        let time = NaiveTime::from_hms_opt;
        let cases = [
            ("", time(0, 0, 0)),
            ("1405", time(14, 5, 0)),
            ("140533", time(14, 5, 33)),
            ("1405339", time(14, 5, 33)),
            ("14053399", time(14, 5, 33)),
            ("1", None),
            ("14", None),
            ("140", None),
            ("14053", None),
            ("2460", None),
            ("14:5", None),
            ("140533999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_time(text), expected, "{text}");
        }
    }
}
