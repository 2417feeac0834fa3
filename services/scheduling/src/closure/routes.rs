//! Closures over HTTP.

use super::{Closure, CreateClosure, Refusal, store};
use crate::appointment::routes::Nothing;
use crate::location;
use actix_web::{delete, get, post, web};
use model::{ClosureId, LocationId, Name, holiday};
use platform::db::on_constraint;
use platform::idempotency::once;
use platform::page::Page;
use platform::{Body, Caller, Db, Id, IfMatch, Listing, Problem, Query, Reply, Tx, mint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config
        .service(create_closure)
        .service(close_on_federal_holidays)
        .service(list_closures)
        .service(delete_closure);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid("/last_day", refusal.to_string())
    }
}

#[utoipa::path(request_body = CreateClosure, responses((status = 201, description = "Closed on these days.", body = Closure)))]
#[post("/v1/closures")]
/// Closes a location, or the whole practice, on some days; booked appointments stay as they are.
pub async fn create_closure(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateClosure>,
) -> Result<Reply, Problem> {
    let (id, said) = (mint::<ClosureId>(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        require_location(tx, said.location_id).await?;
        let closure = Closure::create(id, said.clone())?;
        let known = Problem::conflict("closed-already", "There is this closure on these days.")
            .next_step("List the closures.");
        on_constraint(store::insert(tx, &closure).await, "closures_once", known)?;
        Ok(Reply::created(format!("/v1/closures/{id}"), &closure)?.version(closure.version))
    })
    .await
}

async fn require_location(tx: &mut Tx, id: Option<LocationId>) -> Result<(), Problem> {
    let Some(id) = id else { return Ok(()) };
    let found = location::store::find(tx, id).await?;
    found.map(|_| ()).ok_or_else(|| Problem::invalid("/location_id", "names nothing in this practice"))
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseOnHolidays {
    /// 2020 to 2100.
    pub year: i32,
    /// Only there; everywhere, when absent.
    pub location_id: Option<LocationId>,
}

#[derive(Serialize, ToSchema)]
pub struct Closures {
    /// Those that are new.
    pub items: Vec<Closure>,
}

#[utoipa::path(request_body = CloseOnHolidays, responses((status = 200, description = "The closures that were not there yet.", body = Closures)))]
#[post("/v1/closures/federal-holidays")]
/// Closes on the public holidays of a year (5 U.S.C. 6103), on the days they are observed; asking again adds none twice.
pub async fn close_on_federal_holidays(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CloseOnHolidays>,
) -> Result<Reply, Problem> {
    let said = body.value;
    if !(2020..=2100).contains(&said.year) {
        return Err(Problem::invalid("/year", "must be 2020 to 2100"));
    }
    once(&db, &caller, body.digest, async move |tx| {
        require_location(tx, said.location_id).await?;
        let mut closures = Vec::new();
        for (name, day) in holiday::federal(said.year) {
            let name = Name::try_from(name.to_owned()).map_err(anyhow::Error::from)?;
            let closure =
                CreateClosure { name, location_id: said.location_id, first_day: day, last_day: None };
            closures.push(Closure::create(mint(), closure)?);
        }
        let items = store::insert_new(tx, &closures).await?;
        Ok(Reply::ok(&Closures { items })?)
    })
    .await
}

#[utoipa::path(params(Page), responses((status = 200, description = "A page of closures.", body = Listing<Closure>)))]
#[get("/v1/closures")]
/// Lists the practice's closures.
pub async fn list_closures(caller: Caller, db: web::Data<Db>, query: Query<Page>) -> Result<Reply, Problem> {
    let Page { cursor, limit } = query.0;
    let context = caller.context();
    let items = db.read(&context, async move |tx| Ok::<_, Problem>(store::list(tx, cursor, limit).await?));
    Ok(Reply::ok(&Listing::cut(items.await?, limit, |closure| closure.id.0))?)
}

#[utoipa::path(params(("id" = ClosureId, Path, description = "The closure.")),
    responses((status = 200, description = "It is no more; the answer is what it was.", body = Closure)))]
#[delete("/v1/closures/{id}")]
/// Takes a closure back: the rules hold again.
pub async fn delete_closure(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<ClosureId>,
    seen: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply, Problem> {
    once(&db, &caller, body.digest, async move |tx| {
        let closure = store::find_for_change(tx, id.0).await?.ok_or_else(|| Problem::missing("closure"))?;
        seen.require(closure.version)?;
        store::delete(tx, id.0).await?;
        Ok(Reply::ok(&closure)?)
    })
    .await
}
