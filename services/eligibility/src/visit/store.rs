//! Visits in the database.

use super::Visit;
use crate::merge;
use crate::schema::visits;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::RunQueryDsl;
use model::{AppointmentId, PatientId, PracticeId, VisitTypeId};
use platform::Tx;

/// How soon a visit is looked at again that waits for the answer to another's question.
pub const SHORTLY: TimeDelta = TimeDelta::seconds(20);

/// Until commit, nobody else decides which of this person's visits meet which of their coverages: a booking and a
/// coverage that arrive at the same moment must see each other, whichever of the person's records they name.
pub async fn lock_patient(tx: &mut Tx, patient: PatientId) -> QueryResult<()> {
    lock_record(tx, patient).await?;
    // A merge locks both records, so this one's survivor stays who it is from here on.
    let survivor = merge::store::survivor(tx, patient).await?;
    if survivor == patient { Ok(()) } else { lock_record(tx, survivor).await }
}

pub async fn lock_record(tx: &mut Tx, patient: PatientId) -> QueryResult<()> {
    diesel::sql_query(
        "SELECT pg_advisory_xact_lock(hashtextextended('patient' || practice()::text || $1::text, 0))",
    )
    .bind::<sql_types::Uuid, _>(patient)
    .execute(tx)
    .await
    .map(|_| ())
}

pub async fn keep(tx: &mut Tx, visit: &Visit) -> QueryResult<()> {
    let insert = diesel::insert_into(visits::table).values(visit);
    insert.on_conflict(visits::id).do_update().set(visit).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<Visit>> {
    visits::table.find(id).select(Visit::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction: who plans otherwise meanwhile waits, and is not overwritten.
pub async fn find_for_change(tx: &mut Tx, id: AppointmentId) -> QueryResult<Option<Visit>> {
    visits::table.find(id).select(Visit::as_select()).for_update().first(tx).await.optional()
}

/// Of all records of the person, locked to the end of the transaction.
pub async fn expected_from(tx: &mut Tx, patient: PatientId, first: NaiveDate) -> QueryResult<Vec<Visit>> {
    let records = merge::store::records(tx, patient).await?;
    visits::table
        .filter(visits::expected.and(visits::patient_id.eq_any(records)).and(visits::service_date.ge(first)))
        .order((visits::service_date, visits::id))
        .select(Visit::as_select())
        .for_update()
        .load(tx)
        .await
}

/// The visits to be looked at by now, longest due first; in the platform's own name.
pub async fn due(
    tx: &mut Tx,
    now: DateTime<Utc>,
    most: i64,
) -> QueryResult<Vec<(PracticeId, AppointmentId)>> {
    #[derive(QueryableByName)]
    struct Due {
        #[diesel(sql_type = sql_types::Uuid)]
        practice_id: PracticeId,
        #[diesel(sql_type = sql_types::Uuid)]
        id: AppointmentId,
    }
    let due: Vec<Due> = diesel::sql_query(
        "SELECT practice_id, id FROM visits WHERE look_at <= $1 ORDER BY look_at LIMIT $2 FOR UPDATE SKIP LOCKED",
    )
    .bind::<sql_types::Timestamptz, _>(now)
    .bind::<sql_types::BigInt, _>(most)
    .load(tx)
    .await?;
    Ok(due.into_iter().map(|due| (due.practice_id, due.id)).collect())
}

/// Visits for which another's question is open: looked at again, and told of its answer then.
pub async fn await_other(tx: &mut Tx, ids: &[AppointmentId], now: DateTime<Utc>) -> QueryResult<()> {
    let update = diesel::update(visits::table.filter(visits::id.eq_any(ids).and(visits::expected)));
    let later = (visits::must_ask.eq(true), visits::look_at.eq(now + SHORTLY));
    update.set(later).execute(tx).await.map(|_| ())
}

pub async fn put_off(tx: &mut Tx, id: AppointmentId, until: DateTime<Utc>) -> QueryResult<()> {
    let update = diesel::update(visits::table.find(id).filter(visits::expected));
    update.set(visits::look_at.eq(until)).execute(tx).await.map(|_| ())
}

/// The practice asks otherwise now: all visits to come are looked at again.
pub async fn look_again(tx: &mut Tx, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE visits SET look_at = $1 WHERE practice_id = practice() AND expected AND service_date >= $2",
    )
    .bind::<sql_types::Timestamptz, _>(now)
    .bind::<sql_types::Date, _>((now - TimeDelta::days(1)).date_naive())
    .execute(tx)
    .await
    .map(|_| ())
}

/// What is asked about before such a visit is another now: all to come are looked at, and asked if nothing known serves.
pub async fn look_again_at_type(tx: &mut Tx, id: VisitTypeId, now: DateTime<Utc>) -> QueryResult<()> {
    let of_type = visits::table.filter(visits::expected.and(visits::visit_type_id.eq(id)));
    let to_come = of_type.filter(visits::service_date.ge((now - TimeDelta::days(1)).date_naive()));
    diesel::update(to_come).set(visits::look_at.eq(now)).execute(tx).await.map(|_| ())
}
