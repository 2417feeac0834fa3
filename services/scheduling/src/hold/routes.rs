//! Holds over HTTP.

use super::{Hold, LASTS, store};
use crate::appointment::Refusal;
use crate::appointment::arrange::{Arrangement, Manner};
use crate::{location, practitioner, visit_type};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset};
use model::{HoldId, LocationId, PractitionerId, VisitTypeId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Problem, Reply, mint};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn all(config: &mut ServiceConfig<'_>) {
    config.service(place_hold);
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceHold {
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
    pub visit_type_id: VisitTypeId,
    /// RFC 3339 with offset.
    pub start: DateTime<FixedOffset>,
}

#[utoipa::path(request_body = PlaceHold, responses((status = 201, description = "Held until `expires_at`.", body = Hold)))]
#[post("/v1/holds")]
/// Keeps a start free for ten minutes while a booking is being made.
pub async fn place_hold(caller: Caller, db: web::Data<Db>, body: Body<PlaceHold>) -> Result<Reply, Problem> {
    let (id, now, wish) = (mint::<HoldId>(), platform::now(), body.value);
    once(&db, &caller, body.digest, async move |tx| {
        let unknown = |field: &str| Problem::invalid(format!("/{field}"), "names nothing in this practice");
        let visit =
            visit_type::store::find(tx, wish.visit_type_id).await?.ok_or_else(|| unknown("visit_type_id"))?;
        let place =
            location::store::find(tx, wish.location_id).await?.ok_or_else(|| unknown("location_id"))?;
        let known = practitioner::store::find(tx, wish.practitioner_id).await?;
        known.ok_or_else(|| unknown("practitioner_id"))?;
        let (start, expires_at) = (wish.start.to_utc(), now + LASTS);
        if start < now {
            return Err(Refusal::InThePast.into());
        }
        let arrangement = Arrangement {
            visit: &visit,
            place: &place,
            practitioner: wish.practitioner_id,
            patient: None,
            start,
            room: None,
            device: None,
            hold: None,
            manner: Manner::Ordinary,
        };
        let hold = store::place(tx, id, expires_at, &arrangement, now).await?;
        Ok(Reply::created(format!("/v1/holds/{id}"), &hold)?)
    })
    .await
}
