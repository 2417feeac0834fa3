//! Candidates in the database: found by shared keys, never by looking through all patients.

use super::Known;
use super::key::keys;
use crate::patient::Patient;
use crate::schema::patients;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;

/// The 200 likeliest sharers of a set of keys. Of a key that thousands share only so many are looked at; who shares rarer
/// ones, too, or more of them, comes first.
pub const SHARERS: &str = "SELECT k.patient_id FROM unnest($1::bigint[], $2::int[]) AS wanted (key, weight) \
    CROSS JOIN LATERAL (SELECT patient_id FROM patient_keys p \
      WHERE p.practice_id = practice() AND p.key = wanted.key ORDER BY p.patient_id DESC LIMIT 200) k \
    WHERE k.patient_id <> $3 \
    GROUP BY k.patient_id ORDER BY sum(wanted.weight) DESC, k.patient_id DESC LIMIT 200";

#[derive(QueryableByName)]
struct Sharer {
    #[diesel(sql_type = SqlUuid)]
    patient_id: PatientId,
}

/// Keeps the keys a patient is found by; those it no longer has go.
pub async fn keep_keys(tx: &mut Tx, patient: &Patient) -> QueryResult<()> {
    let hashes: Vec<i64> = keys(&Known::of(patient)).iter().map(|key| key.hash).collect();
    diesel::sql_query(
        "WITH gone AS (DELETE FROM patient_keys WHERE practice_id = practice() AND patient_id = $1 AND key <> ALL($2)) \
         INSERT INTO patient_keys (patient_id, key) SELECT $1, key FROM unnest($2) AS key ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(patient.id)
    .bind::<Array<BigInt>, _>(hashes)
    .execute(tx)
    .await
    .map(|_| ())
}

/// Registrations that must not make a duplicate wait for each other when they are of one birth date, either way round.
pub async fn enter(tx: &mut Tx, birth_date: NaiveDate) -> QueryResult<()> {
    let known = Known { birth_date: Some(birth_date), ..Known::default() };
    for key in keys(&known) {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || $1::text, 3))";
        diesel::sql_query(sql).bind::<BigInt, _>(key.hash).execute(tx).await?;
    }
    Ok(())
}

/// Records that share something with what is known; `but` is left out.
pub async fn sharers(tx: &mut Tx, known: &Known, but: Option<PatientId>) -> QueryResult<Vec<Patient>> {
    let (hashes, weights): (Vec<i64>, Vec<i32>) =
        keys(known).into_iter().map(|key| (key.hash, key.weight)).unzip();
    let found: Vec<Sharer> = diesel::sql_query(SHARERS)
        .bind::<Array<BigInt>, _>(hashes)
        .bind::<Array<Integer>, _>(weights)
        .bind::<SqlUuid, _>(but.map_or(uuid::Uuid::nil(), |id| id.0))
        .load(tx)
        .await?;
    all(tx, &found.iter().map(|sharer| sharer.patient_id).collect::<Vec<_>>()).await
}

/// The patients of these ids.
pub async fn all(tx: &mut Tx, ids: &[PatientId]) -> QueryResult<Vec<Patient>> {
    patients::table.filter(patients::id.eq_any(ids)).select(Patient::as_select()).load(tx).await
}
