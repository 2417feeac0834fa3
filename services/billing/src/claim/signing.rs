//! From a signed encounter to its claim: gathered, checked, charged, and committed as to be sent.

use super::bill::Plans;
use super::{Bill, Claim, State, store};
use crate::clearinghouse::SEND_CLAIM;
use crate::encounter::Encounter;
use crate::ledger::{self, Kind, Owner, Posting};
use crate::parties;
use chrono::{DateTime, Utc};
use model::ClaimId;
use platform::{Problem, Tx, mint, outbound};

/// In the transaction of the signature: exactly one claim, its charge on the ledger, and the wish to send it.
pub async fn claim_of(
    tx: &mut Tx,
    id: ClaimId,
    encounter: &Encounter,
    client: &str,
    now: DateTime<Utc>,
) -> Result<Claim, Problem> {
    let claim = Claim::of(id, encounter, bill(tx, encounter).await?);
    store::insert(tx, &claim).await?;
    let owner = Owner::Claim(claim.patient_id, claim.id);
    let charge = Posting::new(mint(), Kind::Charge, &format!("claim/{id}"), owner, claim.charge);
    let postings: Vec<_> = charge.into_iter().collect();
    ledger::store::post(tx, &postings, now).await?;
    kept(tx, &claim, &format!("The encounter was signed by {client}."), now).await?;
    ledger::store::announce_accounts(tx, &postings).await?;
    Ok(claim)
}

/// The bill as what is known today makes it.
pub async fn bill(tx: &mut Tx, encounter: &Encounter) -> Result<Bill, Problem> {
    let people =
        parties::known(tx, encounter.patient_id, encounter.practitioner_id, encounter.location_id).await?;
    let plans = Plans {
        coverages: parties::coverages(tx, encounter.patient_id).await?,
        authorizations: parties::authorizations(tx, encounter.patient_id).await?,
    };
    Ok(Bill::of(encounter, people, plans))
}

/// Writes the history, announces, and intends to send what is ready; the key is the claim's number.
pub async fn kept(tx: &mut Tx, claim: &Claim, what: &str, now: DateTime<Utc>) -> Result<(), Problem> {
    store::happened(tx, claim, what, now).await?;
    store::announce(tx, claim).await?;
    if claim.state == State::Ready {
        outbound::intend(tx, SEND_CLAIM, claim.id.0, claim.number.as_str()).await?;
    }
    Ok(())
}
