//! CAS and MOA: why a payer paid another amount than was charged.

use super::element::{or_empty, required, text};
use crate::amount::{Amount, Quantity};
use crate::codes::codes;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::TransactionWriter;

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
    pub group: AdjustmentGroup,
    /// CARC.
    pub reason: String,
    pub amount: Amount,
    pub quantity: Option<Quantity>,
}

/// MOA.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutpatientAdjudication {
    /// MOA01, a share of one.
    pub reimbursement_rate: Option<String>,
    /// MOA02.
    pub hcpcs_payable: Option<Amount>,
    /// MOA03 to MOA07, RARC.
    pub remarks: Vec<String>,
    /// MOA08.
    pub esrd_paid: Option<Amount>,
    /// MOA09.
    pub professional_component: Option<Amount>,
}

impl Adjustment {
    pub fn new(group: AdjustmentGroup, reason: impl Into<String>, amount: Amount) -> Self {
        Self { group, reason: reason.into(), amount, quantity: None }
    }

    /// The up to six reasons of one CAS.
    pub(crate) fn read(cas: &Segment<'_>, loop_id: &'static str) -> Result<Vec<Self>, X12Error> {
        let used = (2..=17u8).step_by(3).filter(|&n| cas.optional(usize::from(n)).is_some());
        used.map(|n| {
            Ok(Self {
                group: AdjustmentGroup::from_code(cas.element(1)),
                reason: cas.element(usize::from(n)).to_owned(),
                amount: required(cas, n + 1, loop_id)?,
                quantity: cas.value(n + 2)?,
            })
        })
        .collect()
    }

    /// Consecutive reasons of one group share a CAS, six at most.
    pub(crate) fn write(writer: &mut TransactionWriter, adjustments: &[Self]) {
        let groups = adjustments.chunk_by(|one, next| one.group == next.group);
        for chunk in groups.flat_map(|group| group.chunks(6)) {
            let mut elements: Vec<String> =
                chunk.iter().take(1).map(|one| one.group.code().to_owned()).collect();
            for one in chunk {
                elements.extend([
                    one.reason.clone(),
                    one.amount.to_string(),
                    or_empty(one.quantity.as_ref()),
                ]);
            }
            let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
            writer.segment("CAS", &elements);
        }
    }

    pub(crate) fn total(adjustments: &[Self]) -> Amount {
        adjustments.iter().map(|adjustment| adjustment.amount).sum()
    }
}

impl OutpatientAdjudication {
    pub(crate) fn read(moa: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            reimbursement_rate: text(moa, 1),
            hcpcs_payable: moa.value(2)?,
            remarks: (3..=7).filter_map(|n| text(moa, n)).collect(),
            esrd_paid: moa.value(8)?,
            professional_component: moa.value(9)?,
        })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let remark = |n: usize| self.remarks.get(n).map_or("", String::as_str);
        writer.segment(
            "MOA",
            &[
                self.reimbursement_rate.as_deref().unwrap_or(""),
                &or_empty(self.hcpcs_payable.as_ref()),
                remark(0),
                remark(1),
                remark(2),
                remark(3),
                remark(4),
                &or_empty(self.esrd_paid.as_ref()),
                &or_empty(self.professional_component.as_ref()),
            ],
        );
    }
}
