//! The planner: keeps every appointment's reminders in step with it, and hands over what is due.
//!
//! It looks across practices with one query a second; each thing it finds is done in a transaction of its practice, so
//! that one that fails stops no other. Two planners beside each other do no harm: rows are locked and looked at again.

use super::plan::{self, Grounds};
use super::store::{self, Place, Task};
use super::{ReminderState, ReminderStatus, send};
use crate::{location, reminder_preferences, reminder_rule, reminder_settings};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use model::{AppointmentId, ReminderId};
use platform::context::Trace;
use platform::{Context, Db, Stop, Tx, mint, outbound};
use std::time::Duration;

const POLL: Duration = Duration::from_secs(1);
const AT_ONCE: usize = 200;

/// Plans until asked to stop.
pub async fn run(db: Db, stop: Stop) {
    let mut planner = Planner::default();
    while !stop.is_asked() {
        let more = match planner.turn(&db, platform::now()).await {
            Ok(turn) => turn.more,
            Err(error) => {
                tracing::warn!(error = %format!("{error:#}"), "cannot look for reminders");
                false
            }
        };
        if !more {
            stop.pause(POLL).await;
        }
    }
}

/// What a turn came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    pub done: usize,
    pub failed: usize,
    /// There may be more at once.
    pub more: bool,
}

#[derive(Default)]
pub struct Planner {
    place: Place,
}

impl Planner {
    /// One look, and what it finds.
    pub async fn turn(&mut self, db: &Db, now: DateTime<Utc>) -> anyhow::Result<Turn> {
        let place = self.place;
        let tasks =
            db.system(async move |tx| anyhow::Ok(store::tasks(tx, place, now, AT_ONCE as i64).await?));
        let tasks = tasks.await?;
        let mut turn = Turn::default();
        for task in &tasks {
            match work(db, task, now).await {
                Ok(()) => turn.done += 1,
                Err(error) => {
                    turn.failed += 1;
                    let (appointment, reminder) = (task.appointment_id, task.reminder_id);
                    tracing::warn!(?appointment, ?reminder, error = %format!("{error:#}"), "left for the next round");
                }
            }
        }
        turn.more = self.go_on(&tasks);
        Ok(turn)
    }

    /// After a full page from behind it, else from the beginning again.
    fn go_on(&mut self, tasks: &[Task]) -> bool {
        let behind: Vec<_> =
            tasks.iter().filter_map(|task| Some((task.practice_id.0, task.appointment_id?.0))).collect();
        let due: Vec<_> = tasks.iter().filter_map(|task| Some((task.due_at?, task.reminder_id?.0))).collect();
        let full = |length: usize| length == AT_ONCE;
        self.place = Place {
            appointment: behind.last().copied().filter(|_| full(behind.len())).unwrap_or_default(),
            reminder: due.last().copied().filter(|_| full(due.len())).unwrap_or_default(),
        };
        full(behind.len()) || full(due.len())
    }
}

async fn work(db: &Db, task: &Task, now: DateTime<Utc>) -> anyhow::Result<()> {
    let context = Context { practice: task.practice_id, trace: Trace::begin(), cause: None };
    match (task.appointment_id, task.reminder_id) {
        (Some(id), _) => db.transaction(&context, async move |tx| follow(tx, id, now).await).await,
        (None, Some(id)) => db.transaction(&context, async move |tx| hand_over(tx, id, now).await).await,
        (None, None) => Ok(()),
    }
}

/// Brings the reminders of an appointment in step with it.
async fn follow(tx: &mut Tx, id: AppointmentId, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some((appointment, planned_for)) = store::behind(tx, id).await? else { return Ok(()) };
    let location =
        location::store::find(tx, appointment.location_id).await?.context("the location is gone")?;
    let patient = store::recipient(tx, appointment.patient_id).await?.context("the patient is gone")?;
    let preferences = reminder_preferences::store::of_person(tx, patient.id).await?;
    let rules = reminder_rule::store::enabled(tx).await?;
    let grounds = Grounds {
        appointment: &appointment,
        planned_for,
        changed: store::changed(tx, id).await?.unwrap_or(now),
        rules: &rules,
        quiet: reminder_settings::store::find(tx).await?.quiet,
        zone: preferences.time_zone.unwrap_or(location.time_zone).0,
    };
    let coming = store::coming(tx, id).await?;
    let plan = grounds.plan(&coming, now, mint::<ReminderId>);
    Ok(store::keep(tx, &plan, &appointment, plan::Place::of(&appointment)).await?)
}

/// Hands a due reminder to its sender, in one commit with its state; what comes too late is missed instead.
async fn hand_over(tx: &mut Tx, id: ReminderId, now: DateTime<Utc>) -> anyhow::Result<()> {
    let found = store::find_unless_locked(tx, id).await?;
    let Some(reminder) = found.filter(|found| found.state.status() == ReminderStatus::Planned) else {
        return Ok(());
    };
    if reminder.is_stale(now) {
        return Ok(store::set_state(tx, id, &ReminderState::Missed { at: now }).await?);
    }
    store::set_state(tx, id, &ReminderState::Sending).await?;
    Ok(outbound::intend(tx, send::kind(reminder.channel), id.0, &id.to_string()).await?)
}
