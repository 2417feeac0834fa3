//! Coverages in the database.

use super::routes::ListCoverages;
use super::{Coverage, Refusal};
use crate::merge;
use crate::schema::coverages::{self, table};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{CoverageId, PatientId};
use platform::db::on_constraint;
use platform::{Cursor, Problem, Tx};
use std::collections::HashSet;

pub async fn insert(tx: &mut Tx, coverage: &Coverage) -> Result<(), Problem> {
    only_one_per_rank(tx, coverage).await?;
    let inserted = diesel::insert_into(table).values(coverage).execute(tx).await;
    on_constraint(inserted.map(|_| ()), ONE_PER_RANK, Refusal::Overlaps(None))
}

pub async fn update(tx: &mut Tx, coverage: &Coverage) -> Result<(), Problem> {
    only_one_per_rank(tx, coverage).await?;
    let updated = diesel::update(table.find(coverage.id)).set(coverage).execute(tx).await;
    on_constraint(updated.map(|_| ()), ONE_PER_RANK, Refusal::Overlaps(None))
}

const ONE_PER_RANK: &str = "coverages_one_per_rank";

/// Names the coverage in the way, which the constraint behind it cannot.
async fn only_one_per_rank(tx: &mut Tx, coverage: &Coverage) -> Result<(), Problem> {
    let rivals = table
        .filter(coverages::patient_id.eq(coverage.patient_id).and(coverages::rank.eq(coverage.rank)))
        .filter(coverages::id.ne(coverage.id))
        .filter(coverages::effective.le(coverage.terminates.unwrap_or(NaiveDate::MAX)))
        .filter(coverages::terminates.is_null().or(coverages::terminates.ge(coverage.effective)));
    let rival: Option<CoverageId> = rivals.select(coverages::id).first(tx).await.optional()?;
    match rival {
        Some(id) => Err(Refusal::Overlaps(Some(id)).into()),
        None => Ok(()),
    }
}

pub async fn find(tx: &mut Tx, id: CoverageId) -> QueryResult<Option<Coverage>> {
    table.find(id).select(Coverage::as_select()).first(tx).await.optional()
}

pub async fn lock(tx: &mut Tx, id: CoverageId) -> QueryResult<Option<Coverage>> {
    table.find(id).select(Coverage::as_select()).for_update().first(tx).await.optional()
}

pub async fn find_all(tx: &mut Tx, ids: &[CoverageId]) -> QueryResult<Vec<Coverage>> {
    table.filter(coverages::id.eq_any(ids)).select(Coverage::as_select()).load(tx).await
}

/// Of all records of the person, in the order of their ranks. What two records have of one membership stands here once: as
/// the record that was asked for has it.
pub async fn active_on(tx: &mut Tx, patient: PatientId, day: NaiveDate) -> QueryResult<Vec<Coverage>> {
    let records = merge::store::records(tx, patient).await?;
    let mut active: Vec<Coverage> = table
        .filter(coverages::patient_id.eq_any(&records))
        .filter(coverages::effective.le(day))
        .filter(coverages::terminates.is_null().or(coverages::terminates.ge(day)))
        .select(Coverage::as_select())
        .load(tx)
        .await?;
    active.sort_by_key(|coverage| (coverage.patient_id != patient, coverage.rank, coverage.id));
    let mut known = HashSet::new();
    active.retain(|coverage| known.insert((coverage.payer_id, coverage.member_id.clone())));
    active.sort_by_key(|coverage| coverage.rank);
    Ok(active)
}

pub async fn list(tx: &mut Tx, asked: &ListCoverages) -> QueryResult<Vec<Coverage>> {
    let records = match asked.patient_id {
        Some(patient) => Some(merge::store::records(tx, patient).await?),
        None => None,
    };
    let page = table.select(Coverage::as_select()).order(coverages::id).limit(asked.limit.and_one());
    let mut query = page.into_boxed();
    if let Some(records) = records {
        query = query.filter(coverages::patient_id.eq_any(records));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(coverages::id.gt(CoverageId(last)));
    }
    query.load(tx).await
}
