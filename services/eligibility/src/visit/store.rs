//! Visits in the database.

use super::Visit;
use crate::schema::visits;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

/// Until commit, nobody else decides which of this patient's visits meet which of their coverages: a booking and a
/// coverage that arrive at the same moment must see each other.
pub async fn lock_patient(tx: &mut Tx, patient: PatientId) -> QueryResult<()> {
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

pub async fn expected_from(tx: &mut Tx, patient: PatientId, first: NaiveDate) -> QueryResult<Vec<Visit>> {
    visits::table
        .filter(visits::expected.and(visits::patient_id.eq(patient)).and(visits::service_date.ge(first)))
        .order((visits::service_date, visits::id))
        .select(Visit::as_select())
        .load(tx)
        .await
}
