//! Second factors over HTTP: a prescriber enrols and confirms their own; somebody else takes a lost one back.

use super::prove::{KeyAnswer, ShownFactor, counted, prove};
use super::totp::{Code, Secret};
use super::webauthn::Begun;
use super::{FactorKind, Refusal, SecondFactor, challenge, store};
use crate::credential;
use crate::prescription;
use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use model::{Name, PractitionerId, SecondFactorId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Sealing, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(enrol_second_factor)
        .service(confirm_second_factor)
        .service(begin_second_factor_challenge)
        .service(revoke_second_factor)
        .service(list_second_factors);
}

async fn prescriber(tx: &mut Tx, client: &str) -> Result<PractitionerId, Problem> {
    let known = credential::store::prescriber_of(tx, client).await?;
    known.ok_or_else(|| prescription::Refusal::NotBound.into())
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolSecondFactor {
    pub kind: FactorKind,
    /// What its holder calls it.
    #[schema(value_type = String)]
    pub name: Name,
    /// Needed when the prescriber has an active one already: whoever holds only the client's secret gets no further.
    pub second_factor: Option<ShownFactor>,
}

#[utoipa::path(request_body = EnrolSecondFactor,
    responses((status = 201, description = "Pending until it is confirmed. `otpauth_url`, for the device to read, is shown this once.", body = Enrolled)))]
#[post("/v1/second-factors")]
/// Enrols a second factor of the prescriber whose own the client is.
pub async fn enrol_second_factor(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<EnrolSecondFactor>,
) -> Result<Reply, Problem> {
    let (id, now, client, sealing) =
        (mint::<SecondFactorId>(), platform::now(), caller.client.clone(), db.sealing()?);
    let (seed, wish) = (platform::draw_seed(), body.value);
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let of = prescriber(tx, &client).await?;
        if store::has_active(tx, of).await? {
            let shown = wish.second_factor.as_ref().ok_or(Refusal::Needed)?;
            prove(tx, &sealing, of, shown, now).await?;
        }
        let factor = SecondFactor::enrol(id, of, wish.kind, wish.name.clone());
        let place = format!("/v1/prescribers/{of}/second-factors");
        match wish.kind {
            FactorKind::Totp => {
                let secret = Secret::from_seed(seed);
                store::insert(tx, &factor, (secret.bytes(), &sealing)).await?;
                let reply = Reply::created(place, &Enrolled { factor, options: None })?.version(1);
                Ok(reply.shown_once("otpauth_url", secret.otpauth_url(&client)?))
            }
            FactorKind::Webauthn => {
                let Begun { options, kept } = begin(tx, &sealing, &factor).await?;
                store::insert(tx, &factor, (&kept, &sealing)).await?;
                Ok(Reply::created(place, &Enrolled { factor, options: Some(options) })?.version(1))
            }
        }
    })
    .await;
    counted(&db, &caller, answer).await
}

async fn begin(tx: &mut Tx, sealing: &Sealing, factor: &SecondFactor) -> Result<Begun, Problem> {
    let (relying_party, of) = (challenge::relying_party(tx).await?, factor.practitioner_id);
    let known: Vec<_> = store::passkeys(tx, sealing, of).await?.into_iter().map(|(_, key)| key).collect();
    Ok(relying_party.begin_registration(of, factor.name.as_str(), &known)?)
}

/// A factor that waits to be confirmed; for a device, `otpauth_url` is shown beside it this once.
#[derive(Serialize, ToSchema)]
pub struct Enrolled {
    #[serde(flatten)]
    pub factor: SecondFactor,
    /// For the browser's `navigator.credentials.create`: a PublicKeyCredentialCreationOptionsJSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<serde_json::Value>,
}

/// The code of a device, or what the browser made of the options.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    pub code: Option<Code>,
    pub credential: Option<KeyAnswer>,
}

#[utoipa::path(request_body = ConfirmSecondFactor, params(("id" = SecondFactorId, Path, description = "The factor.")),
    responses((status = 200, description = "Active from now on.", body = SecondFactor)))]
#[post("/v1/second-factors/{id}/confirm")]
/// Shows that a factor works, which makes it active.
pub async fn confirm_second_factor(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<SecondFactorId>,
    seen: IfMatch,
    body: Body<ConfirmSecondFactor>,
) -> Result<Reply, Problem> {
    let (now, client, sealing, wish) = (platform::now(), caller.client.clone(), db.sealing()?, body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let of = prescriber(tx, &client).await?;
        let found = store::find_for_change(tx, id.0).await?.filter(|factor| factor.practitioner_id == of);
        let factor = found.ok_or_else(|| Problem::missing("second factor"))?;
        seen.require(factor.version)?;
        let active = shown_to_work(tx, &sealing, factor, &wish, now).await?.confirm(now)?;
        store::update(tx, &active).await?;
        Ok(Reply::ok(&active)?.version(active.version))
    })
    .await
}

async fn shown_to_work(
    tx: &mut Tx,
    sealing: &Sealing,
    factor: SecondFactor,
    answer: &ConfirmSecondFactor,
    now: DateTime<Utc>,
) -> Result<SecondFactor, Problem> {
    match (factor.kind, &answer.code, &answer.credential) {
        (FactorKind::Totp, Some(code), None) => {
            let secret = store::secret(tx, sealing, factor.id).await?;
            Ok(factor.accept(&secret, code, now)?)
        }
        (FactorKind::Webauthn, None, Some(credential)) => {
            let (relying_party, id) = (challenge::relying_party(tx).await?, factor.id);
            // Before that nothing is kept but the beginning of the ceremony.
            let factor = factor.require_pending()?;
            let kept = store::begun(tx, sealing, id).await?;
            let passkey = relying_party.finish_registration(&kept, &credential.0)?.ok_or(Refusal::Wrong)?;
            store::keep_passkey(tx, sealing, id, &passkey).await?;
            Ok(factor)
        }
        _ => Err(Refusal::OtherKind.into()),
    }
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginSecondFactorChallenge {}

#[derive(Serialize, ToSchema)]
pub struct SecondFactorChallenge {
    /// Send it back as `challenge_id`.
    pub id: Uuid,
    /// For the browser's `navigator.credentials.get`: a PublicKeyCredentialRequestOptionsJSON.
    pub options: serde_json::Value,
}

#[utoipa::path(request_body = BeginSecondFactorChallenge,
    responses((status = 200, description = "To be answered once, within five minutes.", body = SecondFactorChallenge)))]
#[post("/v1/second-factor-challenges")]
/// Asks for a challenge that the prescriber's security key answers at the moment of signing.
pub async fn begin_second_factor_challenge(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<BeginSecondFactorChallenge>,
) -> Result<Reply, Problem> {
    let (id, now, client, sealing) = (mint::<Uuid>(), platform::now(), caller.client.clone(), db.sealing()?);
    once(&db, &caller, body.digest, async move |tx| {
        let of = prescriber(tx, &client).await?;
        let options = challenge::begin(tx, &sealing, of, id, now).await?;
        Ok(Reply::ok(&SecondFactorChallenge { id, options })?)
    })
    .await
}

/// Nothing needs to be said.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeSecondFactor {}

#[utoipa::path(request_body = RevokeSecondFactor, params(("id" = SecondFactorId, Path, description = "The factor.")),
    responses((status = 200, description = "Revoked; it is accepted no more.", body = SecondFactor)))]
#[post("/v1/second-factors/{id}/revoke")]
/// Takes a second factor back, at once: the device was lost, or its holder has left.
pub async fn revoke_second_factor(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<SecondFactorId>,
    seen: IfMatch,
    body: Body<RevokeSecondFactor>,
) -> Result<Reply, Problem> {
    let (now, by) = (platform::now(), caller.client.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let factor =
            store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("second factor"))?;
        seen.require(factor.version)?;
        let revoked = factor.revoke(by.clone(), now)?;
        store::update(tx, &revoked).await?;
        Ok(Reply::ok(&revoked)?.version(revoked.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSecondFactors {
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner."), ListSecondFactors),
    responses((status = 200, description = "A page of factors, oldest first, with those revoked.", body = Listing<SecondFactor>)))]
#[get("/v1/prescribers/{id}/second-factors")]
/// Lists a prescriber's second factors, without their secrets.
pub async fn list_second_factors(
    caller: Caller,
    db: web::Data<Db>,
    of: Id<PractitionerId>,
    query: Query<ListSecondFactors>,
) -> Result<Reply, Problem> {
    let ListSecondFactors { cursor, limit } = query.0;
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, of.0, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |factor| factor.id.0))?)
}
