//! MEA: what a test found.

use crate::amount::Quantity;
use crate::codes::codes;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

codes! {
    /// MEA01.
    ResultKind {
        /// What a treatment began with.
        Starting = "OG",
        TestResult = "TR",
    }
}

codes! {
    /// MEA02.
    Measure {
        Height = "HT", Hemoglobin = "R1", Hematocrit = "R2", EpoetinStartingDosage = "R3", Creatinine = "R4",
    }
}

/// MEA of a line (2400).
#[derive(Clone, PartialEq, Eq)]
pub struct TestResult {
    /// MEA01.
    pub kind: ResultKind,
    /// MEA02.
    pub measure: Measure,
    /// MEA03, in the unit that is usual for `measure`.
    pub value: Quantity,
}

impl std::fmt::Debug for TestResult {
    /// Shows that it is there: it is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestResult([phi])")
    }
}

impl TestResult {
    /// `None` where a part is missing, or the result is no number.
    pub(super) fn read(mea: &Segment<'_>) -> Option<Self> {
        let (kind, measure) = (ResultKind::of(mea, 1)?, Measure::of(mea, 2)?);
        Some(Self { kind, measure, value: mea.value(3).ok()?? })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("MEA", &[&self.kind, &self.measure, &self.value]);
    }
}
