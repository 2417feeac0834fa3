//! Availability over HTTP.

use super::{Availability, Refusal, Rules, store};
use crate::practitioner;
use actix_web::{get, put, web};
use model::PractitionerId;
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, Problem, Reply};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(set_availability).service(get_availability);
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Problem::invalid(format!("/rules/{}/{}", refusal.rule, refusal.field), refusal.must)
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAvailability {
    pub rules: Rules,
}

#[utoipa::path(request_body = SetAvailability, params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 200, description = "The rules as they are now.", body = Availability)))]
#[put("/v1/practitioners/{id}/availability")]
/// Sets when a practitioner sees patients; replaces all earlier rules and leaves booked appointments as they are.
pub async fn set_availability(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
    body: Body<SetAvailability>,
) -> Result<Reply, Problem> {
    let said = body.value;
    once(&db, &caller, body.digest, async move |tx| {
        practitioner::store::find(tx, id.0).await?.ok_or_else(|| Problem::missing("practitioner"))?;
        let rules = said.rules.clone().checked()?;
        let version = store::find(tx, id.0).await?.map_or(1, |before| before.version + 1);
        let availability = Availability { practitioner_id: id.0, version, rules };
        store::put(tx, &availability).await?;
        Ok(Reply::ok(&availability)?.version(version))
    })
    .await
}

#[utoipa::path(params(("id" = PractitionerId, Path, description = "The practitioner.")),
    responses((status = 200, description = "The rules.", body = Availability)))]
#[get("/v1/practitioners/{id}/availability")]
/// Reads when a practitioner sees patients.
pub async fn get_availability(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<PractitionerId>,
) -> Result<Reply, Problem> {
    let found =
        db.read(&caller.context(), async move |tx| Ok::<_, Problem>(store::find(tx, id.0).await?)).await?;
    let availability = found.ok_or_else(|| Problem::missing("availability"))?;
    Ok(Reply::ok(&availability)?.version(availability.version))
}
