//! Reading an 835: each payment with its key and its claims, refused as a whole where a sum does not hold.

use super::{AdjustmentResult, PaymentResult, Reason};
use crate::claim::Decision;
use crate::x12_file::{Unreadable, place};
use model::Money;
use x12::Amount;
use x12::claim::{Adjustment, AdjustmentGroup};
use x12::reader::{Group, Interchange};
use x12::remittance::{ClaimPayment, Imbalance, Remittance, ServicePayment};

/// One payment and what it is for.
pub struct Advice {
    /// GS02, TRN03, TRN02, BPR02 and BPR16: the same five are the same payment.
    pub key: String,
    pub payment: PaymentResult,
    pub claims: Vec<ClaimDecision>,
    pub adjustments: Vec<AdjustmentResult>,
}

/// One claim of a payment.
pub struct ClaimDecision {
    /// CLP01.
    pub number: String,
    /// CLP02 = 22: takes an earlier payment back.
    pub reversal: bool,
    pub charge: Money,
    pub contractual: Money,
    pub other: Money,
    pub decision: Decision,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("the amounts do not add up")]
    Unbalanced(Vec<(String, String)>),
}

/// Every payment of a file, in order.
pub fn read(text: &str) -> Result<Vec<Advice>, Refusal> {
    let (mut advices, mut imbalances) = (Vec::new(), Vec::new());
    for interchange in Interchange::read(text).map_err(Unreadable::from)? {
        for group in &interchange.groups {
            for set in &group.transactions {
                if set.st01 != "835" {
                    let found = set.st01.chars().take(3).collect();
                    return Err(Unreadable::Unexpected { found, takes: "835" }.into());
                }
                let remittance = Remittance::read(set).map_err(Unreadable::from)?;
                imbalances.extend(remittance.check().iter().map(explain));
                advices.push(advice(group, &remittance));
            }
        }
    }
    if imbalances.is_empty() { Ok(advices) } else { Err(Refusal::Unbalanced(imbalances)) }
}

fn explain(imbalance: &Imbalance) -> (String, String) {
    let pointer = match imbalance {
        Imbalance::Service { segment, .. } => place(Some("2110"), "SVC", *segment, None),
        Imbalance::Claim { segment, .. } => place(Some("2100"), "CLP", *segment, None),
        Imbalance::Payment { segment, .. } => place(None, "BPR", *segment, None),
    };
    (pointer, imbalance.to_string())
}

fn advice(group: &Group<'_>, remittance: &Remittance) -> Advice {
    let (payment, trace) = (&remittance.payment, &remittance.trace);
    let date = payment.date.map(|date| date.to_string()).unwrap_or_default();
    let named = [group.sender().trim(), &trace.originator, &trace.number, &payment.amount.to_string(), &date];
    let adjustments = remittance.provider_adjustments.iter().map(|adjustment| AdjustmentResult {
        reason: adjustment.reason.code().to_owned(),
        reference: adjustment.reference.as_ref().map(String::from),
        amount: money(adjustment.amount),
    });
    Advice {
        key: named.join("|"),
        payment: PaymentResult {
            payer: String::from(&remittance.payer.name),
            trace_number: String::from(&trace.number),
            amount: money(payment.amount),
            date: payment.date,
        },
        claims: remittance.claims().map(decision).collect(),
        adjustments: adjustments.collect(),
    }
}

fn decision(claim: &ClaimPayment) -> ClaimDecision {
    let denied: Vec<&ServicePayment> = claim.services.iter().filter(|service| is_denied(service)).collect();
    let whole = is_denied_whole(claim);
    let posted: Vec<&Adjustment> = if whole { Vec::new() } else { posted(claim) };
    let of =
        |wanted: &[AdjustmentGroup]| sum(posted.iter().filter(|one| wanted.contains(&one.group)).copied());
    let contractual = of(&[AdjustmentGroup::ContractualObligation]);
    let patient_responsibility = of(&[AdjustmentGroup::PatientResponsibility]);
    let other = sum(posted.iter().copied()) - contractual - patient_responsibility;
    let denied =
        if whole { money(claim.charge) } else { denied.iter().map(|service| money(service.charge)).sum() };
    ClaimDecision {
        number: claim.patient_control_number.trim().to_ascii_uppercase(),
        reversal: claim.is_reversal(),
        charge: money(claim.charge),
        contractual,
        other,
        decision: Decision {
            paid: money(claim.paid),
            adjusted: contractual + other,
            patient_responsibility,
            denied,
            payer_control_number: claim.payer_control_number.as_ref().map(String::from),
        },
        reasons: claim.all_adjustments().map(reason).collect(),
    }
}

/// What is posted: the adjustments of the claim and of every line that was not denied.
fn posted(claim: &ClaimPayment) -> Vec<&Adjustment> {
    let lines = claim.services.iter().filter(|service| !is_denied(service));
    claim.adjustments.iter().chain(lines.flat_map(|service| &service.adjustments)).collect()
}

/// Charged, nothing paid, and nothing left to the patient.
fn is_denied(service: &ServicePayment) -> bool {
    service.paid.is_zero() && !service.charge.is_zero() && !leaves_to_patient(service.adjustments.iter())
}

fn is_denied_whole(claim: &ClaimPayment) -> bool {
    claim.paid.is_zero() && !claim.charge.is_zero() && !leaves_to_patient(claim.all_adjustments())
}

fn leaves_to_patient<'a>(mut adjustments: impl Iterator<Item = &'a Adjustment>) -> bool {
    adjustments.any(|one| one.group == AdjustmentGroup::PatientResponsibility && !one.amount.is_zero())
}

fn reason(adjustment: &Adjustment) -> Reason {
    let (group, code) = (adjustment.group.code().to_owned(), String::from(&adjustment.reason));
    Reason { group, code, amount: money(adjustment.amount) }
}

fn sum<'a>(adjustments: impl Iterator<Item = &'a Adjustment>) -> Money {
    adjustments.map(|one| money(one.amount)).sum()
}

fn money(amount: Amount) -> Money {
    Money::from_cents(amount.cents())
}
