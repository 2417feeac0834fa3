//! Authorizations in the database.

pub mod settings;

use super::routes::ListAuthorizations;
use super::settle::{Booking, Span};
use super::visit::{Stage, Visit};
use super::{Authorization, Refusal, Usage};
use crate::schema::{
    authorization_bookings, authorization_uses, authorization_visits, authorizations, coverages,
};
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::{AuthorizationId, CoverageId, PatientId, PracticeId};
use platform::db::on_constraint;
use platform::page::Limit;
use platform::{Cursor, Problem, Tx};
use std::collections::HashMap;
use uuid::Uuid;

/// Said again, because the policy of the table is an alternative (practice or system), and no index serves one.
fn own() -> SqlLiteral<Bool> {
    sql("authorizations.practice_id = practice()")
}

const ONE_PER_NUMBER: &str = "authorizations_one_per_number";

pub async fn insert(tx: &mut Tx, authorization: &Authorization) -> Result<(), Problem> {
    let inserted = diesel::insert_into(authorizations::table).values(authorization).execute(tx).await;
    number_free(inserted.map(|_| ()))
}

/// Says which request is in the way of a number given twice.
pub fn number_free<T>(result: QueryResult<T>) -> Result<T, Problem> {
    on_constraint(result, ONE_PER_NUMBER, Refusal::NumberTaken)
}

pub async fn update(tx: &mut Tx, authorization: &Authorization) -> QueryResult<()> {
    let row = authorizations::table.find(authorization.id);
    diesel::update(row).set(authorization).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: AuthorizationId) -> QueryResult<Option<Authorization>> {
    authorizations::table.find(id).select(Authorization::as_select()).first(tx).await.optional()
}

/// All of a patient's, locked to the end of the transaction, always in the same order.
pub async fn lock_of_patient(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<Authorization>> {
    of_patient(patient).select(Authorization::as_select()).for_update().load(tx).await
}

#[diesel::dsl::auto_type]
pub fn of_patient(patient: PatientId) -> _ {
    let own: SqlLiteral<Bool> = own();
    authorizations::table.filter(own).filter(authorizations::patient_id.eq(patient)).order(authorizations::id)
}

pub async fn list(
    tx: &mut Tx,
    asked: &ListAuthorizations,
    today: NaiveDate,
) -> QueryResult<Vec<Authorization>> {
    let page =
        authorizations::table.filter(own()).select(Authorization::as_select()).order(authorizations::id);
    let mut query = page.limit(asked.limit.and_one()).into_boxed();
    if !asked.expired {
        query = query.filter(authorizations::expires.ge(today));
    }
    if let Some(patient) = asked.patient_id {
        query = query.filter(authorizations::patient_id.eq(patient));
    }
    if let Some(coverage) = asked.coverage_id {
        query = query.filter(authorizations::coverage_id.eq(coverage));
    }
    if let Some(status) = asked.status {
        query = query.filter(authorizations::status.eq(status));
    }
    if let Some(day) = asked.expiring_before {
        query = query.filter(authorizations::expires.lt(day));
    }
    if let Some(Cursor(last)) = asked.cursor {
        query = query.filter(authorizations::id.gt(AuthorizationId(last)));
    }
    query.load(tx).await
}

/// Approved ones whose last days have begun and were not warned of; in the platform's own name.
pub async fn to_warn_of(
    tx: &mut Tx,
    today: NaiveDate,
    most: i64,
) -> QueryResult<Vec<(PracticeId, PatientId)>> {
    authorizations::table
        .filter(authorizations::status.eq("approved").and(authorizations::warned.eq("no")))
        .filter(authorizations::warn_on.le(today).and(authorizations::expires.ge(today)))
        .select((authorizations::practice_id, authorizations::patient_id))
        .distinct()
        .limit(most)
        .load(tx)
        .await
}

/// The coverages' days.
pub async fn spans(tx: &mut Tx, of: &[Authorization]) -> QueryResult<HashMap<CoverageId, Span>> {
    let ids: Vec<CoverageId> = of.iter().map(|one| one.coverage_id).collect();
    let columns = (coverages::id, coverages::effective, coverages::terminates);
    let found = coverages::table.filter(coverages::id.eq_any(ids)).select(columns);
    let rows: Vec<(CoverageId, NaiveDate, Option<NaiveDate>)> = found.load(tx).await?;
    Ok(rows.into_iter().map(|(id, first, last)| (id, Span { first, last })).collect())
}

pub async fn keep_visit(tx: &mut Tx, visit: &Visit) -> QueryResult<()> {
    let insert = diesel::insert_into(authorization_visits::table).values(visit);
    let kept = insert.on_conflict(authorization_visits::id).do_update().set(visit);
    kept.execute(tx).await.map(|_| ())
}

/// The patient's visits that were or will be.
pub async fn visits_of(tx: &mut Tx, patient: PatientId) -> QueryResult<Vec<Visit>> {
    authorization_visits::table
        .filter(authorization_visits::patient_id.eq(patient))
        .filter(authorization_visits::stage.ne(Stage::Off))
        .select(Visit::as_select())
        .load(tx)
        .await
}

pub async fn bookings(tx: &mut Tx, of: &[Authorization]) -> QueryResult<Vec<Booking>> {
    let ids: Vec<AuthorizationId> = of.iter().map(|one| one.id).collect();
    authorization_bookings::table
        .filter(authorization_bookings::authorization_id.eq_any(ids))
        .select(Booking::as_select())
        .load(tx)
        .await
}

/// Writes the difference.
pub async fn rebook(tx: &mut Tx, before: &[Booking], after: &[Booking]) -> QueryResult<()> {
    for gone in before.iter().filter(|one| !after.contains(one)) {
        let row = authorization_bookings::table.find((gone.authorization_id, gone.appointment_id));
        diesel::delete(row).execute(tx).await?;
    }
    let new: Vec<&Booking> = after.iter().filter(|one| !before.contains(one)).collect();
    diesel::insert_into(authorization_bookings::table).values(new).execute(tx).await.map(|_| ())
}

pub async fn record(tx: &mut Tx, lines: Vec<Usage>) -> QueryResult<()> {
    diesel::insert_into(authorization_uses::table).values(lines).execute(tx).await.map(|_| ())
}

pub async fn uses(
    tx: &mut Tx,
    of: AuthorizationId,
    limit: Limit,
    after: Option<Cursor>,
) -> QueryResult<Vec<Usage>> {
    let page = authorization_uses::table.filter(authorization_uses::authorization_id.eq(of));
    let page = page.select(Usage::as_select()).order(authorization_uses::id).limit(limit.and_one());
    let mut query = page.into_boxed();
    if let Some(Cursor(last)) = after {
        query = query.filter(authorization_uses::id.gt::<Uuid>(last));
    }
    query.load(tx).await
}
