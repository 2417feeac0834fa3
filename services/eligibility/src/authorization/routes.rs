//! Authorizations over HTTP.

pub mod decide;
pub mod settings;
pub mod uses;

use super::ledger::settle_patient;
use super::{Authorization, RecordAuthorization, Refusal, UpdateAuthorization, store};
use crate::{coverage, visit};
use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use model::event::{AuthorizationRecorded, AuthorizationStatus};
use model::{AuthorizationId, CoverageId, PatientId};
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx};
use platform::{idempotency, mint, outbox};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(record_authorization)
        .service(list_authorizations)
        .service(get_authorization)
        .service(update_authorization)
        .service(decide::approve_authorization)
        .service(decide::deny_authorization)
        .service(decide::void_authorization)
        .service(uses::record_authorization_use)
        .service(uses::list_authorization_uses)
        .service(settings::get_authorization_settings)
        .service(settings::set_authorization_settings);
}

/// An authorization with what is left of it.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthorizationWithRemaining)]
pub struct Shown {
    #[serde(flatten)]
    authorization: Authorization,
    /// Granted and not used; null when the dates alone limit it.
    remaining: Option<i32>,
    /// What of that no booked visit will use; null when the dates alone limit it.
    unreserved: Option<i32>,
}

impl From<Authorization> for Shown {
    fn from(authorization: Authorization) -> Self {
        let remaining = authorization.remaining();
        let unreserved = remaining.map(|left| left - authorization.reserved);
        Self { authorization, remaining, unreserved }
    }
}

/// Records a payer's authorization or a referral, requested or approved.
///
/// Booked visits it fits reserve it, completed ones use it up: of each coverage and kind a visit uses the one that expires
/// first. Visits completed before it was recorded count, if they fall within its dates.
#[utoipa::path(request_body = RecordAuthorization, responses((status = 201, description = "Recorded", body = Shown)))]
#[post("/v1/authorizations")]
pub async fn record_authorization(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<RecordAuthorization>,
) -> Result<Reply, Problem> {
    let (id, now, asked) = (mint::<AuthorizationId>(), platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let coverage = coverage::store::find(tx, asked.coverage_id).await?.ok_or(Refusal::UnknownCoverage)?;
        if coverage.patient_id != asked.patient_id {
            return Err(Refusal::OtherPatient.into());
        }
        let defaults = store::settings::find(tx).await?;
        let authorization = Authorization::record(id, asked.clone(), &defaults)?;
        visit::store::lock_patient(tx, authorization.patient_id).await?;
        store::insert(tx, &authorization).await?;
        outbox::put(tx, &AuthorizationRecorded(authorization.snapshot(Vec::new(), Vec::new()))).await?;
        let standing = settled(tx, authorization, now).await?;
        let version = standing.version;
        Ok(Reply::created(format!("/v1/authorizations/{id}"), &Shown::from(standing))?.version(version))
    })
    .await
}

/// Settles the patient's authorizations with this one as it is wanted; answers it as it stands.
async fn settled(tx: &mut Tx, wanted: Authorization, now: DateTime<Utc>) -> Result<Authorization, Problem> {
    let (id, patient) = (wanted.id, wanted.patient_id);
    let all = store::number_free(settle_patient(tx, patient, Some(wanted), now).await)?;
    all.into_iter().find(|one| one.id == id).ok_or_else(|| Problem::missing("authorization"))
}

/// Takes the patient and the authorization, demands the version that was seen, changes it as told, and settles.
async fn change(
    tx: &mut Tx,
    id: AuthorizationId,
    seen: IfMatch,
    now: DateTime<Utc>,
    decide: impl FnOnce(Authorization) -> Result<Authorization, Refusal>,
) -> Result<Reply, Problem> {
    let missing = || Problem::missing("authorization");
    let known = store::find(tx, id).await?.ok_or_else(missing)?;
    visit::store::lock_patient(tx, known.patient_id).await?;
    let current = store::find(tx, id).await?.ok_or_else(missing)?;
    seen.require(current.version)?;
    let standing = settled(tx, decide(current)?, now).await?;
    let version = standing.version;
    Ok(Reply::ok(&Shown::from(standing))?.version(version))
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListAuthorizations {
    pub patient_id: Option<PatientId>,
    pub coverage_id: Option<CoverageId>,
    #[param(inline)]
    pub status: Option<AuthorizationStatus>,
    /// Only those whose last day comes before this one.
    pub expiring_before: Option<NaiveDate>,
    /// Also those whose last day is past.
    #[serde(default)]
    pub expired: bool,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    pub limit: Limit,
    #[param(value_type = Option<String>)]
    pub cursor: Option<Cursor>,
}

/// Lists authorizations, oldest first, with what is left of each; expired ones only when they are asked for.
#[utoipa::path(params(ListAuthorizations), responses((status = 200, description = "A page", body = Listing<Shown>)))]
#[get("/v1/authorizations")]
pub async fn list_authorizations(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListAuthorizations>,
) -> Result<Reply, Problem> {
    let (Query(asked), today) = (query, platform::now().date_naive());
    let read = async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, &asked, today).await?);
    let found = db.read(&caller.context(), read).await?;
    let shown = found.into_iter().map(Shown::from).collect();
    Ok(Reply::ok(&Listing::cut(shown, asked.limit, |one: &Shown| one.authorization.id.0))?)
}

/// Shows an authorization and what is left of it.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")),
    responses((status = 200, description = "The authorization", body = Shown)))]
#[get("/v1/authorizations/{id}")]
pub async fn get_authorization(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
) -> Result<Reply, Problem> {
    let Id(id) = id;
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id).await?)).await?;
    let authorization = found.ok_or_else(|| Problem::missing("authorization"))?;
    let version = authorization.version;
    Ok(Reply::ok(&Shown::from(authorization))?.version(version))
}

/// Changes a requested or approved authorization: what is left out stays, null takes away.
///
/// Visits are matched anew; what completed visits used stays used.
#[utoipa::path(params(("id" = AuthorizationId, Path, description = "The authorization")), request_body = UpdateAuthorization,
    responses((status = 200, description = "Changed", body = Shown)))]
#[patch("/v1/authorizations/{id}")]
pub async fn update_authorization(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<AuthorizationId>,
    seen: IfMatch,
    body: Body<UpdateAuthorization>,
) -> Result<Reply, Problem> {
    let (Id(id), now, asked) = (id, platform::now(), body.value);
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        change(tx, id, seen, now, |known| known.update(asked.clone())).await
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::UnknownCoverage => Problem::invalid("/coverage_id", detail).next_step(
                "Record the coverage with POST /v1/coverages, or look its id up with GET /v1/coverages.",
            ),
            Refusal::OtherPatient => Problem::invalid("/patient_id", detail),
            Refusal::EndsBeforeItBegins => Problem::invalid("/expires", detail),
            Refusal::NumberMissing | Refusal::NumberTooEarly => Problem::invalid("/number", detail),
            Refusal::GrantedBelowUsed => Problem::invalid("/granted", detail).next_step(
                "Give back what was counted wrongly with POST /v1/authorizations/{id}/uses first.",
            ),
            Refusal::NoUnits => Problem::invalid("/units", detail),
            Refusal::Overdrawn => Problem::conflict("authorization-overdrawn", detail)
                .next_step("Ask the payer for more units, then change what was granted."),
            Refusal::BelowZero => Problem::conflict("nothing-to-give-back", detail)
                .next_step("Read its history with GET /v1/authorizations/{id}/uses."),
            Refusal::WrongStatus(..) => Problem::conflict("wrong-status", detail)
                .next_step("Record another authorization with POST /v1/authorizations."),
            Refusal::NumberTaken => Problem::conflict("number-taken", detail).next_step(
                "Change the authorization that is there: GET /v1/authorizations?coverage_id= finds it.",
            ),
        }
    }
}
