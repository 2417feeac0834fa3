//! The sender of claims: makes the interchange, sends it with no transaction open, and commits the answer.

use super::{Connection, submission};
use crate::acknowledgement::{self, Receipt};
use crate::claim::{self, State, Verdict};
use chrono::Utc;
use model::{ClaimId, PracticeId};
use platform::outbound::{self, Intent};
use platform::{Db, Problem, Tx};
use std::rc::Rc;
use std::time::Duration;

/// The longest pause between two tries.
const LONGEST_PAUSE: u64 = 15;

/// One try. Whatever happens to the answer, the next try sends the same bytes.
pub async fn send(db: &Db, connection: &Rc<Connection>, intent: Intent) -> anyhow::Result<()> {
    let Some(interchange) = prepare(db, connection, &intent).await? else { return Ok(()) };
    let answered = match connection.deliver(&intent.key, &interchange).await {
        Ok(answer) => keep(db, &intent, answer).await,
        Err(error) => Err(error),
    };
    match answered {
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::warn!(claim_id = %intent.subject, attempt = intent.attempts, error = %format!("{error:#}"), "no usable answer from the clearinghouse");
            put_off(db, intent).await
        }
    }
}

/// None when the claim has nothing to send any more: the intent is settled.
async fn prepare(db: &Db, connection: &Rc<Connection>, intent: &Intent) -> anyhow::Result<Option<String>> {
    let context = intent.context();
    let (connection, intent, practice, now) =
        (connection.clone(), intent.clone(), context.practice, platform::now());
    db.transaction(&context, async move |tx| {
        let content = ready(tx, &connection, &intent, practice, now).await?;
        if content.is_none() {
            outbound::settle(tx, &intent).await?;
        }
        anyhow::Ok(content)
    })
    .await
}

async fn ready(
    tx: &mut Tx,
    connection: &Connection,
    intent: &Intent,
    practice: PracticeId,
    now: chrono::DateTime<Utc>,
) -> anyhow::Result<Option<String>> {
    let found = claim::store::find_for_update(tx, ClaimId(intent.subject)).await?;
    match found.filter(|claim| claim.number.as_str() == intent.key && claim.state == State::Ready) {
        Some(claim) => submission::of(tx, &claim, practice, connection, now).await.map(Some),
        None => Ok(None),
    }
}

/// The answer and the end of the intent, in one transaction.
async fn keep(db: &Db, intent: &Intent, answer: String) -> anyhow::Result<()> {
    let (context, intent, now) = (intent.context(), intent.clone(), platform::now());
    db.transaction(&context, async move |tx| {
        let id = ClaimId(intent.subject);
        let claim = claim::store::find_for_update(tx, id).await?.ok_or_else(|| Problem::missing("claim"))?;
        acknowledgement::apply(tx, claim, Verdict::Delivered, now).await?;
        let receipt = acknowledgement::receive(tx, &answer, now).await?;
        if !speaks_of(&receipt, id) {
            return Err(Problem::conflict("other-answer", "The answer is about another interchange."));
        }
        outbound::settle(tx, &intent).await?;
        Ok(())
    })
    .await
    .map_err(anyhow::Error::from)
}

fn speaks_of(receipt: &Receipt, claim: ClaimId) -> bool {
    receipt.claims.iter().any(|acknowledged| acknowledged.claim_id == claim)
}

/// Unknown is not failed: the same interchange is sent again, later and later.
async fn put_off(db: &Db, intent: Intent) -> anyhow::Result<()> {
    let (context, now) = (intent.context(), platform::now());
    let seconds = 1_u64 << intent.attempts.clamp(1, 5).unsigned_abs().saturating_sub(1);
    db.transaction(&context, async move |tx| {
        if let Some(claim) =
            claim::store::find(tx, ClaimId(intent.subject)).await?.filter(|_| intent.attempts == 1)
        {
            let what = "The clearinghouse did not answer; the same interchange is sent again until it does.";
            claim::store::happened(tx, &claim, what, now).await?;
        }
        outbound::put_off(tx, &intent, Duration::from_secs(seconds.min(LONGEST_PAUSE))).await?;
        anyhow::Ok(())
    })
    .await
}
