//! DTP, PWK, K3 and NTE of a claim or a line.

use super::code_lists::{DateKind, NoteKind};
use super::element::text;
use crate::date::DatePeriod;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// DTP with the meaning of the date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDate {
    /// DTP01: what happened then.
    pub kind: DateKind,
    /// DTP02 and DTP03: a day (D8) or a range (RD8).
    pub period: DatePeriod,
}

/// PWK: paper or files sent beside the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// PWK01, such as `OZ` (support data) or `CT` (certification).
    pub report_type: Text,
    /// PWK02: AA (available on request), BM, EL, EM, FT, FX; of a certificate of medical necessity for equipment
    /// (PWK01 = CT) AB, AD, AF, AG or NS.
    pub transmission: Text,
    /// PWK06: required unless PWK02 is AA.
    pub control_number: Option<Text>,
}

/// NTE.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// NTE01.
    pub kind: NoteKind,
    /// NTE02: free text, 80 characters at most.
    pub text: Text,
}

/// K301: what a law asks for and no element has room for.
#[derive(Clone, PartialEq, Eq)]
pub struct FixedFormat(pub Text);

impl std::fmt::Debug for FixedFormat {
    /// Shows that it is there: the text may be health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FixedFormat([phi])")
    }
}

impl std::fmt::Debug for Note {
    /// Shows the kind only: the text is health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Note({})", self.kind.code())
    }
}

impl ClaimDate {
    pub(crate) fn read(dtp: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self { kind: DateKind::from_code(dtp.element(1)), period: dtp.period(2)? })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        write_period(writer, self.kind.code(), &self.period);
    }
}

impl Attachment {
    pub(crate) fn read(pwk: &Segment<'_>) -> Self {
        let [report_type, transmission] = [1, 2].map(|n| pwk.element(n).into());
        Self { report_type, transmission, control_number: text(pwk, 6) }
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let qualifier = self.control_number.as_ref().map(|_| "AC");
        let Self { report_type, transmission, control_number } = self;
        writer.put("PWK", &[report_type, transmission, &"", &"", &qualifier, control_number]);
    }
}

impl Note {
    pub(crate) fn read(nte: &Segment<'_>) -> Self {
        Self { kind: NoteKind::from_code(nte.element(1)), text: nte.element(2).into() }
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        writer.put("NTE", &[&self.kind, &self.text]);
    }
}

pub(crate) fn write_period(writer: &mut TransactionWriter, qualifier: &str, period: &DatePeriod) {
    writer.put("DTP", &[&qualifier, &period.qualifier(), period]);
}
