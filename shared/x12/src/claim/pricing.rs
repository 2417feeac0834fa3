//! HCP: what a repricer allows.

use super::code_lists::Unit;
use super::element::text;
use super::procedure::ProcedureCodeList;
use crate::amount::{Amount, Quantity};
use crate::codes::codes;
use crate::error::X12Error;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// HCP01.
    PricingMethod {
        /// Nothing is covered under the contract.
        Zero = "00",
        AsBilled = "01", FeeSchedule = "02", ContractualPercentage = "03", Bundled = "04", PeerReview = "05",
        PerDiem = "06", FlatRate = "07", Combination = "08", Maternity = "09", OtherMethod = "10",
        LowerOfCost = "11", RatioOfCost = "12", CostReimbursed = "13", Adjustment = "14",
    }
}

codes! {
    /// HCP13: why the repricer could not price it.
    PricingRejection {
        ProviderUnknown = "T1", PayerUnknown = "T2", InsuredUnknown = "T3", PayerMissing = "T4",
        CertificationMissing = "T5", NotEnoughSaid = "T6",
    }
}

codes! {
    /// HCP14: whether the rules of the plan were kept.
    PolicyCompliance {
        Followed = "1", NoCallMade = "2", NotNecessary = "3", NotFollowed = "4",
        /// An emergency, in a hospital outside of the network.
        EmergencyAdmission = "5",
    }
}

codes! {
    /// HCP15: why somebody outside of the network was paid as if inside.
    PricingException {
        /// A physician from outside, in a hospital of the network.
        ProviderInNetworkHospital = "1",
        Emergency = "2", NotInNetwork = "3", OutOfArea = "4", StateMandate = "5", OtherException = "6",
    }
}

/// HCP of a claim or a line; only repricing organizations send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pricing {
    /// HCP01.
    pub method: PricingMethod,
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
    /// HCP08: the approved revenue code; only in institutional claims.
    pub revenue_code: Option<Text>,
    /// HCP09 and HCP10: the list and the procedure.
    pub procedure: Option<(ProcedureCodeList, Text)>,
    /// HCP11 and HCP12: the approved unit, and how many of it.
    pub quantity: Option<(Unit, Quantity)>,
    /// HCP13.
    pub rejection: Option<PricingRejection>,
    /// HCP14.
    pub compliance: Option<PolicyCompliance>,
    /// HCP15.
    pub exception: Option<PricingException>,
}

impl Pricing {
    /// Priced in this way; nothing else said.
    #[must_use]
    pub fn new(method: PricingMethod) -> Self {
        Self {
            method,
            allowed: None,
            saved: None,
            organization: None,
            rate: None,
            group: None,
            group_amount: None,
            revenue_code: None,
            procedure: None,
            quantity: None,
            rejection: None,
            compliance: None,
            exception: None,
        }
    }

    /// # Errors
    /// An amount or a quantity is none.
    pub(crate) fn read(hcp: &Segment<'_>) -> Result<Self, X12Error> {
        let quantity: Option<Quantity> = hcp.value(12)?;
        Ok(Self {
            method: PricingMethod::from_code(hcp.element(1)),
            allowed: hcp.value(2)?,
            saved: hcp.value(3)?,
            organization: text(hcp, 4),
            rate: text(hcp, 5),
            group: text(hcp, 6),
            group_amount: hcp.value(7)?,
            revenue_code: text(hcp, 8),
            procedure: text(hcp, 10).map(|code| (ProcedureCodeList::from_code(hcp.element(9)), code)),
            quantity: quantity.map(|quantity| (Unit::from_code(hcp.element(11)), quantity)),
            rejection: PricingRejection::of(hcp, 13),
            compliance: PolicyCompliance::of(hcp, 14),
            exception: PricingException::of(hcp, 15),
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
