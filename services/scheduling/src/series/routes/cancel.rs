//! Calling off occurrences of a series.

use super::{Came, Outcome, SeriesOutcomes, Whole};
use crate::appointment::occupancy::store as occupancy;
use crate::appointment::routes::record;
use crate::appointment::{self, CancelReason, Status};
use crate::series::Scope;
use actix_web::{post, web};
use model::event::AppointmentCancelled;
use model::{AppointmentId, Note, SeriesId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, outbox};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSeries {
    pub scope: Scope,
    /// The occurrence the scope begins with.
    pub appointment_id: AppointmentId,
    pub reason_code: CancelReason,
    pub note: Option<Note>,
}

#[utoipa::path(request_body = CancelSeries, params(("id" = SeriesId, Path, description = "The series.")),
    responses((status = 200, description = "What became of each occurrence in the scope.", body = SeriesOutcomes)))]
#[post("/v1/appointment-series/{id}/cancel")]
/// Calls off one occurrence, it and those that follow, or all; what has begun already stays as it is.
pub async fn cancel_series(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<SeriesId>,
    seen: IfMatch,
    body: Body<CancelSeries>,
) -> Result<Reply, Problem> {
    let (now, said, actor) = (platform::now(), body.value, caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let whole = Whole::find(tx, id.0, seen).await?;
        let chosen = whole.occurrence(said.appointment_id)?;
        let (mut outcomes, mut freed) = (Vec::new(), Vec::new());
        for before in whole.occurrences.iter().filter(|one| said.scope.holds(chosen, one)) {
            if before.state.status() != Status::Booked {
                outcomes.push(Outcome::kept(before));
                continue;
            }
            let after = before.clone().cancel(said.reason_code, said.note.clone(), &whole.visit, now)?;
            appointment::store::update(tx, &after).await?;
            record(tx, &actor, "cancelled", Some(before), &after, now).await?;
            outbox::put(tx, &AppointmentCancelled(after.snapshot())).await?;
            outcomes.push(Outcome::of(&after, Came::Cancelled { appointment_id: after.id }));
            freed.push(after.id);
        }
        occupancy::free(tx, &freed).await?;
        whole.answer(tx, outcomes).await
    })
    .await
}
