//! Claims over HTTP.

use super::{Claim, ClaimStatus, Happened, Refusal, signing, store};
use crate::encounter;
use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use model::{AppointmentId, ClaimId, EncounterId, PatientId};
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, idempotency};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list_claims)
        .service(get_claim)
        .service(get_claim_x12)
        .service(get_claim_history)
        .service(submit_claim);
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListClaims {
    patient_id: Option<PatientId>,
    encounter_id: Option<EncounterId>,
    appointment_id: Option<AppointmentId>,
    #[param(inline)]
    status: Option<ClaimStatus>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

#[utoipa::path(params(ListClaims), responses((status = 200, description = "A page of claims", body = Listing<Claim>)))]
#[get("/v1/claims")]
/// Lists claims, oldest first.
pub async fn list_claims(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListClaims>,
) -> Result<Reply, Problem> {
    let Query(ListClaims { patient_id, encounter_id, appointment_id, status, limit, cursor }) = query;
    let filter = store::Filter { patient_id, encounter_id, appointment_id, status };
    db.read(&caller.context(), async move |tx| {
        let rows = store::list(tx, filter, limit, cursor).await?;
        Ok(Reply::ok(&Listing::cut(rows, limit, |claim| claim.id.0))?)
    })
    .await
}

#[utoipa::path(
    params(("id" = ClaimId, Path, description = "The claim's id")),
    responses((status = 200, description = "The claim", body = Claim))
)]
#[get("/v1/claims/{id}")]
/// Shows a claim; a held one with `edits`, a rejected one with `rejections`.
pub async fn get_claim(caller: Caller, db: web::Data<Db>, id: Id<ClaimId>) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        let claim = store::find(tx, id.0).await?.ok_or_else(missing)?;
        Ok(Reply::ok(&claim)?.version(claim.version))
    })
    .await
}

/// The raw messages about a claim.
#[derive(Serialize, ToSchema)]
pub struct ClaimMessages {
    /// 837P interchanges, byte for byte as sent.
    pub sent: Vec<Message>,
    /// 999, TA1 and 277CA interchanges as received; they may speak of other claims too.
    pub received: Vec<Message>,
}

#[derive(Serialize, ToSchema)]
pub struct Message {
    pub at: DateTime<Utc>,
    pub content: String,
}

impl From<(DateTime<Utc>, String)> for Message {
    fn from((at, content): (DateTime<Utc>, String)) -> Self {
        Self { at, content }
    }
}

#[utoipa::path(
    params(("id" = ClaimId, Path, description = "The claim's id")),
    responses((status = 200, description = "What was sent and what was heard of it", body = ClaimMessages))
)]
#[get("/v1/claims/{id}/x12")]
/// Shows the raw X12 messages sent and received about a claim, oldest first.
pub async fn get_claim_x12(caller: Caller, db: web::Data<Db>, id: Id<ClaimId>) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        store::find(tx, id.0).await?.ok_or_else(missing)?;
        let sent = store::sent(tx, id.0).await?.into_iter().map(Message::from).collect();
        let received = store::heard(tx, id.0).await?.into_iter().map(Message::from).collect();
        Ok(Reply::ok(&ClaimMessages { sent, received })?)
    })
    .await
}

/// What happened, oldest first.
#[derive(Serialize, ToSchema)]
pub struct ClaimHistory {
    pub items: Vec<Happened>,
}

#[utoipa::path(
    params(("id" = ClaimId, Path, description = "The claim's id")),
    responses((status = 200, description = "The history", body = ClaimHistory))
)]
#[get("/v1/claims/{id}/history")]
/// Shows what happened to a claim, oldest first.
pub async fn get_claim_history(caller: Caller, db: web::Data<Db>, id: Id<ClaimId>) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        store::find(tx, id.0).await?.ok_or_else(missing)?;
        Ok(Reply::ok(&ClaimHistory { items: store::history(tx, id.0).await? })?)
    })
    .await
}

#[utoipa::path(
    params(("id" = ClaimId, Path, description = "The claim's id")),
    responses((status = 200, description = "Checked anew: ready and to be sent, or held with what is still to mend", body = Claim))
)]
#[post("/v1/claims/{id}/submit")]
/// Checks a held or rejected claim against what is known now; when nothing is left to mend it is sent.
pub async fn submit_claim(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ClaimId>,
    seen: IfMatch,
    body: Body<encounter::Nothing>,
) -> Result<Reply, Problem> {
    let (client, now) = (caller.client.clone(), platform::now());
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let kept = store::find_for_update(tx, id.0).await?.ok_or_else(missing)?;
        seen.require(kept.version)?;
        let signed = encounter::store::find(tx, kept.encounter_id).await?.ok_or_else(missing)?;
        let claim = kept.submit(signing::bill(tx, &signed).await?)?;
        store::update(tx, &claim).await?;
        signing::kept(tx, &claim, &format!("Submitted by {client}."), now).await?;
        Ok(Reply::ok(&claim)?.version(claim.version))
    })
    .await
}

fn missing() -> Problem {
    Problem::missing("claim")
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotOurs(_) => Problem::conflict("claim-not-open", refusal.to_string())
                .next_step("Look at its history; what a payer has decided is changed by a corrected claim."),
        }
    }
}
