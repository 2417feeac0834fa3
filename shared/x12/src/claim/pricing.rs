//! HCP: what a repricer allows.

use super::code_lists::Unit;
use super::element::text;
use crate::amount::{Amount, Quantity};
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// HCP of a claim or a line; only repricing organizations send it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pricing {
    /// HCP01, such as `00` (nothing allowed) or `10` (other).
    pub method: Text,
    /// HCP02: what the repricer allows.
    pub allowed: Option<Amount>,
    /// HCP03: what that saves.
    pub saved: Option<Amount>,
    /// HCP04: identifier of the repricer.
    pub organization: Option<Text>,
    /// HCP05: per diem or flat rate, as written.
    pub rate: Option<Text>,
    /// HCP06: the DRG of an institutional claim, the ambulatory patient group of others.
    pub group: Option<Text>,
    /// HCP07: what is paid for `group`.
    pub group_amount: Option<Amount>,
    /// HCP08: the approved revenue code.
    pub revenue_code: Option<Text>,
    /// HCP09 and HCP10: the list, such as `HC`, and the procedure.
    pub procedure: Option<(Text, Text)>,
    /// HCP11 and HCP12: the approved unit, and how many of it.
    pub quantity: Option<(Unit, Quantity)>,
    /// HCP13: why the repricer refused, such as `T1`.
    pub rejection: Option<Text>,
    /// HCP14: whether the policy was kept, `1` to `5`.
    pub compliance: Option<Text>,
    /// HCP15: which exception was made, `1` to `6`.
    pub exception: Option<Text>,
}

impl Pricing {
    pub(crate) fn read(hcp: &Segment<'_>) -> Result<Self, X12Error> {
        let quantity: Option<Quantity> = hcp.value(12)?;
        Ok(Self {
            method: hcp.element(1).into(),
            allowed: hcp.value(2)?,
            saved: hcp.value(3)?,
            organization: text(hcp, 4),
            rate: text(hcp, 5),
            group: text(hcp, 6),
            group_amount: hcp.value(7)?,
            revenue_code: text(hcp, 8),
            procedure: text(hcp, 10).map(|code| (hcp.element(9).into(), code)),
            quantity: quantity.map(|quantity| (Unit::from_code(hcp.element(11)), quantity)),
            rejection: text(hcp, 13),
            compliance: text(hcp, 14),
            exception: text(hcp, 15),
        })
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        let (list, code) = (self.procedure.as_ref().map(|(list, _)| list), self.procedure.as_ref());
        let code = code.map(|(_, code)| code);
        let (unit, quantity) = (self.quantity.as_ref().map(|(unit, _)| unit), self.quantity.as_ref());
        let quantity = quantity.map(|(_, quantity)| quantity);
        let Self { method, allowed, saved, organization, rate, group, group_amount, revenue_code, .. } = self;
        let Self { rejection, compliance, exception, .. } = self;
        writer.put(
            "HCP",
            &[
                method,
                allowed,
                saved,
                organization,
                rate,
                group,
                group_amount,
                revenue_code,
                &list,
                &code,
                &unit,
                &quantity,
                rejection,
                compliance,
                exception,
            ],
        );
    }
}
