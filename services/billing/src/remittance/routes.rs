//! Remittances over HTTP.

use super::{Posted, Refusal, Remittance, receive, store};
use actix_web::http::StatusCode;
use actix_web::{get, post, web};
use model::RemittanceId;
use platform::http::X12_LIMIT;
use platform::page::Limit;
use platform::{Caller, Cursor, Db, Id, Listing, Problem, Query, Reply, Text, idempotency};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(cfg: &mut ServiceConfig<'_>) {
    let large = web::PayloadConfig::new(X12_LIMIT);
    let below = scope::scope("/v1/remittances").app_data(large);
    cfg.service(below.service(post_remittance).service(list_remittances).service(get_remittance));
}

#[utoipa::path(
    request_body(content = String, content_type = "application/edi-x12", description = "An 835 file"),
    responses(
        (status = 201, description = "Posted", body = Remittance),
        (status = 200, description = "Posted before: what was posted then", body = Remittance)
    )
)]
#[post("")]
/// Posts a raw 835. The same payment again posts nothing. A file that was cut or does not balance names the segment, and nothing is stored.
pub async fn post_remittance(caller: Caller, db: web::Data<Db>, file: Text) -> Result<Reply, Problem> {
    let now = platform::now();
    idempotency::once(&db, &caller, file.digest, async move |tx| {
        let Posted { remittance, now: posted } = receive(tx, &file.value, now).await?;
        if posted {
            Ok(Reply::created(format!("/v1/remittances/{}", remittance.id), &remittance)?)
        } else {
            Ok(Reply::ok(&remittance)?)
        }
    })
    .await
}

#[derive(Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListRemittances {
    #[serde(default)]
    #[param(value_type = Option<u32>)]
    limit: Limit,
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

#[utoipa::path(params(ListRemittances), responses((status = 200, description = "A page of remittances", body = Listing<Remittance>)))]
#[get("")]
/// Lists remittances, oldest first.
pub async fn list_remittances(
    caller: Caller,
    db: web::Data<Db>,
    query: Query<ListRemittances>,
) -> Result<Reply, Problem> {
    let Query(ListRemittances { limit, cursor }) = query;
    db.read(&caller.context(), async move |tx| {
        let rows = store::list(tx, limit, cursor).await?;
        Ok(Reply::ok(&Listing::cut(rows, limit, |remittance| remittance.id.0))?)
    })
    .await
}

#[utoipa::path(
    params(("id" = RemittanceId, Path, description = "The remittance's id")),
    responses((status = 200, description = "The remittance", body = Remittance))
)]
#[get("/{id}")]
/// Shows what a remittance posted, claim by claim.
pub async fn get_remittance(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<RemittanceId>,
) -> Result<Reply, Problem> {
    db.read(&caller.context(), async move |tx| {
        let remittance = store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("remittance"))?;
        Ok(Reply::ok(&remittance)?)
    })
    .await
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unreadable(unreadable) => unreadable.into(),
            Refusal::Unbalanced(imbalances) => imbalances.into_iter().fold(
                Problem::new(
                    StatusCode::BAD_REQUEST,
                    "x12-unbalanced",
                    "The amounts do not add up; nothing was posted.",
                )
                .next_step("Ask the payer for a corrected file; hold its money against this one."),
                |problem, (place, detail)| problem.field(place, detail),
            ),
        }
    }
}
