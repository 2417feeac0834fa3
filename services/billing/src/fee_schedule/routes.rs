//! Fee schedules over HTTP.

use super::{CreateFeeSchedule, FeeSchedule, Refusal, store};
use actix_web::{get, post, web};
use model::FeeScheduleId;
use model::event::FeeScheduleUpdated;
use platform::page::Limit;
use platform::{Body, Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, idempotency, mint, outbox};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(create_fee_schedule).service(list_fee_schedules).service(get_fee_schedule);
}

#[utoipa::path(request_body = CreateFeeSchedule, responses((status = 201, description = "Created", body = FeeSchedule)))]
#[post("/v1/fee-schedules")]
/// Creates a fee schedule: prices that hold from a date on and stand in for a charge an encounter's line leaves out.
pub async fn create_fee_schedule(
    caller: Caller,
    db: web::Data<Db>,
    body: Body<CreateFeeSchedule>,
) -> Result<Reply, Problem> {
    let id = mint::<FeeScheduleId>();
    idempotency::once(&db, &caller, body.digest, async move |tx| {
        let schedule = FeeSchedule::create(id, body.value.clone())?;
        store::insert(tx, &schedule).await?;
        outbox::put(tx, &FeeScheduleUpdated(schedule.snapshot())).await?;
        Ok(Reply::created(format!("/v1/fee-schedules/{id}"), &schedule)?.version(schedule.version))
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

#[utoipa::path(params(Paging), responses((status = 200, description = "A page of fee schedules", body = Listing<FeeSchedule>)))]
#[get("/v1/fee-schedules")]
/// Lists the fee schedules, oldest first.
pub async fn list_fee_schedules(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<Paging>,
) -> Result<Reply, Problem> {
    let Query(Paging { limit, cursor }) = query;
    db.read(&caller.context(), async move |tx| {
        let rows = store::list(tx, limit, cursor).await?;
        Ok(Reply::ok(&Listing::cut(rows, limit, |schedule| schedule.id.0))?)
    })
    .await
}

#[utoipa::path(
    params(("id" = FeeScheduleId, Path, description = "The fee schedule's id")),
    responses((status = 200, description = "The fee schedule", body = FeeSchedule))
)]
#[get("/v1/fee-schedules/{id}")]
/// Shows a fee schedule.
pub async fn get_fee_schedule(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<FeeScheduleId>,
) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        let schedule = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("fee schedule"))?;
        Ok(Reply::ok(&schedule)?.version(schedule.version))
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let pointer = match refusal {
            Refusal::Empty => "/items".to_owned(),
            Refusal::Negative { item } => format!("/items/{item}/charge"),
            Refusal::Twice { item } => format!("/items/{item}/procedure_code"),
        };
        Problem::invalid(pointer, refusal.to_string())
    }
}
