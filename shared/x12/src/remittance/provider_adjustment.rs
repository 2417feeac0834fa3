//! PLB: money that moves between payer and provider beside the claims.

use chrono::NaiveDate;

use super::code_lists::ProviderAdjustmentReason;
use super::supplement::Position;
use crate::amount::Amount;
use crate::claim::element::{component, required};
use crate::date::d8;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::{TransactionWriter, composite};

/// One reason out of a PLB. A positive amount takes money away, a negative one adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// PLB01: NPI.
    pub provider_id: String,
    /// PLB02.
    pub fiscal_year_end: Option<NaiveDate>,
    pub reason: ProviderAdjustmentReason,
    /// PLB03-2, such as the claim number of a recovery.
    pub reference: Option<String>,
    pub amount: Amount,
    pub position: Position,
}

impl ProviderAdjustment {
    /// The up to six reasons of one PLB.
    pub(super) fn read(plb: &Segment<'_>) -> Result<Vec<Self>, X12Error> {
        let fiscal_year_end = plb.date(2)?;
        let used = (3..=13u8).step_by(2).filter(|&n| plb.optional(usize::from(n)).is_some());
        used.map(|n| {
            Ok(Self {
                provider_id: plb.element(1).to_owned(),
                fiscal_year_end,
                reason: ProviderAdjustmentReason::from_code(plb.component(usize::from(n), 1)),
                reference: component(plb, usize::from(n), 2),
                amount: required(plb, n + 1, "PLB")?,
                position: Position(plb.number()),
            })
        })
        .collect()
    }

    /// Consecutive reasons of one provider and year share a PLB, six at most.
    pub(super) fn write(writer: &mut TransactionWriter, adjustments: &[Self]) {
        let owner = |one: &Self| (one.provider_id.clone(), one.fiscal_year_end);
        for chunk in
            adjustments.chunk_by(|one, next| owner(one) == owner(next)).flat_map(|same| same.chunks(6))
        {
            let mut elements = Vec::new();
            for one in chunk {
                if elements.is_empty() {
                    elements
                        .extend([one.provider_id.clone(), one.fiscal_year_end.map(d8).unwrap_or_default()]);
                }
                let reference = one.reference.as_deref().unwrap_or("");
                elements.extend([composite(&[one.reason.code(), reference]), one.amount.to_string()]);
            }
            let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
            writer.segment("PLB", &elements);
        }
    }
}
