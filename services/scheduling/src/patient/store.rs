//! Patients in the database.

use super::Patient;
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
    diesel::insert_into(patients::table).values(patient).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: PatientId) -> QueryResult<Option<Patient>> {
    patients::table.find(id).select(Patient::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: PatientId) -> QueryResult<Option<Patient>> {
    patients::table.find(id).select(Patient::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, patient: &Patient) -> QueryResult<()> {
    diesel::update(patients::table.find(patient.id)).set(patient).execute(tx).await.map(|_| ())
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
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(patients::id.gt(PatientId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}
