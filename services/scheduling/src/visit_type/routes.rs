//! Visit types over HTTP.

use super::{CreateVisitType, UpdateVisitType, VisitType, store};
use crate::room::RoomKind;
use crate::{location, practitioner, room};
use actix_web::{get, patch, post, web};
use model::VisitTypeId;
use model::event::VisitTypeUpdated;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint, outbox};
use std::collections::HashSet;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

impl From<super::Refusal> for Problem {
    fn from(refusal: super::Refusal) -> Self {
        Problem::invalid(format!("/{}", refusal.field), refusal.must)
    }
}

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(update_visit_type)
        .service(create_visit_type)
        .service(list_visit_types)
        .service(get_visit_type);
}

#[utoipa::path(request_body = CreateVisitType, responses((status = 201, description = "Created.", body = VisitType)))]
#[post("/v1/visit-types")]
/// Adds a visit type: how long it takes and by which rules it is booked.
pub async fn create_visit_type(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateVisitType>,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<VisitTypeId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let visit_type = VisitType::create(id, said.clone())?;
        require_named(tx, &visit_type).await?;
        store::insert(tx, &visit_type).await?;
        outbox::put(tx, &VisitTypeUpdated(visit_type.snapshot())).await?;
        Ok(Reply::created(format!("/v1/visit-types/{id}"), &visit_type)?.version(visit_type.version))
    })
    .await
}

/// Whom, where and what it names must exist in this practice.
async fn require_named(tx: &mut Tx, visit: &VisitType) -> Result<(), Problem> {
    let known = [
        practitioner::store::known(tx, &visit.practitioner_ids).await?.into_iter().map(|id| id.0).collect(),
        location::store::known(tx, &visit.location_ids).await?.into_iter().map(|id| id.0).collect(),
        room::store::known(tx, RoomKind::Room, &visit.room_ids).await?.into_iter().map(|id| id.0).collect(),
        room::store::known(tx, RoomKind::Device, &visit.device_ids)
            .await?
            .into_iter()
            .map(|id| id.0)
            .collect(),
    ];
    let named = [
        ("practitioner_ids", visit.practitioner_ids.iter().map(|id| id.0).collect::<Vec<Uuid>>()),
        ("location_ids", visit.location_ids.iter().map(|id| id.0).collect()),
        ("room_ids", visit.room_ids.iter().map(|id| id.0).collect()),
        ("device_ids", visit.device_ids.iter().map(|id| id.0).collect()),
    ];
    for (known, (field, ids)) in known.iter().zip(named) {
        let known: &HashSet<Uuid> = known;
        if let Some(n) = ids.iter().position(|id| !known.contains(id)) {
            return Err(Problem::invalid(format!("/{field}/{n}"), "names nothing in this practice"));
        }
    }
    Ok(())
}

#[utoipa::path(params(("id" = VisitTypeId, Path, description = "The visit type.")),
    responses((status = 200, description = "The visit type.", body = VisitType)))]
#[get("/v1/visit-types/{id}")]
/// Reads a visit type.
pub async fn get_visit_type(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<VisitTypeId>,
) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let visit_type = found.ok_or_else(|| Problem::missing("visit type"))?;
    Ok(Reply::ok(&visit_type)?.version(visit_type.version))
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of visit types.", body = Listing<VisitType>)))]
#[get("/v1/visit-types")]
/// Lists the practice's visit types.
pub async fn list_visit_types(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Page>,
) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let items = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?))
        .await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |p| p.id.0))?)
}

#[utoipa::path(request_body = UpdateVisitType, params(("id" = VisitTypeId, Path, description = "The visit type.")),
    responses((status = 200, description = "The visit type as changed.", body = VisitType)))]
#[patch("/v1/visit-types/{id}")]
/// Changes by which rules a kind of visit is booked; what is booked already stays as it is.
pub async fn update_visit_type(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<VisitTypeId>,
    seen: IfMatch,
    body: Body<UpdateVisitType>,
) -> Result<Reply, Problem> {
    let said = body.value;
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("visit type"))?;
        seen.require(before.version)?;
        let visit_type = before.update(said.clone())?;
        require_named(tx, &visit_type).await?;
        store::update(tx, &visit_type).await?;
        outbox::put(tx, &VisitTypeUpdated(visit_type.snapshot())).await?;
        Ok(Reply::ok(&visit_type)?.version(visit_type.version))
    })
    .await
}
