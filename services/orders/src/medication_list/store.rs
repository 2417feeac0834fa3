//! The medication list in the database.

use super::{Decided, ReportedMedication};
use crate::prescription::{Prescription, Status};
use crate::schema::{medication_decisions, prescriptions, reported_medications};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use model::{PatientId, ReportedMedicationId};
use platform::Tx;
use platform::page::{Cursor, Limit};
use std::collections::HashMap;
use uuid::Uuid;

pub async fn report(tx: &mut Tx, reported: &ReportedMedication) -> QueryResult<()> {
    diesel::insert_into(reported_medications::table).values(reported).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, reported: &ReportedMedication) -> QueryResult<()> {
    diesel::update(reported_medications::table.find(reported.id))
        .set((
            reported_medications::version.eq(reported.version),
            reported_medications::entry.eq(&reported.entry),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Locked to the end of the transaction.
pub async fn reported_for_change(
    tx: &mut Tx,
    id: ReportedMedicationId,
) -> QueryResult<Option<ReportedMedication>> {
    let found = reported_medications::table.find(id).select(ReportedMedication::as_select());
    found.for_update().first(tx).await.optional()
}

/// Everything reported in a chart, a page of it when asked.
pub async fn reported(
    tx: &mut Tx,
    chart: &[PatientId],
    page: Option<(Option<Cursor>, Limit)>,
) -> QueryResult<Vec<ReportedMedication>> {
    let mut query = reported_medications::table
        .filter(reported_medications::patient_id.eq_any(chart))
        .select(ReportedMedication::as_select())
        .order(reported_medications::id)
        .into_boxed();
    if let Some((cursor, limit)) = page {
        if let Some(Cursor(after)) = cursor {
            query = query.filter(reported_medications::id.gt(after));
        }
        query = query.limit(limit.and_one());
    }
    query.load(tx).await
}

pub async fn decide(tx: &mut Tx, decided: &Decided) -> QueryResult<()> {
    diesel::insert_into(medication_decisions::table).values(decided).execute(tx).await.map(|_| ())
}

/// The last decision about each medicine of a chart.
pub async fn decisions(tx: &mut Tx, chart: &[PatientId]) -> QueryResult<HashMap<Uuid, Decided>> {
    let last: Vec<Decided> = medication_decisions::table
        .filter(medication_decisions::patient_id.eq_any(chart))
        .distinct_on(medication_decisions::medication_id)
        .order((medication_decisions::medication_id, medication_decisions::id.desc()))
        .select(Decided::as_select())
        .load(tx)
        .await?;
    Ok(last.into_iter().map(|decided| (decided.medication_id, decided)).collect())
}

pub async fn history(tx: &mut Tx, chart: &[PatientId], medication: Uuid) -> QueryResult<Vec<Decided>> {
    medication_decisions::table
        .filter(medication_decisions::patient_id.eq_any(chart))
        .filter(medication_decisions::medication_id.eq(medication))
        .order(medication_decisions::id)
        .select(Decided::as_select())
        .load(tx)
        .await
}

/// Stopped since, in the order of stopping, and still to be had at the pharmacy.
pub async fn open_stops(
    tx: &mut Tx,
    since: DateTime<Utc>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<(Decided, Prescription)>> {
    let mut query = medication_decisions::table
        .inner_join(prescriptions::table.on(prescriptions::id.eq(medication_decisions::medication_id)))
        .filter(sql::<Bool>("medication_decisions.action = 'stop'"))
        .filter(medication_decisions::at.ge(since))
        .filter(sql::<Bool>(
            "NOT EXISTS (SELECT FROM medication_decisions later WHERE later.patient_id = medication_decisions.patient_id \
             AND later.medication_id = medication_decisions.medication_id AND later.id > medication_decisions.id)",
        ))
        .filter(prescriptions::status.eq_any(Status::OBTAINABLE))
        .filter(sql::<Bool>(
            "(prescriptions.status <> 'dispensed' OR (prescriptions.content->>'refills')::int > 0)",
        ))
        .order(medication_decisions::id)
        .select((Decided::as_select(), Prescription::as_select()))
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(medication_decisions::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
