//! When the patient came and left, and which days the bill is for.

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::code_lists::AdmissionType;
use crate::claim::element::text;
use crate::claim::write_period;
use crate::date::{DatePeriod, parse_d8};
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, Sheet, TransactionWriter};

/// DTP*434: the days the bill is for, both included. One day alone is read too, and written as a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementPeriod {
    /// DTP03 (RD8): first day.
    pub from: NaiveDate,
    /// DTP03 (RD8): last day; that of `from` where the bill is for one day.
    pub to: NaiveDate,
}

/// DTP*435: the day, and the time to the minute where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// DTP03: the day.
    pub day: NaiveDate,
    /// DTP03 after DTP02 = DT: hour and minute; `None` after D8.
    pub time: Option<NaiveTime>,
}

/// CL1.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Stay {
    /// CL101: required of inpatients.
    pub admission_type: Option<AdmissionType>,
    /// CL102: where the patient came from, one character.
    pub source: Option<Text>,
    /// CL103: how the patient left, two digits, such as `01` (home) or `30` (still a patient); required to send.
    pub patient_status: Option<Text>,
}

impl std::fmt::Debug for Stay {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stay([phi])")
    }
}

impl Stay {
    pub(super) fn read(cl1: &Segment<'_>) -> Self {
        Self { admission_type: AdmissionType::of(cl1, 1), source: text(cl1, 2), patient_status: text(cl1, 3) }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("CL1", &[&self.admission_type, &self.source, &self.patient_status]);
    }
}

impl StatementPeriod {
    /// `None` where it is neither a range nor a day.
    pub(super) fn read(dtp: &Segment<'_>) -> Option<Self> {
        let (qualifier, text) = (dtp.element(2), dtp.element(3));
        let day = || parse_d8(text).map(DatePeriod::Day);
        let period = DatePeriod::parse(qualifier, text).or_else(day)?;
        Some(Self { from: period.first(), to: period.last() })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        write_period(writer, "434", &DatePeriod::Range(self.from, self.to));
    }
}

impl Admission {
    /// `None` where it is neither D8 nor DT.
    pub(super) fn read(dtp: &Segment<'_>) -> Option<Self> {
        let (day, time) = match dtp.element(2) {
            "D8" => (dtp.element(3), None),
            "DT" => dtp.element(3).split_at_checked(8).map(|(day, time)| (day, Some(time)))?,
            _ => return None,
        };
        let time = match time {
            Some(text) => Some(parse_time(text)?),
            None => None,
        };
        Some(Self { day: parse_d8(day)?, time })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let qualifier = if self.time.is_some() { "DT" } else { "D8" };
        writer.put("DTP", &[&"435", &qualifier, self]);
    }
}

impl Element for Admission {
    fn put(&self, sheet: &mut Sheet) {
        self.day.put(sheet);
        if let Some(time) = self.time {
            put_time(sheet, time);
        }
    }
}

/// DTP*096; `None` where it is no HHMM.
pub(super) fn read_discharge(dtp: &Segment<'_>) -> Option<NaiveTime> {
    parse_time(dtp.element(3)).filter(|_| dtp.element(2) == "TM")
}

pub(super) fn write_discharge(writer: &mut TransactionWriter, time: NaiveTime) {
    writer.put("DTP", &[&"096", &"TM", &Minute(time)]);
}

/// HHMM.
struct Minute(NaiveTime);

impl Element for Minute {
    fn put(&self, sheet: &mut Sheet) {
        put_time(sheet, self.0);
    }
}

fn put_time(sheet: &mut Sheet, time: NaiveTime) {
    sheet.digits(u64::from(time.hour() * 100 + time.minute()), 4);
}

/// Reads HHMM.
fn parse_time(text: &str) -> Option<NaiveTime> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let value: u32 = text.parse().ok().filter(|_| digits)?;
    NaiveTime::from_hms_opt(value / 100, value % 100, 0)
}
