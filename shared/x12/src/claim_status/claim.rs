//! What identifies a claim in both directions: parties, patient, trace, references, dates.

use crate::text::Text;
use std::fmt;

use chrono::NaiveDate;

use crate::amount::{Amount, Quantity};
use crate::date::DatePeriod;
use crate::eligibility::Sex;
use crate::error::X12Error;
use crate::name::{Party, Reference};
use crate::procedure::ProcedureCode;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

/// 2000D and 2000E: a person, with DMG in a request only. `Debug` shows no health data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Insured {
    /// NM1*IL or NM1*QC.
    pub party: Party,
    /// DMG02.
    pub birth: Option<NaiveDate>,
    /// DMG03.
    pub sex: Option<Sex>,
}

impl fmt::Debug for Insured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insured").field("party", &self.party).finish_non_exhaustive()
    }
}

/// 2000A to 2000E above a claim, with what identifies it in 2200D or 2200E. One claim of a file may share the levels
/// with the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimKey {
    /// 2100A, NM1*PR.
    pub payer: Party,
    /// 2100B, NM1*41.
    pub receiver: Party,
    /// 2100C, NM1*1P; a second one may name the provider otherwise.
    pub providers: Vec<Party>,
    /// 2100D, NM1*IL.
    pub subscriber: Insured,
    /// 2100E, NM1*QC; only a patient without an own member id.
    pub dependent: Option<Insured>,
    /// TRN02: made by the asking side, repeated by the payer.
    pub trace: Text,
    /// REF: 1K payer's claim number, EJ patient account, BLT bill type, D9, LU, XZ.
    pub references: Vec<Reference>,
    /// DTP*472 of the claim.
    pub service: Option<DatePeriod>,
}

impl ClaimKey {
    /// The first REF with this qualifier.
    #[must_use]
    pub fn reference(&self, qualifier: &str) -> Option<&str> {
        let found = self.references.iter().find(|reference| reference.qualifier == qualifier);
        found.map(|reference| reference.value.as_str())
    }

    /// REF*1K: the payer's number of the claim.
    #[must_use]
    pub fn payer_claim_number(&self) -> Option<&str> {
        self.reference("1K")
    }
}

/// SVC with its REF*FJ and DTP*472.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceLine {
    /// SVC01.
    pub procedure: ProcedureCode,
    /// SVC02: what was charged for the line.
    pub charge: Amount,
    /// SVC03: what was paid; in a response only.
    pub paid: Option<Amount>,
    /// SVC04: four digits; empty where absent.
    pub revenue_code: Text,
    /// SVC07: units billed.
    pub units: Option<Quantity>,
    /// REF*FJ: the line's own id.
    pub line_id: Option<Text>,
    /// DTP*472 of the line.
    pub service: Option<DatePeriod>,
}

impl Insured {
    pub(super) fn write_birth(&self, writer: &mut TransactionWriter) {
        if self.birth.is_some() || self.sex.is_some() {
            writer.put("DMG", &[&self.birth.map(|_| "D8"), &self.birth, &self.sex]);
        }
    }
}

impl ServiceLine {
    pub(super) fn read(svc: &Segment<'_>) -> Result<Self, X12Error> {
        let procedure = ProcedureCode::read(svc, 1);
        Ok(Self {
            procedure: procedure.ok_or_else(|| svc.missing(1, "2210", "SVC01 names the procedure"))?,
            charge: svc.value(2)?.ok_or_else(|| svc.missing(2, "2210", "SVC02 is the charge of the line"))?,
            paid: svc.value(3)?,
            revenue_code: svc.element(4).into(),
            units: svc.value(7)?,
            ..Self::default()
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let Self { procedure, charge, paid, revenue_code, units, .. } = self;
        writer.put("SVC", &[procedure, charge, paid, revenue_code, &"", &"", units]);
    }

    pub(super) fn write_rest(&self, writer: &mut TransactionWriter) {
        if let Some(line_id) = &self.line_id {
            writer.put("REF", &[&"FJ", line_id]);
        }
        write_service(self.service, writer);
    }
}

pub(super) fn write_service(service: Option<DatePeriod>, writer: &mut TransactionWriter) {
    if let Some(period) = service {
        writer.put("DTP", &[&"472", &period.qualifier(), &period]);
    }
}
