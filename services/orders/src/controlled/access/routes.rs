//! Rights over controlled substances over HTTP: entered, executed by a second person, revoked.

use super::{Access, Deed, Enter, Refusal, store};
use crate::controlled::audit::{self, AuditKind, Happening};
use crate::controlled::{Module, require};
use crate::credential;
use crate::prescription;
use crate::second_factor::prove::{ShownFactor, counted, prove};
use actix_web::{get, post, web};
use model::event::PractitionerSnapshot;
use model::{ControlledAccessId, Note, PractitionerId};
use platform::idempotency::once;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint, projection};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(enter_controlled_access)
        .service(execute_controlled_access)
        .service(revoke_controlled_access)
        .service(list_controlled_access);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let conflict = |code: &str, step: &str| Problem::conflict(code, refusal.to_string()).next_step(step);
        match refusal {
            Refusal::NoDeaNumber | Refusal::NoLicence => conflict(
                "registration-missing",
                "Add it to the practitioner with PATCH /v1/practitioners/{id}.",
            ),
            Refusal::OtherRegistrant => {
                conflict("dea-number-not-a-practitioners", "Enter the practitioner's own DEA number.")
            }
            Refusal::OtherInitial => conflict(
                "dea-number-of-another-name",
                "Look at the registration; if it was made under another name, say name_differs.",
            ),
            Refusal::Expired => conflict("registration-expired", "Enter it again when it has been renewed."),
            Refusal::Oneself => conflict("second-person-needed", "Let a DEA registrant execute it."),
            Refusal::NotARegistrant => {
                conflict("not-a-registrant", "Let a practitioner with a DEA number do it.")
            }
            Refusal::GrantedAlready => conflict("granted-already", "Revoke the one that counts first."),
            Refusal::NotEntered => {
                conflict("not-entered", "Enter it with POST /v1/controlled-substance-access.")
            }
            Refusal::Revoked => conflict("access-revoked", "Read the list again."),
        }
    }
}

async fn tell(tx: &mut Tx, kind: AuditKind, access: &Access, by: &str) -> Result<(), Problem> {
    let subject = format!("practitioner/{}", access.practitioner_id);
    let happening = Happening { kind, actor: by.to_owned(), subject, outcome: "done", note: None };
    Ok(audit::store::record(tx, &happening).await?)
}

#[utoipa::path(request_body = Enter,
    responses((status = 201, description = "Entered; it counts once a second person has executed it.", body = Access)))]
#[post("/v1/controlled-substance-access")]
/// Enters that a practitioner may sign controlled substances.
///
/// Whoever enters it has looked at the DEA registration and the state's authorization (21 CFR 1311.125(b)).
pub async fn enter_controlled_access(
    caller: Caller,
    db: web::Data<Db>,
    module: Module,
    body: Body<Enter>,
) -> Result<Reply, Problem> {
    require(&module)?;
    let (id, now, by, wish) =
        (mint::<ControlledAccessId>(), platform::now(), caller.client.clone(), body.value);
    projection::wait_for(&db, &caller.context(), "practitioner", wish.practitioner_id).await?;
    once(&db, &caller, body.digest, async move |tx| {
        let of: PractitionerSnapshot = projection::known(tx, "practitioner", wish.practitioner_id).await?;
        let access = Access::enter(id, &wish, &of, Deed { by: by.clone(), at: now })?;
        store::insert(tx, &access).await?;
        tell(tx, AuditKind::AccessEntered, &access, &by).await?;
        Ok(Reply::created("/v1/controlled-substance-access".to_owned(), &access)?.version(access.version))
    })
    .await
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecuteControlledAccess {
    pub second_factor: ShownFactor,
}

#[utoipa::path(request_body = ExecuteControlledAccess, params(("id" = ControlledAccessId, Path, description = "What was entered.")),
    responses((status = 200, description = "Granted; the practitioner may sign controlled substances.", body = Access)))]
#[post("/v1/controlled-substance-access/{id}/execute")]
/// Executes what somebody else has entered: a DEA registrant, with the second factor (21 CFR 1311.125(c)).
pub async fn execute_controlled_access(
    caller: Caller,
    db: web::Data<Db>,
    module: Module,
    id: Id<ControlledAccessId>,
    seen: IfMatch,
    body: Body<ExecuteControlledAccess>,
) -> Result<Reply, Problem> {
    require(&module)?;
    let (now, by, sealing, wish) = (platform::now(), caller.client.clone(), db.sealing()?, body.value);
    let answer = once(&db, &caller, body.digest, async move |tx| {
        let registrant = registrant(tx, &by).await?;
        prove(tx, &sealing, registrant.practitioner_id, &wish.second_factor, now).await?;
        let entered = existing(tx, id.0, seen).await?;
        let granted = entered.execute(&registrant, Deed { by: by.clone(), at: now })?;
        store::update(tx, &granted).await?;
        tell(tx, AuditKind::AccessGranted, &granted, &by).await?;
        Ok(Reply::ok(&granted)?.version(granted.version))
    })
    .await;
    counted(&db, &caller, answer).await
}

async fn registrant(tx: &mut Tx, client: &str) -> Result<PractitionerSnapshot, Problem> {
    let own = credential::store::prescriber_of(tx, client).await?;
    let own = own.ok_or(prescription::Refusal::NotBound)?;
    projection::known(tx, "practitioner", own).await
}

async fn existing(tx: &mut Tx, id: ControlledAccessId, seen: IfMatch) -> Result<Access, Problem> {
    let found = store::find_for_change(tx, id).await?.ok_or_else(|| Problem::missing("access"))?;
    seen.require(found.version)?;
    Ok(found)
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeControlledAccess {
    /// A token lost, a registration lapsed, somebody who left.
    #[schema(value_type = String)]
    pub reason: Note,
}

#[utoipa::path(request_body = RevokeControlledAccess, params(("id" = ControlledAccessId, Path, description = "The right.")),
    responses((status = 200, description = "Revoked; nothing controlled is signed with it any more.", body = Access)))]
#[post("/v1/controlled-substance-access/{id}/revoke")]
/// Revokes the right to sign controlled substances, at once.
pub async fn revoke_controlled_access(
    caller: Caller,
    db: web::Data<Db>,
    module: Module,
    id: Id<ControlledAccessId>,
    seen: IfMatch,
    body: Body<RevokeControlledAccess>,
) -> Result<Reply, Problem> {
    require(&module)?;
    let (now, by, wish) = (platform::now(), caller.client.clone(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let found = existing(tx, id.0, seen).await?;
        let revoked = found.revoke(&wish.reason, Deed { by: by.clone(), at: now })?;
        store::update(tx, &revoked).await?;
        tell(tx, AuditKind::AccessRevoked, &revoked, &by).await?;
        Ok(Reply::ok(&revoked)?.version(revoked.version))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListControlledAccess {
    practitioner_id: Option<PractitionerId>,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
}

#[utoipa::path(params(ListControlledAccess),
    responses((status = 200, description = "A page of rights, oldest first, with those revoked.", body = Listing<Access>)))]
#[get("/v1/controlled-substance-access")]
/// Lists who may sign controlled substances, who has entered and who has executed it.
pub async fn list_controlled_access(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListControlledAccess>,
) -> Result<Reply, Problem> {
    let ListControlledAccess { practitioner_id, cursor, limit } = query.0;
    let read =
        async move |tx: &mut Tx| Ok::<_, Problem>(store::list(tx, practitioner_id, cursor, limit).await?);
    let items = db.read(&caller.context(), read).await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |access| access.id.0))?)
}
