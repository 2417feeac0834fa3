//! Allergies in the database.

use super::{Allergy, Entry};
use crate::patient_number;
use crate::schema::allergies;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use model::{AllergyId, PatientId};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Whoever judges or changes a person's chart does so alone, to the end of the transaction. Answers the records it is
/// made of.
pub async fn lock_chart(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<PatientId>> {
    let survivor = patient_number::store::survivor(tx, patient).await?;
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || $1, 0))")
        .bind::<Text, _>(format!("chart/{survivor}"))
        .execute(tx)
        .await?;
    patient_number::store::records(tx, survivor).await
}

pub async fn insert(tx: &mut Tx, allergy: &Allergy) -> QueryResult<()> {
    diesel::insert_into(allergies::table).values(allergy).execute(tx).await.map(|_| ())
}

/// An allergy on record ends the statement that there is none.
pub async fn supersede_none_known(tx: &mut Tx, chart: &[PatientId], by: AllergyId) -> QueryResult<()> {
    let entries = allergies::table
        .filter(allergies::patient_id.eq_any(chart))
        .filter(allergies::superseded_by.is_null())
        .filter(allergies::id.ne(by))
        .select((allergies::id, allergies::entry))
        .load::<(AllergyId, Entry)>(tx)
        .await?;
    let ended: Vec<AllergyId> =
        entries.into_iter().filter(|(_, e)| e.is_none_known()).map(|(id, _)| id).collect();
    diesel::update(allergies::table.filter(allergies::id.eq_any(ended)))
        .set((allergies::superseded_by.eq(by), allergies::version.eq(allergies::version + 1)))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn entries(tx: &mut Tx, chart: &[PatientId]) -> QueryResult<Vec<Entry>> {
    allergies::table
        .filter(allergies::patient_id.eq_any(chart))
        .filter(allergies::superseded_by.is_null())
        .order(allergies::id)
        .select(allergies::entry)
        .load(tx)
        .await
}

pub async fn list(
    tx: &mut Tx,
    chart: &[PatientId],
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Allergy>> {
    let mut query = allergies::table
        .filter(allergies::patient_id.eq_any(chart))
        .filter(allergies::superseded_by.is_null())
        .order(allergies::id)
        .select(Allergy::as_select())
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(allergies::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
