//! Locations over HTTP.

use super::{CreateLocation, Location, UpdateLocation, store};
use actix_web::{get, patch, post, web};
use model::LocationId;
use model::event::LocationUpdated;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint, outbox};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(update_location).service(create_location).service(list_locations).service(get_location);
}

#[utoipa::path(request_body = CreateLocation, responses((status = 201, description = "Created.", body = Location)))]
#[post("/v1/locations")]
/// Adds a location: where patients are seen, and the billing provider of claims made there.
pub async fn create_location(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateLocation>,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<LocationId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let location = Location::create(id, said.clone());
        store::insert(tx, &location).await?;
        outbox::put(tx, &LocationUpdated(location.snapshot())).await?;
        Ok(Reply::created(format!("/v1/locations/{id}"), &location)?.version(location.version))
    })
    .await
}

#[utoipa::path(params(("id" = LocationId, Path, description = "The location.")),
    responses((status = 200, description = "The location.", body = Location)))]
#[get("/v1/locations/{id}")]
/// Reads a location.
pub async fn get_location(caller: Caller, db: web::Data<Db>, id: Id<LocationId>) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let location = found.ok_or_else(|| Problem::missing("location"))?;
    Ok(Reply::ok(&location)?.version(location.version))
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of locations.", body = Listing<Location>)))]
#[get("/v1/locations")]
/// Lists the practice's locations.
pub async fn list_locations(caller: Caller, db: web::Data<Db>, query: Query<Page>) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let items = db
        .read(&caller.context(), async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?))
        .await?;
    Ok(Reply::ok(&Listing::cut(items, limit, |p| p.id.0))?)
}

#[utoipa::path(request_body = UpdateLocation, params(("id" = LocationId, Path, description = "The location.")),
    responses((status = 200, description = "The location as changed.", body = Location)))]
#[patch("/v1/locations/{id}")]
/// Changes a location; what is booked there stays as it is.
pub async fn update_location(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<LocationId>,
    seen: IfMatch,
    body: Body<UpdateLocation>,
) -> Result<Reply, Problem> {
    let said = body.value;
    once(&db, &caller, body.digest, async move |tx| {
        let before = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("location"))?;
        seen.require(before.version)?;
        let location = before.update(said.clone());
        store::update(tx, &location).await?;
        outbox::put(tx, &LocationUpdated(location.snapshot())).await?;
        Ok(Reply::ok(&location)?.version(location.version))
    })
    .await
}
