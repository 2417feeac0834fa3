//! Moving occurrences of a series.

use super::{Came, Goal, Outcome, SeriesOutcomes, Whole, any_blocked, blocked, calendar, occupy, refused};
use crate::appointment::occupancy::store::{self as occupancy, Beside};
use crate::appointment::routes::record;
use crate::appointment::{self, Appointment, Refusal, Status};
use crate::series::plan::{Block, Calendar, Mover, Rooms, settle};
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
/// Moves one occurrence, it and those that follow, or all; what has begun already stays as it is, and so does what was
/// moved to another practitioner or location.
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
            .partition(|one| one.state.status() == Status::Booked && whole.is_of_the_series(one));
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
    let targets: Vec<Occurrence> = moves.iter().map(|(_, to)| *to).collect();
    let rooms = moves.iter().flat_map(|(one, _)| [one.room_id, one.device_id]).flatten().map(|room| room.0);
    let mut resources = whole.resources(tx).await?;
    resources.extend(rooms);
    occupancy::enter(tx, &resources, Beside::Nobody).await?;
    occupancy::free(tx, &ids).await?;
    let mut calendar = calendar(tx, setting, &targets, now).await?;
    let mover = |(one, to): &Move<'_>| Mover { id: one.id, from: one.start, rooms: Rooms::of(one), to: *to };
    let blocks = settle(&mut calendar, &moves.iter().map(mover).collect::<Vec<_>>());
    let decide = |((one, to), block): (&Move<'_>, Option<Block>)| decide(&mut calendar, one, to, block);
    let decided: Vec<Result<Rooms, Block>> = moves.iter().zip(blocks).map(decide).collect();
    let all = || moves.iter().zip(&decided);
    let outcomes: Vec<Outcome> = all().map(|(one, decided)| outcome(one, *decided, &calendar)).collect();
    if on_conflict == OnConflict::RefuseAll && any_blocked(&outcomes) {
        return Err(refused(&outcomes));
    }
    let goals: Vec<Goal> = all().map(|(one, decided)| goal(one, *decided)).collect();
    if !occupy(tx, &setting, &goals, now).await?.is_empty() {
        return Err(Problem::conflict("slot-taken", "Somebody else took one of the times just now.")
            .next_step("Send the request again to see which."));
    }
    for ((before, to), decided) in all() {
        let Ok(rooms) = decided else { continue };
        let after = (*before).clone().reschedule(&setting.to(to, *rooms), now)?;
        appointment::store::update(tx, &after).await?;
        record(tx, actor, "rescheduled", Some(before), &after, now).await?;
        outbox::put(tx, &AppointmentRescheduled(after.snapshot())).await?;
    }
    Ok(outcomes)
}

/// In which rooms it goes, or what keeps it where it is. One that could go may find the last room taken by another of the
/// series.
fn decide(
    calendar: &mut Calendar<'_>,
    one: &Appointment,
    to: &Occurrence,
    block: Option<Block>,
) -> Result<Rooms, Block> {
    if let Some(block) = block {
        return Err(block);
    }
    let judged = calendar.judge(to);
    match judged {
        Ok(rooms) => calendar.take(to.start, rooms, one.id),
        Err(_) => calendar.take(one.start, Rooms::of(one), one.id),
    }
    judged
}

fn goal((one, to): &Move<'_>, decided: Result<Rooms, Block>) -> Goal {
    match decided {
        Ok(rooms) => Goal { id: one.id, start: to.start, rooms, overbooked: false },
        Err(_) => Goal {
            id: one.id,
            start: one.start,
            rooms: Rooms::of(one),
            overbooked: one.overbook_reason.is_some(),
        },
    }
}

fn outcome((one, to): &Move<'_>, decided: Result<Rooms, Block>, calendar: &Calendar<'_>) -> Outcome {
    match decided {
        Err(block) => blocked(calendar, to, block, Some(one.id)),
        Ok(_) => {
            let came = Came::Rescheduled { appointment_id: one.id };
            Outcome { date: to.date, start: to.start, came }
        }
    }
}
