//! Taking in an 835, from a person or from the mailbox: posted once, claim by claim, in one transaction.

use super::{
    Adjustments, Advice, ClaimDecision, ClaimResult, ClaimResults, Outcome, Payments, Remittance, posting,
    read, store,
};
use crate::claim::{self, Claim, State};
use crate::ledger::{self, Posting};
use chrono::{DateTime, Utc};
use diesel::result::QueryResult;
use model::RemittanceId;
use platform::{Problem, Tx, mint};

/// The remittance, and whether it was this call that posted it.
pub struct Posted {
    pub remittance: Remittance,
    pub now: bool,
}

/// The same payment again posts nothing and answers what was posted first.
pub async fn receive(tx: &mut Tx, text: &str, now: DateTime<Utc>) -> Result<Posted, Problem> {
    let advices = read(text)?;
    let mut known = None;
    let mut new = Vec::new();
    for advice in advices {
        store::lock(tx, &advice.key).await?;
        match store::of_key(tx, &advice.key).await? {
            Some(remittance) => known = Some(remittance),
            None => new.push(advice),
        }
    }
    match known {
        Some(remittance) if new.is_empty() => Ok(Posted { remittance, now: false }),
        _ => Ok(Posted { remittance: post(tx, new, text, now).await?, now: true }),
    }
}

async fn post(
    tx: &mut Tx,
    advices: Vec<Advice>,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Remittance, Problem> {
    let id = mint::<RemittanceId>();
    let (mut payments, mut claims, mut adjustments, mut postings, mut keys) =
        (vec![], vec![], vec![], vec![], vec![]);
    for advice in advices {
        let Advice { key, payment, claims: decisions, adjustments: beside } = advice;
        for (n, decision) in decisions.into_iter().enumerate() {
            let source = format!("835/{key}/{n}");
            claims.push(settle(tx, id, decision, &source, &mut postings, now).await?);
        }
        for (n, adjustment) in beside.iter().enumerate() {
            postings.extend(posting::of_adjustment(adjustment, &format!("835/{key}/plb/{n}"), mint));
        }
        payments.push(payment);
        adjustments.extend(beside);
        keys.push(key);
    }
    let (payments, claims, adjustments) =
        (Payments(payments), ClaimResults(claims), Adjustments(adjustments));
    let remittance = Remittance { id, posted_at: now, payments, claims, adjustments };
    store::insert(tx, &remittance, &keys, text).await?;
    ledger::store::post(tx, &postings, now).await?;
    ledger::store::announce_accounts(tx, &postings).await?;
    Ok(remittance)
}

/// Posts one claim of the file and moves our claim; what is not ours waits as unapplied cash.
async fn settle(
    tx: &mut Tx,
    remittance: RemittanceId,
    of: ClaimDecision,
    source: &str,
    postings: &mut Vec<Posting>,
    now: DateTime<Utc>,
) -> Result<ClaimResult, Problem> {
    let found = find(tx, &of).await?.filter(|claim| !of.reversal || was_decided(claim));
    let Some(claim) = found else {
        postings.extend(posting::of_unmatched(&of, source, mint));
        return Ok(result(of, Outcome::Unmatched, None));
    };
    let owner = (claim.patient_id, claim.id);
    postings.extend(posting::of_claim(&of, source, owner, mint));
    let settled = claim.adjudicate(of.decision.clone(), remittance, now);
    claim::store::update(tx, &settled).await?;
    claim::signing::kept(tx, &settled, told(&of, &settled), now).await?;
    let outcome = match (of.reversal, &settled.state) {
        (true, _) => Outcome::Reversed,
        (_, State::Denied { .. }) => Outcome::Denied,
        _ => Outcome::Posted,
    };
    Ok(result(of, outcome, Some(&settled)))
}

/// By CLP01, our CLM01; else by CLP07, the payer's own number.
async fn find(tx: &mut Tx, of: &ClaimDecision) -> QueryResult<Option<Claim>> {
    let ours = claim::store::of_number(tx, &of.number).await?;
    let id = match (ours, &of.decision.payer_control_number) {
        (Some(id), _) => Some(id),
        (None, Some(number)) => claim::store::of_payer_control_number(tx, number).await?,
        (None, None) => None,
    };
    match id {
        Some(id) => claim::store::find_for_update(tx, id).await,
        None => Ok(None),
    }
}

/// A reversal takes back what was decided before; without that a person must look.
fn was_decided(claim: &Claim) -> bool {
    matches!(claim.state, State::Paid { .. } | State::PartiallyPaid { .. } | State::Denied { .. })
}

fn told(of: &ClaimDecision, claim: &Claim) -> &'static str {
    match (of.reversal, &claim.state) {
        (true, _) => "The payer took an earlier decision back (835 reversal).",
        (_, State::Denied { .. }) => "The payer denied it (835).",
        (_, State::Paid { .. }) => "The payer settled it (835).",
        _ => "The payer decided a part of it (835).",
    }
}

fn result(of: ClaimDecision, outcome: Outcome, claim: Option<&Claim>) -> ClaimResult {
    ClaimResult {
        claim_number: of.number,
        claim_id: claim.map(|claim| claim.id),
        outcome,
        charge: of.charge,
        paid: of.decision.paid,
        contractual: of.contractual,
        patient_responsibility: of.decision.patient_responsibility,
        other: of.other,
        denied: of.decision.denied,
        reasons: of.reasons,
    }
}
