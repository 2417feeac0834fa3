//! Merges in the database: the tree they make, the pointers to its roots, and the time that moves along.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;
use uuid::Uuid;

use crate::schema::patient_merges as merges;

/// Who was merged into whom, when and by which client.
#[derive(Insertable)]
#[diesel(table_name = merges)]
pub struct Merge {
    pub id: Uuid,
    pub from_id: PatientId,
    pub into_id: PatientId,
    pub at: DateTime<Utc>,
    pub client: String,
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = SqlUuid)]
    id: PatientId,
}

/// Merges of a practice are made one after the other: the trees stand still until the end of the transaction.
pub async fn enter(tx: &mut Tx) -> QueryResult<()> {
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended(practice()::text, 2))";
    diesel::sql_query(sql).execute(tx).await.map(|_| ())
}

pub async fn insert(tx: &mut Tx, merge: &Merge) -> QueryResult<()> {
    diesel::insert_into(merges::table).values(merge).execute(tx).await.map(|_| ())
}

pub async fn undo(tx: &mut Tx, from: PatientId, now: DateTime<Utc>, client: &str) -> QueryResult<()> {
    diesel::update(merges::table.filter(merges::from_id.eq(from)).filter(merges::undone_at.is_null()))
        .set((merges::undone_at.eq(now), merges::undone_by.eq(client)))
        .execute(tx)
        .await
        .map(|_| ())
}

/// All merged into a patient, directly or by way of others, locked to the end of the transaction.
///
/// They are locked before the patient itself: who books for one of them holds it and then wants its survivor.
pub async fn below_for_change(tx: &mut Tx, id: PatientId) -> QueryResult<Vec<PatientId>> {
    let all: Vec<One> = diesel::sql_query(
        "WITH RECURSIVE below (id) AS ( \
           SELECT from_id FROM patient_merges WHERE practice_id = practice() AND into_id = $1 AND undone_at IS NULL \
           UNION SELECT m.from_id FROM patient_merges m JOIN below b ON m.into_id = b.id \
             WHERE m.practice_id = practice() AND m.undone_at IS NULL) \
         SELECT p.id FROM patients p WHERE p.practice_id = practice() AND p.id = ANY(ARRAY(SELECT id FROM below)) \
         ORDER BY p.id FOR UPDATE",
    )
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(all.into_iter().map(|one| one.id).collect())
}

/// Those a patient is merged into, up to the survivor.
pub async fn above(tx: &mut Tx, id: PatientId) -> QueryResult<Vec<PatientId>> {
    let all: Vec<One> = diesel::sql_query(
        "WITH RECURSIVE above (id) AS ( \
           SELECT into_id FROM patient_merges WHERE practice_id = practice() AND from_id = $1 AND undone_at IS NULL \
           UNION SELECT m.into_id FROM patient_merges m JOIN above a ON m.from_id = a.id \
             WHERE m.practice_id = practice() AND m.undone_at IS NULL) \
         SELECT id FROM above",
    )
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(all.into_iter().map(|one| one.id).collect())
}

/// Lets records point to a survivor, or to nobody.
pub async fn point(tx: &mut Tx, records: &[PatientId], survivor: Option<PatientId>) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE patients SET merged_into = $2, version = version + 1 WHERE practice_id = practice() AND id = ANY($1)",
    )
    .bind::<Array<SqlUuid>, _>(records)
    .bind::<Nullable<SqlUuid>, _>(survivor)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Time of a patient's appointments that another is to take over.
pub struct Move<'m> {
    /// Whose appointments.
    pub records: &'m [PatientId],
    /// Under whom their time is taken.
    pub from: &'m [PatientId],
    pub to: PatientId,
    /// Only what ends later.
    pub since: Option<DateTime<Utc>>,
}

/// Two appointments that would be of one person at one time.
#[derive(QueryableByName)]
pub struct Clash {
    #[diesel(sql_type = SqlUuid)]
    pub moving: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub staying: Option<Uuid>,
}

const MOVING: &str = "mine.practice_id = practice() AND mine.resource_id = ANY($1) AND a.patient_id = ANY($2) \
    AND a.practice_id = practice() AND a.id = mine.appointment_id \
    AND ($3::timestamptz IS NULL OR mine.end_at > $3)";

/// The first time that cannot be taken over because it is taken; no time is longer than a day.
pub async fn clash(tx: &mut Tx, what: &Move<'_>) -> QueryResult<Option<Clash>> {
    diesel::sql_query(format!(
        "SELECT mine.appointment_id AS moving, theirs.appointment_id AS staying FROM appointments a, \
           occupancy mine JOIN occupancy theirs ON theirs.practice_id = practice() AND theirs.resource_id = $4 \
           AND theirs.start_at > mine.start_at - interval '1 day' AND theirs.start_at < mine.end_at \
           AND theirs.end_at > mine.start_at \
         WHERE {MOVING} ORDER BY mine.start_at LIMIT 1"
    ))
    .bind::<Array<SqlUuid>, _>(what.from)
    .bind::<Array<SqlUuid>, _>(what.records)
    .bind::<Nullable<Timestamptz>, _>(what.since)
    .bind::<SqlUuid, _>(what.to)
    .get_result(tx)
    .await
    .optional()
}

pub async fn move_time(tx: &mut Tx, what: &Move<'_>) -> QueryResult<()> {
    diesel::sql_query(format!(
        "UPDATE occupancy mine SET resource_id = $4 FROM appointments a WHERE {MOVING}"
    ))
    .bind::<Array<SqlUuid>, _>(what.from)
    .bind::<Array<SqlUuid>, _>(what.records)
    .bind::<Nullable<Timestamptz>, _>(what.since)
    .bind::<SqlUuid, _>(what.to)
    .execute(tx)
    .await
    .map(|_| ())
}
