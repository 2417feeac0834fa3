//! Patients in the database.

use super::{Patient, candidate};
use crate::schema::patients;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use model::{Name, PatientId, Phone};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Which patients a search asks for; every one given must fit.
#[derive(Clone, Default)]
pub struct Filter {
    /// The beginning of the family name, or of given name and family name.
    pub name: Option<Name>,
    pub birth_date: Option<NaiveDate>,
    pub phone: Option<Phone>,
    pub mrn: Option<Name>,
    /// Those merged into another, too.
    pub include_merged: bool,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// The next number of the practice's own counter.
pub async fn next_mrn(tx: &mut Tx) -> QueryResult<i64> {
    let row: Last = diesel::sql_query(
        "INSERT INTO mrn_counters (last) VALUES (1) ON CONFLICT (practice_id) DO UPDATE SET last = mrn_counters.last + 1 RETURNING last",
    )
    .get_result(tx)
    .await?;
    Ok(row.last)
}

pub async fn insert(tx: &mut Tx, patient: &Patient) -> QueryResult<()> {
    diesel::insert_into(patients::table).values(patient).execute(tx).await?;
    candidate::store::keep_keys(tx, patient).await
}

pub async fn find(tx: &mut Tx, id: PatientId) -> QueryResult<Option<Patient>> {
    patients::table.find(id).select(Patient::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: PatientId) -> QueryResult<Option<Patient>> {
    patients::table.find(id).select(Patient::as_select()).for_update().first(tx).await.optional()
}

/// Whose time a patient's appointments take: the patient's, or that of the one it was merged into.
///
/// Both stay what they are until the end of the transaction; a merge waits for it.
pub async fn person(tx: &mut Tx, id: PatientId) -> QueryResult<Option<PatientId>> {
    let found = patients::table.find(id).select((patients::id, patients::merged_into)).for_key_share();
    let found: Option<(PatientId, Option<PatientId>)> = found.first(tx).await.optional()?;
    Ok(found.map(|(id, survivor)| survivor.unwrap_or(id)))
}

/// All records of a person: the survivor's own and those merged into it.
pub async fn records(tx: &mut Tx, survivor: PatientId) -> QueryResult<Vec<PatientId>> {
    let merged = patients::table.filter(patients::merged_into.eq(survivor)).select(patients::id);
    let mut all: Vec<PatientId> = merged.load(tx).await?;
    all.push(survivor);
    Ok(all)
}

pub async fn update(tx: &mut Tx, patient: &Patient) -> QueryResult<()> {
    diesel::update(patients::table.find(patient.id)).set(patient).execute(tx).await?;
    candidate::store::keep_keys(tx, patient).await
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Patient>> {
    let mut query = patients::table.select(Patient::as_select()).order(patients::id).into_boxed();
    if let Some(name) = &filter.name {
        let escaped = name.as_str().to_lowercase().replace(['%', '_', '\\'], " ");
        let family = diesel::dsl::sql::<diesel::sql_types::Text>("lower(family_name)");
        query = query.filter(family.like(format!("{}%", escaped.rsplit(' ').next().unwrap_or(&escaped))));
        if let Some((given, _)) = escaped.rsplit_once(' ') {
            let first = diesel::dsl::sql::<diesel::sql_types::Text>("lower(given_name)");
            query = query.filter(first.like(format!("{given}%")));
        }
    }
    if let Some(birth_date) = filter.birth_date {
        query = query.filter(patients::birth_date.eq(birth_date));
    }
    if let Some(phone) = &filter.phone {
        query = query.filter(patients::phone.eq(phone));
    }
    if let Some(mrn) = &filter.mrn {
        query = query.filter(patients::mrn.eq(mrn));
    }
    if !filter.include_merged {
        query = query.filter(patients::merged_into.is_null());
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(patients::id.gt(PatientId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}
