//! Holds over HTTP.

use super::{Hold, LASTS, store};
use crate::appointment::occupancy::{self, Span, Taker};
use crate::{location, slot, visit_type};
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
        let start = wish.start.to_utc();
        if !slot::is_offered(tx, wish.practitioner_id, &place, &visit, start).await? {
            return Err(Problem::conflict("not-offered", "The practitioner is not available at this start.")
                .next_step("Search with GET /v1/slots and take one of its starts."));
        }
        let hold = Hold {
            id,
            practitioner_id: wish.practitioner_id,
            location_id: place.id,
            visit_type_id: visit.id,
            start,
            expires_at: now + LASTS,
        };
        store::insert(tx, &hold).await?;
        let taker = Taker::Hold(id, hold.expires_at);
        let span = Span::with_buffers(start, &visit);
        if let Some(blocker) = occupancy::take(tx, hold.practitioner_id.0, span, &taker, now).await? {
            return Err(blocker.into());
        }
        Ok(Reply::created(format!("/v1/holds/{id}"), &hold)?)
    })
    .await
}
