//! Patients in the database.

use super::candidate::name::words;
use super::{Patient, candidate};
use crate::schema::patients;
use chrono::NaiveDate;
use diesel::dsl::Eq;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;
use model::{Name, PatientId, Phone};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Which patients a search asks for; every one given must fit.
#[derive(Clone, Default)]
pub struct Filter {
    /// The beginning of the family name, or of given name and family name; accents do not matter.
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
    diesel::insert_into(patients::table).values((patient, plain(patient))).execute(tx).await?;
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

/// Of those among these that were merged into another, the survivor.
pub async fn survivors(tx: &mut Tx, ids: &[PatientId]) -> QueryResult<Vec<(PatientId, PatientId)>> {
    patients::table
        .filter(patients::id.eq_any(ids))
        .filter(patients::merged_into.is_not_null())
        .select((patients::id, patients::merged_into.assume_not_null()))
        .load(tx)
        .await
}

/// All records of a person: the survivor's own and those merged into it.
pub async fn records(tx: &mut Tx, survivor: PatientId) -> QueryResult<Vec<PatientId>> {
    let merged = patients::table.filter(patients::merged_into.eq(survivor)).select(patients::id);
    let mut all: Vec<PatientId> = merged.load(tx).await?;
    all.push(survivor);
    Ok(all)
}

pub async fn update(tx: &mut Tx, patient: &Patient) -> QueryResult<()> {
    diesel::update(patients::table.find(patient.id)).set((patient, plain(patient))).execute(tx).await?;
    candidate::store::keep_keys(tx, patient).await
}

type Plain = (Eq<patients::plain_family, String>, Eq<patients::plain_given, String>);

/// The names as they are searched.
fn plain(patient: &Patient) -> Plain {
    let plain = |name: &Name| words(name.as_str()).join(" ");
    (
        patients::plain_family.eq(plain(&patient.family_name)),
        patients::plain_given.eq(plain(&patient.given_name)),
    )
}

type Condition = Box<dyn BoxableExpression<patients::table, Pg, SqlType = Bool>>;

/// Who is called so: by the beginning of the family name, or of a given name and the family name after it. Accents, case
/// and punctuation do not matter.
fn named(name: &Name) -> Condition {
    let words = words(name.as_str());
    let nobody: Condition = Box::new(false.into_sql::<Bool>());
    let both = |n: usize| -> Condition {
        let (given, family) = (words[..n].join(" "), words[n..].join(" "));
        let of_family =
            patients::plain_family.ge(family.clone()).and(patients::plain_family.lt(after(family)));
        if given.is_empty() {
            return Box::new(of_family);
        }
        let of_given = patients::plain_given.ge(given.clone()).and(patients::plain_given.lt(after(given)));
        Box::new(of_family.and(of_given))
    };
    (0..words.len()).fold(nobody, |any, n| Box::new(any.or(both(n))))
}

/// Behind every text that begins so.
fn after(beginning: String) -> String {
    format!("{beginning}{}", char::MAX)
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Patient>> {
    let mut query = patients::table.select(Patient::as_select()).order(patients::id).into_boxed();
    if let Some(name) = &filter.name {
        query = query.filter(named(name));
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
