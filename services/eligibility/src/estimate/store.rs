//! Estimates in the database, and the answers they rest on.

use super::answer::Answer;
use super::routes::ListEstimates;
use super::{Bill, Estimate};
use crate::check::State;
use crate::schema::checks;
use crate::schema::estimates::{self, table};
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{AppointmentId, CoverageId, EligibilityCheckId, EstimateId};
use platform::{Cursor, Tx};

pub async fn insert(tx: &mut Tx, estimate: &Estimate) -> QueryResult<()> {
    diesel::insert_into(table).values(estimate).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: EstimateId) -> QueryResult<Option<Estimate>> {
    table.find(id).select(Estimate::as_select()).first(tx).await.optional()
}

pub async fn lock(tx: &mut Tx, id: EstimateId) -> QueryResult<Option<Estimate>> {
    table.find(id).select(Estimate::as_select()).for_update().first(tx).await.optional()
}

pub async fn bill(tx: &mut Tx, id: EstimateId, version: i64, bill: &Bill) -> QueryResult<()> {
    let change = (estimates::version.eq(version), estimates::bill.eq(bill));
    diesel::update(table.find(id)).set(change).execute(tx).await.map(|_| ())
}

/// The last estimate of an appointment: the one no other supersedes, for ids are minted before their turn comes.
pub async fn newest_of(tx: &mut Tx, appointment: AppointmentId) -> QueryResult<Option<Estimate>> {
    let later = diesel::alias!(estimates as later);
    let after = later.filter(later.field(estimates::supersedes).eq(estimates::id.nullable()));
    let of = table.filter(estimates::appointment_id.eq(appointment)).filter(not(exists(after)));
    of.select(Estimate::as_select()).first(tx).await.optional()
}

/// What was said of an appointment, the last first; more than this nobody remembers.
pub async fn said_of(tx: &mut Tx, appointment: AppointmentId) -> QueryResult<Vec<Estimate>> {
    let of = table.filter(estimates::appointment_id.eq(appointment)).order(estimates::id.desc());
    of.select(Estimate::as_select()).limit(20).load(tx).await
}

pub async fn list(tx: &mut Tx, asked: &ListEstimates) -> QueryResult<Vec<Estimate>> {
    let page = table.select(Estimate::as_select()).order(estimates::id).limit(asked.limit.and_one());
    let mut query = page.into_boxed();
    if let Some(patient) = asked.patient_id {
        query = query.filter(estimates::patient_id.eq(patient));
    }
    if let Some(appointment) = asked.appointment_id {
        query = query.filter(estimates::appointment_id.eq(appointment));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(estimates::id.gt(EstimateId(last)));
    }
    query.load(tx).await
}

/// The payer's newest answer about a coverage.
pub async fn newest_answer(tx: &mut Tx, coverage: CoverageId) -> QueryResult<Option<Answer>> {
    let answered = checks::table
        .filter(checks::coverage_id.eq(coverage).and(checks::status.eq("answered")))
        .order(checks::id.desc())
        .select((checks::id, checks::service_date, checks::state));
    let found: Option<(EligibilityCheckId, NaiveDate, State)> = answered.first(tx).await.optional()?;
    Ok(found.and_then(|(check, service_date, state)| {
        Some(Answer { check, service_date, finding: state.finding()?.clone() })
    }))
}
