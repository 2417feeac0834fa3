//! PLB: money that moves between payer and provider beside the claims.

use crate::text::Text;
use chrono::NaiveDate;

use super::code_lists::ProviderAdjustmentReason;
use super::supplement::Position;
use crate::amount::Amount;
use crate::claim::element::{component, required};
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::{Composite, Element, Sheet, TransactionWriter};

/// One reason out of a PLB. A positive amount takes money away, a negative one adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// PLB01: NPI.
    pub provider_id: Text,
    /// PLB02: last day of the provider's fiscal year.
    pub fiscal_year_end: Option<NaiveDate>,
    /// PLB03-1, and the first component of PLB05 to PLB13: why money moves.
    pub reason: ProviderAdjustmentReason,
    /// PLB03-2 and its repeats, such as the claim number of a recovery.
    pub reference: Option<Text>,
    /// PLB04 and its repeats. Positive takes money away, negative adds.
    pub amount: Amount,
    /// Where PLB stood.
    pub position: Position,
}

impl ProviderAdjustment {
    /// The up to six reasons of one PLB.
    pub(super) fn read(plb: &Segment<'_>) -> Result<Vec<Self>, X12Error> {
        let fiscal_year_end = plb.date(2)?;
        let used = (3..=13u8).step_by(2).filter(|&n| plb.optional(usize::from(n)).is_some());
        used.map(|n| {
            Ok(Self {
                provider_id: plb.element(1).into(),
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
    pub fn write(writer: &mut TransactionWriter, adjustments: &[Self]) {
        let same_owner = |one: &Self, next: &Self| {
            one.provider_id == next.provider_id && one.fiscal_year_end == next.fiscal_year_end
        };
        for chunk in adjustments.chunk_by(same_owner).flat_map(|same| same.chunks(6)) {
            let mut elements: Vec<&dyn Element> = Vec::with_capacity(14);
            for one in chunk {
                if elements.is_empty() {
                    elements.extend([&one.provider_id as &dyn Element, &one.fiscal_year_end]);
                }
                elements.extend([one as &dyn Element, &one.amount]);
            }
            writer.put("PLB", &elements);
        }
    }
}

impl Element for ProviderAdjustment {
    /// PLB03: reason and reference.
    fn put(&self, sheet: &mut Sheet) {
        Composite(&[&self.reason, &self.reference]).put(sheet);
    }
}
