//! Reminders in the database.

use super::plan::{self, Plan};
use super::{Reminder, ReminderState, ReminderStatus};
use crate::appointment::Appointment;
use crate::patient::{self, Patient};
use crate::schema::{appointment_history as history, appointments, reminders};
use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{AppointmentId, LocationId, PatientId, PracticeId, ReminderId};
use platform::Tx;
use platform::page::{Cursor, Limit};
use uuid::Uuid;

/// Something the planner has to look at, in whichever practice.
#[derive(Clone, Debug, QueryableByName)]
pub struct Task {
    #[diesel(sql_type = SqlUuid)]
    pub practice_id: PracticeId,
    /// The appointment that is behind.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub appointment_id: Option<AppointmentId>,
    /// The reminder that is due.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub reminder_id: Option<ReminderId>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub due_at: Option<DateTime<Utc>>,
}

/// How far the planner has come: it goes round, so that what fails never keeps it from what comes after.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    pub appointment: (Uuid, Uuid),
    pub reminder: (DateTime<Utc>, Uuid),
}

/// The one question that is asked when nothing is due: two ranges of indexes that hold what is to be done and nothing else.
pub const LOOK: &str = "(SELECT practice_id, id AS appointment_id, NULL::uuid AS reminder_id, NULL::timestamptz AS due_at \
      FROM appointments WHERE reminded_version < version AND (practice_id, id) > ($1, $2) \
      ORDER BY practice_id, id LIMIT $6) \
     UNION ALL \
     (SELECT practice_id, NULL, id, due_at FROM reminders \
      WHERE status = 'planned' AND due_at <= $3 AND (due_at, id) > ($4, $5) ORDER BY due_at, id LIMIT $6)";

/// The next things to look at after a place.
pub async fn tasks(tx: &mut Tx, after: Place, now: DateTime<Utc>, most: i64) -> QueryResult<Vec<Task>> {
    diesel::sql_query(LOOK)
        .bind::<SqlUuid, _>(after.appointment.0)
        .bind::<SqlUuid, _>(after.appointment.1)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(after.reminder.0)
        .bind::<SqlUuid, _>(after.reminder.1)
        .bind::<BigInt, _>(most)
        .load(tx)
        .await
}

type Reminded = (Option<DateTime<Utc>>, Option<LocationId>);

/// An appointment whose reminders are behind, and what they were planned for.
pub type Behind = (Appointment, Option<plan::Place>);

/// Locked; none when another planner or a change has it at the moment, or when nothing is behind any more.
pub async fn behind(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<Behind>> {
    let behind = diesel::dsl::sql::<Bool>("reminded_version < version");
    let reminded = (
        diesel::dsl::sql::<Nullable<Timestamptz>>("reminded_start"),
        diesel::dsl::sql::<Nullable<SqlUuid>>("reminded_location"),
    );
    let found: Option<(Appointment, Reminded)> = appointments::table
        .find(id)
        .filter(behind)
        .select((Appointment::as_select(), reminded))
        .for_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?;
    Ok(found.map(|(appointment, (start, location))| {
        (appointment, start.zip(location).map(|(start, location)| plan::Place { start, location }))
    }))
}

/// Who is told: the patient, or the one it was found to be the same person as.
pub async fn recipient(tx: &mut Tx, record: PatientId) -> QueryResult<Option<Patient>> {
    let found = patient::store::find(tx, record).await?;
    match found.as_ref().and_then(|found| found.merged_into) {
        Some(survivor) => patient::store::find(tx, survivor).await,
        None => Ok(found),
    }
}

/// When an appointment was last changed.
pub async fn changed(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<DateTime<Utc>>> {
    let last = history::table.filter(history::appointment_id.eq(id)).order(history::id.desc());
    last.select(history::at).first(tx).await.optional()
}

/// What is planned for an appointment and not handed to the sender yet.
pub async fn coming(tx: &mut Tx, id: AppointmentId) -> QueryResult<Vec<Reminder>> {
    let planned = diesel::dsl::sql::<Bool>("status = 'planned'");
    let of = reminders::table.filter(reminders::appointment_id.eq(id)).filter(planned);
    of.order(reminders::id).select(Reminder::as_select()).for_update().load(tx).await
}

/// Keeps a plan, and that the appointment's reminders follow this version of it.
pub async fn keep(
    tx: &mut Tx,
    plan: &Plan,
    appointment: &Appointment,
    next: Option<plan::Place>,
) -> QueryResult<()> {
    for (id, state) in &plan.ended {
        set_state(tx, *id, state).await?;
    }
    for (id, due) in &plan.moved {
        diesel::update(reminders::table.find(id)).set(reminders::due_at.eq(due)).execute(tx).await?;
    }
    if !plan.new.is_empty() {
        diesel::insert_into(reminders::table).values(&plan.new).on_conflict_do_nothing().execute(tx).await?;
    }
    diesel::sql_query("UPDATE appointments SET reminded_version = $2, reminded_start = $3, reminded_location = $4 WHERE id = $1")
        .bind::<SqlUuid, _>(appointment.id)
        .bind::<BigInt, _>(appointment.version)
        .bind::<Nullable<Timestamptz>, _>(next.map(|next| next.start))
        .bind::<Nullable<SqlUuid>, _>(next.map(|next| next.location))
        .execute(tx)
        .await
        .map(|_| ())
}

/// All booked appointments to come are behind: the rules or the quiet hours are others.
pub async fn plan_all_again(tx: &mut Tx, now: DateTime<Utc>) -> QueryResult<()> {
    plan_again(tx, None, now).await
}

/// Those of one patient.
pub async fn plan_again_for(tx: &mut Tx, patient: PatientId, now: DateTime<Utc>) -> QueryResult<()> {
    plan_again(tx, Some(patient), now).await
}

/// Locked in the order of their ids, so that two of these never wait for each other.
async fn plan_again(tx: &mut Tx, patient: Option<PatientId>, now: DateTime<Utc>) -> QueryResult<()> {
    let day = (now - Duration::days(2)).date_naive();
    diesel::sql_query(
        "UPDATE appointments SET reminded_version = 0 WHERE id IN (SELECT id FROM appointments \
         WHERE practice_id = practice() AND service_date >= $1 AND start_at > $2 AND status = 'booked' \
         AND reminded_version > 0 AND ($3 IS NULL OR patient_id = $3) ORDER BY id FOR UPDATE)",
    )
    .bind::<Date, _>(day)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(patient)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn insert(tx: &mut Tx, reminder: &Reminder) -> QueryResult<()> {
    diesel::insert_into(reminders::table).values(reminder).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: ReminderId) -> QueryResult<Option<Reminder>> {
    reminders::table.find(id).select(Reminder::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: ReminderId) -> QueryResult<Option<Reminder>> {
    reminders::table.find(id).select(Reminder::as_select()).for_update().first(tx).await.optional()
}

/// Locked; none when another has it at the moment.
pub async fn find_unless_locked(tx: &mut Tx, id: ReminderId) -> QueryResult<Option<Reminder>> {
    let one = reminders::table.find(id).select(Reminder::as_select());
    one.for_update().skip_locked().first(tx).await.optional()
}

pub async fn set_state(tx: &mut Tx, id: ReminderId, state: &ReminderState) -> QueryResult<()> {
    let one = diesel::update(reminders::table.find(id));
    one.set(reminders::state.eq(state)).execute(tx).await.map(|_| ())
}

pub async fn set_message(tx: &mut Tx, id: ReminderId, message: &str) -> QueryResult<()> {
    let one = diesel::update(reminders::table.find(id));
    one.set(reminders::message.eq(message)).execute(tx).await.map(|_| ())
}

/// Which reminders a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    pub appointment: Option<AppointmentId>,
    pub patient: Option<PatientId>,
    pub status: Option<ReminderStatus>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Reminder>> {
    let status = diesel::dsl::sql::<diesel::sql_types::Text>("reminders.status");
    let mut query = reminders::table.select(Reminder::as_select()).order(reminders::id).into_boxed();
    if let Some(appointment) = filter.appointment {
        query = query.filter(reminders::appointment_id.eq(appointment));
    }
    if let Some(patient) = filter.patient {
        let records = patient::store::records(tx, patient).await?;
        let of = "appointment_id IN (SELECT id FROM appointments WHERE patient_id = ANY(";
        query = query.filter(diesel::dsl::sql::<Bool>(of).bind::<Array<SqlUuid>, _>(records).sql("))"));
    }
    if let Some(wanted) = filter.status {
        query = query.filter(status.eq(wanted.as_str()));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(reminders::id.gt(ReminderId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}
