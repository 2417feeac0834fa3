//! Loop 2430: what another payer decided on a line.

use crate::text::Text;
use chrono::NaiveDate;

use super::adjustment::Adjustment;
use super::element::{required, required_text, text, write_amount, write_day};
use super::procedure::Procedure;
use crate::amount::{Amount, Quantity};
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// SVD with its CAS, DTP*573 and AMT*EAF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAdjudication {
    /// SVD01: NM109 of that payer's loop 2330B.
    pub payer_id: Text,
    /// SVD02: what that payer paid for the line, zero where nothing.
    pub paid: Amount,
    /// SVD03: what the payer paid for; a line of an institutional claim may have a revenue code only.
    pub procedure: Option<Procedure>,
    /// SVD04; only in institutional claims.
    pub revenue_code: Option<Text>,
    /// SVD05: units paid.
    pub quantity: Quantity,
    /// SVD06: LX01 of the line this one was bundled into.
    pub bundled_into: Option<u16>,
    /// CAS of the line, copied from that payer's 835: with `paid` they add up to the charge.
    pub adjustments: Vec<Adjustment>,
    /// DTP*573: the day that payer decided.
    pub adjudicated: Option<NaiveDate>,
    /// AMT*EAF: what the patient still owes for the line after that payer.
    pub remaining_patient_liability: Option<Amount>,
}

impl LineAdjudication {
    pub(crate) fn read(cursor: &mut Cursor<'_, '_>) -> Result<Self, X12Error> {
        let mut adjudication = Self::begin(&cursor.expect("SVD", "2430")?)?;
        while let Some(segment) = cursor.peek() {
            match (segment.id(), segment.element(1)) {
                ("CAS", _) => Adjustment::read(&segment, "2430", &mut adjudication.adjustments)?,
                ("DTP", "573") => adjudication.adjudicated = segment.date(3)?,
                ("AMT", "EAF") => adjudication.remaining_patient_liability = segment.value(2)?,
                _ => break,
            }
            cursor.advance();
        }
        Ok(adjudication)
    }

    fn begin(svd: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            payer_id: required_text(svd, 1, "2430")?,
            paid: required(svd, 2, "2430")?,
            procedure: Procedure::read(svd, 3),
            revenue_code: text(svd, 4),
            quantity: required(svd, 5, "2430")?,
            bundled_into: svd.value(6)?,
            adjustments: Vec::new(),
            adjudicated: None,
            remaining_patient_liability: None,
        })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let bundled = self.bundled_into.map(u32::from);
        let Self { payer_id, paid, procedure, revenue_code, quantity, .. } = self;
        writer.put("SVD", &[payer_id, paid, procedure, revenue_code, quantity, &bundled]);
        Adjustment::write(writer, &self.adjustments);
        if let Some(day) = self.adjudicated {
            write_day(writer, "573", day);
        }
        write_amount(writer, "EAF", self.remaining_patient_liability);
    }
}
