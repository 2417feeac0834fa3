//! Availability over HTTP.

use super::{Availability, Exceptions, Refusal, Rules, store};
use crate::{location, practitioner};
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
        Problem::invalid(refusal.place, refusal.must)
    }
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAvailability {
    pub rules: Rules,
    /// Dates on which other hours hold than the rules say.
    #[serde(default)]
    pub exceptions: Exceptions,
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
        let (rules, exceptions) = (said.rules.clone().checked()?, said.exceptions.clone().checked()?);
        let places = location::store::all(tx, None).await?;
        let mut named = rules.locations().chain(exceptions.locations());
        if let Some((field, _)) = named.find(|(_, id)| places.iter().all(|place| place.id != *id)) {
            return Err(Problem::invalid(field, "names nothing in this practice"));
        }
        drop(named);
        let version = store::find(tx, id.0).await?.map_or(1, |before| before.version + 1);
        let availability = Availability { practitioner_id: id.0, version, rules, exceptions };
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
