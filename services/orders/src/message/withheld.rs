//! What is not sent: a prescription whose signature does not hold, or a message that says something else than was signed.

use crate::history::{self, Actor, Entry};
use crate::prescription::intact::Doubtful;
use crate::prescription::progress::Progress;
use crate::prescription::signature::Broken;
use crate::prescription::{self, Evidence, Prescription, announce};
use crate::signing_key::store::keyring;
use crate::task;
use chrono::{DateTime, Utc};
use platform::{Sealing, Tx, mint};

/// Why this message must not leave the house; nothing when it says what was signed, and the signature holds.
pub async fn why(
    tx: &mut Tx,
    sealing: &Sealing,
    prescription: &Prescription,
    xml: &str,
) -> anyhow::Result<Option<Broken>> {
    Ok(match prescription.verified(&keyring(tx, sealing).await?) {
        Ok(Some(record)) if record.is_said_by(&script::parse(xml)?) => None,
        Ok(Some(_)) => Some(Broken::Message),
        Ok(None) => Some(Broken::Unsealed),
        Err(why) => Some(why),
    })
}

/// It has failed before it was sent, and a person must look.
pub async fn withhold(
    tx: &mut Tx,
    before: Prescription,
    why: Broken,
    now: DateTime<Utc>,
) -> anyhow::Result<Prescription> {
    let reason = format!("not sent: {why}");
    let failed = Evidence::Progress(Progress::Failed { reason: reason.clone() });
    let (state, turn) = before.state.clone().learn(failed);
    let after = before.with_state(state);
    prescription::store::update(tx, &after).await?;
    let entry = Entry::new(mint(), &after, "withheld", &Actor::Courier, now).note(Some(reason));
    history::store::record(tx, &entry).await?;
    if let Some(turn) = turn {
        announce::turn(tx, &after, turn).await?;
    }
    let doubtful = Doubtful { prescription: after, why };
    task::store::open(tx, &doubtful.task(mint(), now)).await?;
    Ok(doubtful.prescription)
}
