//! Challenges for security keys: each is answered once, and within five minutes.

use super::prove::ShownKey;
use super::webauthn::{Begun, Passkey, RelyingParty};
use super::{Refusal, store};
use crate::schema::second_factor_challenges as challenges;
use crate::signing_policy;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PractitionerId;
use platform::{Problem, Sealing, Tx};
use uuid::Uuid;

const MINUTES: i64 = 5;

fn place(id: Uuid) -> String {
    format!("second-factor-challenge/{id}")
}

/// The web application of the practice's policy.
pub async fn relying_party(tx: &mut Tx) -> Result<RelyingParty, Problem> {
    let policy = signing_policy::store::find(tx).await?;
    policy.web_application.ok_or_else(|| Refusal::NoRelyingParty.into())
}

/// Begins a ceremony with the prescriber's active keys; those that nobody answered are forgotten.
pub async fn begin(
    tx: &mut Tx,
    sealing: &Sealing,
    of: PractitionerId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<serde_json::Value, Problem> {
    let relying_party = relying_party(tx).await?;
    let known: Vec<Passkey> =
        store::passkeys(tx, sealing, of).await?.into_iter().map(|(_, passkey)| passkey).collect();
    if known.is_empty() {
        return Err(Refusal::NotEnrolled.into());
    }
    let Begun { options, kept } = relying_party.begin_authentication(&known)?;
    let stale =
        challenges::table.filter(challenges::practitioner_id.eq(of)).filter(challenges::expires_at.le(now));
    diesel::delete(stale).execute(tx).await?;
    diesel::insert_into(challenges::table)
        .values((
            challenges::id.eq(id),
            challenges::practitioner_id.eq(of),
            challenges::sealed_state.eq(sealing.seal(&place(id), &kept)?),
            challenges::expires_at.eq(now + TimeDelta::minutes(MINUTES)),
        ))
        .execute(tx)
        .await?;
    Ok(options)
}

/// Spends the challenge, and keeps the counter of the key that has answered it.
pub async fn answer(
    tx: &mut Tx,
    sealing: &Sealing,
    of: PractitionerId,
    shown: &ShownKey,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let relying_party = relying_party(tx).await?;
    let keys = store::passkeys(tx, sealing, of).await?;
    if keys.is_empty() {
        return Err(Refusal::NotEnrolled.into());
    }
    let open = challenges::table
        .filter(challenges::id.eq(shown.challenge_id))
        .filter(challenges::practitioner_id.eq(of))
        .filter(challenges::expires_at.gt(now));
    let spent = diesel::delete(open).returning(challenges::sealed_state);
    let sealed: Option<Vec<u8>> = spent.get_result(tx).await.optional()?;
    let kept = sealing.open(&place(shown.challenge_id), &sealed.ok_or(Refusal::Wrong)?)?;
    for (factor, passkey) in keys {
        factor.require_open(now)?;
        let answered = relying_party.finish_authentication(of, &kept, &passkey, &shown.credential.0)?;
        if let Some(after) = answered {
            store::keep_passkey(tx, sealing, factor.id, &after).await?;
            store::update(tx, &factor.answered()).await?;
            return Ok(());
        }
    }
    Err(Refusal::Wrong.into())
}
