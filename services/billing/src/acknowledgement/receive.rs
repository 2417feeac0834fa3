//! Taking in an acknowledgement, from a person, from the mailbox, or as the answer to a submission: one way for all.

use super::{Answer, Target, read, told};
use crate::claim::{self, Claim, ClaimStatus, Verdict};
use crate::schema::{acknowledgements, claim_acknowledgements};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use model::ClaimId;
use platform::{Problem, Tx, mint};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What an acknowledgement came to.
#[derive(Serialize, ToSchema)]
pub struct Receipt {
    pub claims: Vec<Acknowledged>,
    /// Answers about submissions this practice did not make.
    pub unmatched: usize,
}

/// A claim it speaks of, and where the claim stands now.
#[derive(Serialize, ToSchema)]
pub struct Acknowledged {
    pub claim_id: ClaimId,
    pub status: ClaimStatus,
    /// False when the claim had come as far before, or the answer is about an earlier submission.
    pub changed: bool,
}

/// Keeps the file, moves the claims it speaks of, and announces it. The same file again changes nothing.
pub async fn receive(tx: &mut Tx, text: &str, now: DateTime<Utc>) -> Result<Receipt, Problem> {
    let answers = read(text)?;
    let file = keep(tx, text, now).await?;
    let mut receipt = Receipt { claims: Vec::new(), unmatched: 0 };
    for Answer { target, verdict } in answers {
        let Some((claim, current)) = find(tx, &target).await? else {
            receipt.unmatched += 1;
            continue;
        };
        link(tx, claim.id, file).await?;
        let acknowledged = if current { apply(tx, claim, verdict, now).await? } else { unchanged(&claim) };
        receipt.claims.push(acknowledged);
    }
    Ok(receipt)
}

/// Moves a claim by one verdict, step by step: a report can be faster than the answer to the submission.
pub async fn apply(
    tx: &mut Tx,
    mut claim: Claim,
    verdict: Verdict,
    now: DateTime<Utc>,
) -> Result<Acknowledged, Problem> {
    let mut changed = false;
    for verdict in verdict.after_what_it_implies() {
        let Some(moved) = claim.clone().hear(verdict, now) else { continue };
        claim::store::update(tx, &moved).await?;
        claim::signing::kept(tx, &moved, told(&moved.state), now).await?;
        (claim, changed) = (moved, true);
    }
    Ok(Acknowledged { changed, ..unchanged(&claim) })
}

fn unchanged(claim: &Claim) -> Acknowledged {
    Acknowledged { claim_id: claim.id, status: claim.state.status(), changed: false }
}

/// The claim, locked, and whether its current submission is meant.
async fn find(tx: &mut Tx, target: &Target) -> QueryResult<Option<(Claim, bool)>> {
    let named = match target {
        Target::Control(control) => {
            claim::store::of_control(tx, *control).await?.map(|(id, number)| (id, number.to_string()))
        }
        Target::Number(number) => claim::store::of_number(tx, number).await?.map(|id| (id, number.clone())),
        Target::Unknown => None,
    };
    let Some((id, number)) = named else { return Ok(None) };
    let claim = claim::store::find_for_update(tx, id).await?;
    Ok(claim.map(|claim| {
        let current = claim.number.as_str() == number;
        (claim, current)
    }))
}

/// The same text is kept once.
async fn keep(tx: &mut Tx, content: &str, now: DateTime<Utc>) -> QueryResult<Uuid> {
    let row = (
        acknowledgements::id.eq(mint::<Uuid>()),
        acknowledgements::content.eq(content),
        acknowledgements::received_at.eq(now),
    );
    let kept = diesel::insert_into(acknowledgements::table).values(row).on_conflict_do_nothing();
    if let Some(id) = kept.returning(acknowledgements::id).get_result(tx).await.optional()? {
        return Ok(id);
    }
    let same = acknowledgements::digest.eq(diesel::dsl::sql::<diesel::sql_types::Text>("md5(")
        .bind::<diesel::sql_types::Text, _>(content)
        .sql(")"));
    acknowledgements::table.filter(same).select(acknowledgements::id).first(tx).await
}

async fn link(tx: &mut Tx, claim: ClaimId, file: Uuid) -> QueryResult<()> {
    let row =
        (claim_acknowledgements::claim_id.eq(claim), claim_acknowledgements::acknowledgement_id.eq(file));
    diesel::insert_into(claim_acknowledgements::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(tx)
        .await
        .map(|_| ())
}
