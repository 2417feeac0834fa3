//! HSD, DTP and PWK: how much and how often, when, and what is sent beside.

use super::lists::{DateKind, QuantityKind};
use crate::amount::Quantity;
use crate::date::DatePeriod;
use crate::eligibility::TimePeriod;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

/// HSD: `HSD*VS*3*WK**34*2`, three visits each week for two months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// HSD01.
    pub kind: Option<QuantityKind>,
    /// HSD02.
    pub quantity: Option<Quantity>,
    /// HSD03: DA day, WK week, MO month.
    pub per: Text,
    /// HSD04: in every so many of HSD03.
    pub modulus: Option<Quantity>,
    /// HSD05.
    pub period: Option<TimePeriod>,
    /// HSD06: how many of HSD05.
    pub periods: Text,
    /// HSD07: calendar pattern.
    pub pattern: Text,
    /// HSD08: time of the day.
    pub time: Text,
}

/// DTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDate {
    /// DTP01.
    pub kind: DateKind,
    /// DTP02 and DTP03.
    pub period: DatePeriod,
}

/// PWK: papers or files beside the request, or wanted by the reviewer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// PWK01, such as `DG` diagnostic report, `M1` medical record.
    pub report_type: Text,
    /// PWK02: AA on request, BM by mail, EL electronically, EM by mail, FX by fax, VO by voice.
    pub transmission: Text,
    /// PWK06 after PWK05 = AC.
    pub control_number: Text,
    /// PWK07.
    pub description: Text,
}

impl Delivery {
    /// So many visits, days, hours or units.
    #[must_use]
    pub fn of(kind: QuantityKind, quantity: u32) -> Self {
        Self { kind: Some(kind), quantity: Some(Quantity::from_units(quantity)), ..Self::default() }
    }

    pub(super) fn read(hsd: &Segment<'_>) -> Result<Self, X12Error> {
        let text = |n| hsd.element(n).into();
        Ok(Self {
            kind: QuantityKind::of(hsd, 1),
            quantity: hsd.value(2)?,
            per: text(3),
            modulus: hsd.value(4)?,
            period: TimePeriod::of(hsd, 5),
            periods: text(6),
            pattern: text(7),
            time: text(8),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { kind, quantity, per, modulus, period, periods, pattern, time } = self;
        let elements: [&dyn Element; 8] = [kind, quantity, per, modulus, period, periods, pattern, time];
        writer.put("HSD", &elements);
    }
}

impl ReviewDate {
    /// One DTP.
    #[must_use]
    pub fn new(kind: DateKind, period: DatePeriod) -> Self {
        Self { kind, period }
    }

    /// `None` where no date can be made of it.
    pub(super) fn read(dtp: &Segment<'_>) -> Option<Self> {
        let period = dtp.period(2).ok()?;
        Some(Self { kind: DateKind::from_code(dtp.element(1)), period })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("DTP", &[&self.kind, &self.period.qualifier(), &self.period]);
    }
}

impl Attachment {
    pub(super) fn read(pwk: &Segment<'_>) -> Self {
        let text = |n| pwk.element(n).into();
        Self { report_type: text(1), transmission: text(2), control_number: text(6), description: text(7) }
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { report_type, transmission, control_number, description } = self;
        let qualifier = if control_number.is_empty() { "" } else { "AC" };
        writer.put("PWK", &[report_type, transmission, &"", &"", &qualifier, control_number, description]);
    }
}
