//! Practitioners over HTTP.

use super::{CreatePractitioner, Practitioner, UpdatePractitioner, store};
use actix_web::{get, patch, post, web};
use model::PractitionerId;
use model::event::PractitionerUpdated;
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, mint, outbox};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(update_practitioner)
        .service(create_practitioner)
        .service(list_practitioners)
        .service(get_practitioner);
}

#[utoipa::path(request_body = CreatePractitioner, responses((status = 201, description = "Created.", body = Practitioner)))]
#[post("/v1/practitioners")]
/// Adds a practitioner; an NPI that is known already answers 409 `npi-taken`.
pub async fn create_practitioner(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreatePractitioner>,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<PractitionerId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let practitioner = Practitioner::create(id, said.clone());
        let taken = Problem::conflict("npi-taken", "A practitioner with this NPI exists.")
            .next_step("List the practitioners.");
        on_constraint(store::insert(tx, &practitioner).await, "practitioners_npi_unique", taken)?;
        outbox::put(tx, &PractitionerUpdated(practitioner.snapshot())).await?;
        Ok(Reply::created(format!("/v1/practitioners/{id}"), &practitioner)?.version(practitioner.version))
    })
    .await
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 200, description = "The practitioner.", body = Practitioner)))]
#[get("/v1/practitioners/{id}")]
/// Reads a practitioner.
pub async fn get_practitioner(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let practitioner = found.ok_or_else(|| Problem::missing("practitioner"))?;
    Ok(Reply::ok(&practitioner)?.version(practitioner.version))
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of practitioners.", body = Listing<Practitioner>)))]
#[get("/v1/practitioners")]
/// Lists the practice's practitioners.
pub async fn list_practitioners(
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

#[utoipa::path(request_body = UpdatePractitioner, params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 200, description = "The practitioner as changed.", body = Practitioner)))]
#[patch("/v1/practitioners/{id}")]
/// Changes a practitioner.
pub async fn update_practitioner(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    seen: IfMatch,
    body: Body<UpdatePractitioner>,
) -> Result<Reply, Problem> {
    let said = body.value;
    once(&db, &caller, body.digest, async move |tx| {
        let before =
            store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        seen.require(before.version)?;
        let practitioner = before.update(said.clone());
        store::update(tx, &practitioner).await?;
        outbox::put(tx, &PractitionerUpdated(practitioner.snapshot())).await?;
        Ok(Reply::ok(&practitioner)?.version(practitioner.version))
    })
    .await
}
