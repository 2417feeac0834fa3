//! What payers decided, as billing announces it.

use super::{Decision, Outturn, store};
use crate::estimate;
use model::event::{ClaimDenied, ClaimPaid, ClaimSnapshot};
use platform::Tx;

pub async fn compare_paid(tx: &mut Tx, ClaimPaid(claim): ClaimPaid) -> anyhow::Result<()> {
    compare(tx, &claim, Decision::Paid).await
}

pub async fn compare_denied(tx: &mut Tx, ClaimDenied(claim): ClaimDenied) -> anyhow::Result<()> {
    compare(tx, &claim, Decision::Denied).await
}

async fn compare(tx: &mut Tx, claim: &ClaimSnapshot, decision: Decision) -> anyhow::Result<()> {
    let Some(appointment) = claim.appointment_id else { return Ok(()) };
    let (said, now) = (estimate::store::said_of(tx, appointment).await?, platform::now());
    // The last word before the visit is what the patient went by.
    let outturn = said.iter().find_map(|estimate| Outturn::of(estimate, claim, decision, now));
    match outturn {
        Some(outturn) => Ok(store::keep(tx, &outturn).await?),
        None => Ok(()),
    }
}
