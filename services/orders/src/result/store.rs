//! Results in the database.

use super::identify::{Candidate, Ordered};
use super::observation::Observation;
use super::routes::ListResults;
use super::stated::Stated;
use super::{Entry, Report};
use crate::patient_number;
use crate::schema::{observations, orders, patient_numbers, result_documents, result_history, results};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::PatientSnapshot;
use model::{LaboratoryId, ObservationId, OrderId, PatientId, ResultId};
use platform::{Cursor, Tx, projection};
use uuid::Uuid;

/// Whoever files what a laboratory says under a number does so alone, to the end of the transaction.
pub async fn lock_number(tx: &mut Tx, laboratory: LaboratoryId, filler_number: &str) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended(practice()::text || $1, 0))")
        .bind::<Text, _>(format!("result/{laboratory}/{filler_number}"))
        .execute(tx)
        .await
        .map(|_| ())
}

/// The report these words are about, if it has come before.
pub async fn known(tx: &mut Tx, laboratory: LaboratoryId, stated: &Stated) -> QueryResult<Option<Report>> {
    results::table
        .filter(results::laboratory_id.eq(laboratory))
        .filter(results::filler_number.eq(&stated.filler_number))
        .filter(results::code.eq(&stated.test.code))
        .filter(results::system.eq(&stated.test.system))
        .select(Report::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()
}

pub async fn insert(tx: &mut Tx, report: &Report) -> QueryResult<()> {
    diesel::insert_into(results::table).values(report).execute(tx).await.map(|_| ())
}

pub async fn update(tx: &mut Tx, report: &Report) -> QueryResult<()> {
    diesel::update(results::table.find(report.id)).set(report).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: ResultId) -> QueryResult<Option<Report>> {
    results::table.find(id).select(Report::as_select()).first(tx).await.optional()
}

pub async fn find_for_change(tx: &mut Tx, id: ResultId) -> QueryResult<Option<Report>> {
    results::table.find(id).select(Report::as_select()).for_update().first(tx).await.optional()
}

/// Everything a report has said, what is superseded too, oldest first within each place.
pub async fn record(tx: &mut Tx, result: ResultId) -> QueryResult<Vec<Observation>> {
    observations::table
        .filter(observations::result_id.eq(result))
        .select(Observation::as_select())
        .order((observations::position, observations::id))
        .load(tx)
        .await
}

/// Takes values out of the chart, then puts others in.
pub async fn replace(
    tx: &mut Tx,
    replaced: &[ObservationId],
    values: &[Observation],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    if !replaced.is_empty() {
        diesel::update(observations::table.filter(observations::id.eq_any(replaced)))
            .set(observations::superseded_at.eq(now))
            .execute(tx)
            .await?;
    }
    // Twenty-one parameters a row, of at most 65,535 a statement.
    for part in values.chunks(2_000) {
        diesel::insert_into(observations::table).values(part).execute(tx).await?;
    }
    Ok(())
}

pub async fn keep_document(
    tx: &mut Tx,
    id: Uuid,
    result: ResultId,
    media_type: &str,
    content: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(result_documents::table)
        .values((
            result_documents::id.eq(id),
            result_documents::result_id.eq(result),
            result_documents::media_type.eq(media_type),
            result_documents::content.eq(content),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn document(tx: &mut Tx, result: ResultId, id: Uuid) -> QueryResult<Option<(String, Vec<u8>)>> {
    result_documents::table
        .find(id)
        .filter(result_documents::result_id.eq(result))
        .select((result_documents::media_type, result_documents::content))
        .first(tx)
        .await
        .optional()
}

pub async fn note(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    diesel::insert_into(result_history::table).values(entry).execute(tx).await.map(|_| ())
}

pub async fn history(tx: &mut Tx, result: ResultId) -> QueryResult<Vec<Entry>> {
    result_history::table
        .filter(result_history::result_id.eq(result))
        .order(result_history::id)
        .select(Entry::as_select())
        .load(tx)
        .await
}

/// Of one status: the most urgent first, and what has waited longest first among them. Else in the order they came.
pub async fn list(tx: &mut Tx, asked: &ListResults) -> QueryResult<Vec<Report>> {
    let mut query = results::table.select(Report::as_select()).into_boxed();
    if let Some(patient) = asked.patient_id {
        query = query.filter(results::patient_id.eq_any(patient_number::store::records(tx, patient).await?));
    }
    if let Some(order) = asked.order_id {
        query = query.filter(results::order_id.eq(order));
    }
    if let Some(urgency) = asked.urgency {
        query = query.filter(results::urgency.eq(urgency));
    }
    query = match (asked.status, asked.cursor) {
        (Some(status), cursor) => {
            let queue = query.filter(results::status.eq(status.as_str()));
            let queue = queue.order((results::rank, results::changed_at, results::id));
            match cursor {
                Some(Cursor(last)) => {
                    let place =
                        "(rank, changed_at, id) > (SELECT rank, changed_at, id FROM results WHERE id = ";
                    queue.filter(sql::<Bool>(place).bind::<SqlUuid, _>(last).sql(")"))
                }
                None => queue,
            }
        }
        (None, Some(Cursor(last))) => query.filter(results::id.gt(ResultId(last))).order(results::id),
        (None, None) => query.order(results::id),
    };
    query.limit(asked.limit.and_one()).load(tx).await
}

/// Values of a code in a chart, in the order of time.
pub async fn over_time(
    tx: &mut Tx,
    chart: &[PatientId],
    code: &str,
    (from, to): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    most: i64,
) -> QueryResult<Vec<Observation>> {
    let mut query = observations::table
        .filter(observations::patient_id.eq_any(chart))
        .filter(observations::code.eq(code))
        .filter(observations::superseded_at.is_null())
        .select(Observation::as_select())
        .order((observations::observed_at.desc(), observations::id.desc()))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(observations::observed_at.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(observations::observed_at.lt(to));
    }
    query.limit(most).load(tx).await
}

/// Patients with one of these numbers; who was merged is who it was merged into.
pub async fn numbered(tx: &mut Tx, numbers: &[String]) -> QueryResult<Vec<Candidate>> {
    let rows: Vec<(PatientId, Option<PatientId>)> = patient_numbers::table
        .filter(patient_numbers::mrn.eq_any(numbers))
        .select((patient_numbers::patient_id, patient_numbers::merged_into))
        .limit(20)
        .load(tx)
        .await?;
    let people: Vec<PatientId> = rows.iter().map(|(patient, _)| *patient).collect();
    let mut snapshots = projection::find_all::<PatientSnapshot>(tx, "patient", people).await?;
    let candidate = |(patient, into): (PatientId, Option<PatientId>)| {
        let demographics = snapshots.remove(&patient.to_string())?.demographics;
        Some(Candidate { patient: into.unwrap_or(patient), demographics })
    };
    Ok(rows.into_iter().filter_map(candidate).collect())
}

/// A patient of ours, or the one it was merged into.
pub async fn candidate(tx: &mut Tx, patient: PatientId) -> QueryResult<Option<Candidate>> {
    let patient = patient_number::store::survivor(tx, patient).await?;
    let snapshot = projection::find::<PatientSnapshot>(tx, "patient", patient).await?;
    Ok(snapshot.map(|snapshot| Candidate { patient, demographics: snapshot.demographics }))
}

/// The order of ours with this number, and whom it is for.
pub async fn ordered(tx: &mut Tx, number: &str, laboratory: LaboratoryId) -> QueryResult<Option<Ordered>> {
    let found: Option<(OrderId, PatientId)> = orders::table
        .filter(orders::order_number.eq(number))
        .filter(orders::laboratory_id.eq(laboratory))
        .filter(orders::signature.is_not_null())
        .select((orders::id, orders::patient_id))
        .first(tx)
        .await
        .optional()?;
    let Some((order, patient)) = found else { return Ok(None) };
    Ok(candidate(tx, patient).await?.map(|candidate| Ordered { order, candidate }))
}
