//! Spelling out what a batch asks: always many at once, never one by one.

use super::{Asked, Batch};
use crate::check::ServiceTypes;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, Jsonb, Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::event::VisitTypeSnapshot;
use model::{CoverageId, EligibilityBatchId};
use platform::Tx;
use uuid::Uuid;

/// Writes down every question of the batch, with one statement.
pub async fn spell_out(tx: &mut Tx, batch: &Batch, others_too: bool) -> QueryResult<()> {
    match &batch.asked {
        Asked::Coverages { coverage_ids, service_date } => {
            let about = batch.service_types.clone().unwrap_or_else(ServiceTypes::plan);
            about_coverages(tx, batch.id, coverage_ids, *service_date, about).await
        }
        Asked::Visits { from, to } => about_visits(tx, batch, *from, *to, others_too).await,
    }
}

async fn about_coverages(
    tx: &mut Tx,
    batch: EligibilityBatchId,
    ids: &[CoverageId],
    day: NaiveDate,
    about: ServiceTypes,
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO batch_items (batch_id, n, coverage_id, payer_id, service_date, about, state) \
         SELECT $1, a.n, c.id, c.payer_id, $3, $4, \
           CASE WHEN p.transactions @> '[\"270\"]' THEN 'waiting' ELSE 'not_asked' END \
         FROM unnest($2) WITH ORDINALITY AS a (id, n) JOIN coverages c ON c.id = a.id JOIN payers p ON p.id = c.payer_id",
    )
    .bind::<SqlUuid, _>(batch)
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Date, _>(day)
    .bind::<Jsonb, _>(about)
    .execute(tx)
    .await
    .map(|_| ())
}

/// A person's records are looked up by id one by one; what their visits are about was looked up before.
async fn about_visits(
    tx: &mut Tx,
    batch: &Batch,
    from: NaiveDate,
    to: NaiveDate,
    others_too: bool,
) -> QueryResult<()> {
    let kinds = kinds(tx).await?;
    let (ids, about): (Vec<Uuid>, Vec<ServiceTypes>) = kinds.into_iter().unzip();
    diesel::sql_query(
        "INSERT INTO batch_items (batch_id, n, coverage_id, payer_id, service_date, about, appointment_id, state) \
         SELECT $1, row_number() OVER (ORDER BY v.service_date, v.id, c.rank, c.id), c.id, c.payer_id, v.service_date, \
           coalesce($4, t.about, '[\"30\"]'), v.id, \
           CASE WHEN p.transactions @> '[\"270\"]' THEN 'waiting' ELSE 'not_asked' END \
         FROM visits v \
         LEFT JOIN patient_merges m ON m.practice_id = practice() AND m.patient_id = v.patient_id \
         CROSS JOIN LATERAL ( \
           SELECT coalesce(m.into_id, v.patient_id) AS id \
           UNION SELECT o.patient_id FROM patient_merges o \
             WHERE o.practice_id = practice() AND o.into_id = coalesce(m.into_id, v.patient_id)) r \
         JOIN coverages c ON c.practice_id = practice() AND c.patient_id = r.id AND c.effective <= v.service_date \
           AND (c.terminates IS NULL OR c.terminates >= v.service_date) AND ($7 OR c.rank = 'primary') \
         JOIN payers p ON p.id = c.payer_id \
         LEFT JOIN unnest($5, $6) AS t (id, about) ON t.id = v.visit_type_id \
         WHERE v.practice_id = practice() AND v.expected AND v.service_date BETWEEN $2 AND $3",
    )
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .bind::<Nullable<Jsonb>, _>(batch.service_types.clone())
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Jsonb>, _>(about)
    .bind::<Bool, _>(others_too)
    .execute(tx)
    .await
    .map(|_| ())
}

/// What every announced kind of visit is asked about.
async fn kinds(tx: &mut Tx) -> QueryResult<Vec<(Uuid, ServiceTypes)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Jsonb)]
        data: serde_json::Value,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT data FROM projection WHERE practice_id = practice() \
         AND subject >= 'visit-type/' AND subject < 'visit-type0'",
    )
    .load(tx)
    .await?;
    let kinds = rows.into_iter().filter_map(|row| serde_json::from_value::<VisitTypeSnapshot>(row.data).ok());
    Ok(kinds.map(|kind| (kind.visit_type_id.0, ServiceTypes::with_plan(&kind.service_types))).collect())
}
