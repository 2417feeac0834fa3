//! CAS: why a payer paid another amount than was charged.

use super::element::absent;
use crate::amount::{Amount, Quantity};
use crate::codes::codes;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::{Element, TransactionWriter};

codes! {
    /// CAS01: who bears the difference.
    AdjustmentGroup {
        /// Written off by contract; never billed to the patient.
        ContractualObligation = "CO",
        OtherAdjustment = "OA",
        PayerInitiated = "PI",
        /// Owed by the patient.
        PatientResponsibility = "PR",
        /// Withdrawn in 5010; old senders still use it.
        CorrectionReversal = "CR",
    }
}

/// One reason out of a CAS. A positive amount lowers the payment, a negative one raises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// CAS01: who bears the difference; one group for all reasons of a CAS.
    pub group: AdjustmentGroup,
    /// CAS02, and CAS05 to CAS17 for the reasons after the first: the CARC, such as `45`.
    pub reason: Text,
    /// CAS03 and its repeats. Positive lowers the payment, negative raises it.
    pub amount: Amount,
    /// CAS04 and its repeats: how many units were not paid; `None` where no count was changed.
    pub quantity: Option<Quantity>,
}

impl Adjustment {
    /// One reason without a quantity; `reason` is the CARC.
    pub fn new(group: AdjustmentGroup, reason: impl Into<Text>, amount: Amount) -> Self {
        Self { group, reason: reason.into(), amount, quantity: None }
    }

    /// Adds the up to six reasons of one CAS.
    pub(crate) fn read(
        cas: &Segment<'_>,
        loop_id: &'static str,
        adjustments: &mut Vec<Self>,
    ) -> Result<(), X12Error> {
        let mut walk = cas.walk();
        let group = AdjustmentGroup::from_code(walk.str());
        while !walk.is_at_end() && walk.number() < 19 {
            let reason = walk.optional_text();
            let amount = walk.value()?;
            let number = walk.number();
            let quantity = if walk.is_at_end() { None } else { walk.value()? };
            if let Some(reason) = reason {
                let amount = amount.ok_or_else(|| absent(cas, number, loop_id))?;
                adjustments.push(Self { group: group.clone(), reason, amount, quantity });
            }
        }
        Ok(())
    }

    /// Consecutive reasons of one group share a CAS, six at most.
    pub(crate) fn write(writer: &mut TransactionWriter, adjustments: &[Self]) {
        let groups = adjustments.chunk_by(|one, next| one.group == next.group);
        for chunk in groups.flat_map(|group| group.chunks(6)) {
            let mut elements: [&dyn Element; 19] = [&""; 19];
            for (n, one) in chunk.iter().enumerate() {
                elements[0] = &one.group;
                let triplet: [&dyn Element; 3] = [&one.reason, &one.amount, &one.quantity];
                elements[3 * n + 1..3 * n + 4].copy_from_slice(&triplet);
            }
            writer.put("CAS", &elements[..=3 * chunk.len()]);
        }
    }

    pub(crate) fn total(adjustments: &[Self]) -> Amount {
        adjustments.iter().map(|adjustment| adjustment.amount).sum()
    }
}
