//! Moving occurrences of a series.

use super::{Came, Outcome, SeriesOutcomes, Whole, any_blocked, blocked, refused};
use crate::appointment::occupancy::{self, Beside};
use crate::appointment::routes::record;
use crate::appointment::{self, Appointment, Refusal, Status};
use crate::series::plan::{Block, Calendar, settle};
use crate::series::{Occurrence, OnConflict, Scope, Shift};
use actix_web::{post, web};
use chrono::{DateTime, FixedOffset, Utc};
use model::event::AppointmentRescheduled;
use model::{AppointmentId, SeriesId};
use platform::idempotency::once;
use platform::{Body, Caller, Db, Id, IfMatch, Problem, Reply, Tx, outbox};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RescheduleSeries {
    pub scope: Scope,
    /// The occurrence the scope begins with.
    pub appointment_id: AppointmentId,
    /// Where that occurrence goes, RFC 3339 with offset. The others move by as many days, to the same time on the wall.
    pub start: DateTime<FixedOffset>,
    pub on_conflict: OnConflict,
}

#[utoipa::path(request_body = RescheduleSeries, params(("id" = SeriesId, Path, description = "The series.")),
    responses((status = 200, description = "What became of each occurrence in the scope.", body = SeriesOutcomes)))]
#[post("/v1/appointment-series/{id}/reschedule")]
/// Moves one occurrence, it and those that follow, or all; what has begun already stays as it is.
///
/// The series never blocks itself. Where an occurrence cannot go, `refuse_all` moves nothing and answers 409
/// `series-blocked` with every such date; with `accept_free` it stays where it is.
pub async fn reschedule_series(
    caller: Caller,
    db: web::Data<Db>,
    id: Id<SeriesId>,
    seen: IfMatch,
    body: Body<RescheduleSeries>,
) -> Result<Reply, Problem> {
    let (now, said, actor) = (platform::now(), body.value, caller.clone());
    once(&db, &caller, body.digest, async move |tx| {
        let whole = Whole::find(tx, id.0, seen).await?;
        let chosen = whole.occurrence(said.appointment_id)?;
        let shift = Shift::between(chosen.start, said.start.to_utc(), whole.place.time_zone.0);
        let (going, staying): (Vec<_>, Vec<_>) = whole
            .occurrences
            .iter()
            .filter(|one| said.scope.holds(chosen, one))
            .partition(|one| one.state.status() == Status::Booked);
        let mut outcomes: Vec<Outcome> = staying.into_iter().map(Outcome::kept).collect();
        let moves = moves(&going, shift, &whole, now)?;
        outcomes.extend(move_all(tx, &whole, &moves, said.on_conflict, &actor, now).await?);
        outcomes.sort_by_key(|outcome| outcome.start);
        whole.answer(tx, outcomes).await
    })
    .await
}

/// An occurrence and where it goes.
type Move<'w> = (&'w Appointment, Occurrence);

fn moves<'w>(
    going: &[&'w Appointment],
    shift: Shift,
    whole: &Whole,
    now: DateTime<Utc>,
) -> Result<Vec<Move<'w>>, Refusal> {
    let zone = whole.place.time_zone.0;
    let moves: Vec<Move<'w>> = going.iter().map(|one| (*one, shift.of(one.start, zone))).collect();
    if moves.iter().any(|(_, to)| to.start < now) { Err(Refusal::InThePast) } else { Ok(moves) }
}

async fn move_all(
    tx: &mut Tx,
    whole: &Whole,
    moves: &[Move<'_>],
    on_conflict: OnConflict,
    actor: &Caller,
    now: DateTime<Utc>,
) -> Result<Vec<Outcome>, Problem> {
    let setting = whole.setting();
    let ids: Vec<AppointmentId> = moves.iter().map(|(one, _)| one.id).collect();
    occupancy::enter(tx, setting.resources(), Beside::Nobody).await?;
    occupancy::free(tx, &ids).await?;
    let targets: Vec<Occurrence> = moves.iter().map(|(_, to)| *to).collect();
    let calendar = setting.calendar(tx, &targets, now).await?;
    let movers: Vec<_> = moves.iter().map(|(one, to)| (one.start, *to, one.id.0)).collect();
    let (blocks, mut calendar) = settle(calendar, &movers);
    let (mut goals, mut going) = (Vec::new(), Vec::new());
    for ((one, to), block) in moves.iter().zip(&blocks) {
        if block.is_none() {
            calendar.take(to.start, one.id.0);
            going.push((*one, *to));
        }
        goals.push((one.id, if block.is_none() { to.start } else { one.start }));
    }
    let outcomes: Vec<Outcome> =
        moves.iter().zip(blocks).map(|(one, block)| outcome(one, block, &calendar)).collect();
    if on_conflict == OnConflict::RefuseAll && any_blocked(&outcomes) {
        return Err(refused(&outcomes));
    }
    if !setting.occupy(tx, &goals, now).await?.is_empty() {
        return Err(Problem::conflict("slot-taken", "Somebody else took one of the times just now.")
            .next_step("Send the request again to see which."));
    }
    keep(tx, &going, actor, now).await?;
    Ok(outcomes)
}

fn outcome((one, to): &Move<'_>, block: Option<Block>, calendar: &Calendar<'_>) -> Outcome {
    match block {
        Some(block) => blocked(calendar, to, block, Some(one.id)),
        None => {
            let came = Came::Rescheduled { appointment_id: one.id };
            Outcome { date: to.date, start: to.start, came }
        }
    }
}

async fn keep(tx: &mut Tx, going: &[Move<'_>], actor: &Caller, now: DateTime<Utc>) -> Result<(), Problem> {
    for (before, to) in going {
        let after = (*before).clone().reschedule(to.start, to.date, now)?;
        appointment::store::update(tx, &after).await?;
        record(tx, actor, "rescheduled", Some(before), &after, now).await?;
        outbox::put(tx, &AppointmentRescheduled(after.snapshot())).await?;
    }
    Ok(())
}
