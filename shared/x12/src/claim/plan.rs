//! SBR: through which plan somebody is covered.

use super::code_lists::{ClaimFiling, PayerResponsibility};
use super::element::{required_text, text};
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// SBR without SBR02.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// SBR01: which turn this payer has among the patient's payers.
    pub responsibility: PayerResponsibility,
    /// SBR03: number of the group or policy.
    pub group_number: Option<Text>,
    /// SBR04; not sent beside a group number.
    pub group_name: Option<Text>,
    /// SBR05: why Medicare is secondary, such as `12` (working aged).
    pub insurance_type: Option<Text>,
    /// SBR09: the kind of plan.
    pub claim_filing: Option<ClaimFiling>,
}

impl Plan {
    /// A plan known by its place and kind only: no group, no reason why Medicare is secondary.
    pub fn new(responsibility: PayerResponsibility, claim_filing: ClaimFiling) -> Self {
        let claim_filing = Some(claim_filing);
        Self { responsibility, group_number: None, group_name: None, insurance_type: None, claim_filing }
    }

    pub(super) fn read(sbr: &Segment<'_>, loop_id: &'static str) -> Result<Self, X12Error> {
        Ok(Self {
            responsibility: PayerResponsibility::from_code(&required_text(sbr, 1, loop_id)?),
            group_number: text(sbr, 3),
            group_name: text(sbr, 4),
            insurance_type: text(sbr, 5),
            claim_filing: sbr.optional(9).map(ClaimFiling::from_code),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter, relationship: &str) {
        let Self { responsibility, group_number, group_name, insurance_type, claim_filing } = self;
        let (number, name, kind) = (group_number, group_name, insurance_type);
        writer.put("SBR", &[responsibility, &relationship, number, name, kind, &"", &"", &"", claim_filing]);
    }
}
