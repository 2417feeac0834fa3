//! Entries in the database.

pub mod due;
pub mod freed;
pub mod offer;
pub mod settings;

use super::freed::FreedTime;
use super::{Entry, State, Status};
use crate::schema::{appointments, patients, visit_types, waitlist_entries as entries};
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{Address, AppointmentId, PatientId, VisitTypeId, WaitlistEntryId};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Waits for whoever changes this practice's waitlist, until the end of the transaction: one at a time. It comes before
/// every other lock.
pub async fn enter(tx: &mut Tx) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('waitlist ' || practice()::text, 2))")
        .execute(tx)
        .await
        .map(|_| ())
}

/// None where the patient waits for this kind of visit already.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> QueryResult<Option<()>> {
    let added =
        diesel::insert_into(entries::table).values(entry).on_conflict_do_nothing().execute(tx).await?;
    Ok((added == 1).then_some(()))
}

/// The entry under which a patient waits for a kind of visit.
pub async fn live(
    tx: &mut Tx,
    patient: PatientId,
    visit_type: VisitTypeId,
) -> QueryResult<Option<WaitlistEntryId>> {
    entries::table
        .filter(entries::patient_id.eq(patient))
        .filter(entries::visit_type_id.eq(visit_type))
        .filter(is_live())
        .select(entries::id)
        .first(tx)
        .await
        .optional()
}

fn is_live() -> diesel::expression::SqlLiteral<Bool> {
    sql("waitlist_entries.status IN ('waiting', 'offered')")
}

pub async fn find(tx: &mut Tx, id: WaitlistEntryId) -> QueryResult<Option<Entry>> {
    entries::table.find(id).select(Entry::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: WaitlistEntryId) -> QueryResult<Option<Entry>> {
    entries::table.find(id).select(Entry::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    diesel::update(entries::table.find(entry.id))
        .set((
            entries::version.eq(entry.version),
            entries::practitioner_ids.eq(&entry.practitioner_ids),
            entries::location_ids.eq(&entry.location_ids),
            entries::earliest.eq(entry.earliest),
            entries::latest.eq(entry.latest),
            entries::windows.eq(&entry.windows),
            entries::priority.eq(entry.priority),
            entries::minimum_notice_minutes.eq(entry.minimum_notice_minutes),
            entries::note.eq(&entry.note),
            entries::offers_had.eq(entry.offers_had),
            entries::state.eq(entry.state),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Which entries a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    pub status: Option<Status>,
    pub visit_type: Option<VisitTypeId>,
    pub patient: Option<PatientId>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Entry>> {
    let mut query = entries::table.select(Entry::as_select()).order(entries::id).into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(sql::<Text>("waitlist_entries.status").eq(status.as_str()));
    }
    if let Some(visit_type) = filter.visit_type {
        query = query.filter(entries::visit_type_id.eq(visit_type));
    }
    if let Some(patient) = filter.patient {
        query = query.filter(entries::patient_id.eq(patient));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(entries::id.gt(WaitlistEntryId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}

/// The thousand first of those who could want freed time: the most urgent, and of these who has waited longest.
pub async fn wanting(tx: &mut Tx, freed: &FreedTime) -> QueryResult<Vec<Entry>> {
    let day = Duration::days(1);
    let (first, last) = ((freed.start - day).date_naive(), (freed.end + day).date_naive());
    let urgency =
        sql::<Text>("array_position(ARRAY['urgent', 'soon', 'routine'], waitlist_entries.priority)");
    entries::table
        .filter(is_live())
        .filter(entries::latest.ge(first))
        .filter(entries::earliest.le(last))
        .filter(
            sql::<Bool>("(cardinality(waitlist_entries.practitioner_ids) = 0 OR ")
                .bind::<SqlUuid, _>(freed.practitioner_id)
                .sql(" = ANY (waitlist_entries.practitioner_ids))"),
        )
        .order((urgency, entries::since))
        .limit(1000)
        .select(Entry::as_select())
        .load(tx)
        .await
}

/// These kinds of visit.
pub async fn kinds(tx: &mut Tx, ids: &[VisitTypeId]) -> QueryResult<Vec<VisitType>> {
    visit_types::table.filter(visit_types::id.eq_any(ids)).select(VisitType::as_select()).load(tx).await
}

/// Where these patients live, and whether they do.
pub async fn homes(tx: &mut Tx, ids: &[PatientId]) -> QueryResult<Vec<(PatientId, Option<Address>, bool)>> {
    let found = patients::table.filter(patients::id.eq_any(ids));
    found.select((patients::id, patients::address, patients::deceased)).load(tx).await
}

/// Whose time freed time was.
pub async fn giver(tx: &mut Tx, appointment: AppointmentId) -> QueryResult<Option<PatientId>> {
    appointments::table.find(appointment).select(appointments::patient_id).first(tx).await.optional()
}

/// What these patients are booked for between now and then, earliest first.
pub async fn booked(
    tx: &mut Tx,
    ids: &[PatientId],
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<Vec<(PatientId, VisitTypeId, AppointmentId, DateTime<Utc>)>> {
    appointments::table
        .filter(appointments::patient_id.eq_any(ids))
        .filter(appointments::start_at.gt(now))
        .filter(appointments::start_at.le(until))
        .filter(sql::<Bool>("appointments.status = 'booked'"))
        .order(appointments::start_at)
        .select((
            appointments::patient_id,
            appointments::visit_type_id,
            appointments::id,
            appointments::start_at,
        ))
        .load(tx)
        .await
}

/// Those whose latest date was before this one wait no longer.
pub async fn expire(tx: &mut Tx, before: NaiveDate) -> QueryResult<usize> {
    let state = serde_json::to_value(State::Expired)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    diesel::sql_query(
        "UPDATE waitlist_entries SET state = $1, version = version + 1 \
         WHERE practice_id = practice() AND status = 'waiting' AND latest < $2",
    )
    .bind::<Jsonb, _>(state)
    .bind::<Date, _>(before)
    .execute(tx)
    .await
}

/// Has time that was freed looked at again for an entry that is new or waits again, and one freed time in any case.
pub async fn wake(
    tx: &mut Tx,
    entry: &Entry,
    also: Option<model::FreedTimeId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE freed_times SET due_at = $1 WHERE practice_id = practice() AND end_at > $1 AND (id = $2 \
         OR start_at >= $3::date - interval '1 day' AND start_at < $4::date + interval '2 days' \
         AND (cardinality($5::uuid[]) = 0 OR practitioner_id = ANY ($5)))",
    )
    .bind::<diesel::sql_types::Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(also)
    .bind::<Date, _>(entry.earliest)
    .bind::<Date, _>(entry.latest)
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(&entry.practitioner_ids)
    .execute(tx)
    .await
    .map(|_| ())
}
