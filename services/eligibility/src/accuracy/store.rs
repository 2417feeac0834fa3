//! What came of estimates, in the database.

use super::{Accuracy, Outturn, percent};
use crate::schema::estimate_outcomes::{self, table};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::{Money, PayerId, VisitTypeId};
use platform::Tx;

/// A later decision about the claim takes the place of an earlier one.
pub async fn keep(tx: &mut Tx, outturn: &Outturn) -> QueryResult<()> {
    let insert = diesel::insert_into(table).values(outturn);
    insert.on_conflict(estimate_outcomes::estimate_id).do_update().set(outturn).execute(tx).await.map(|_| ())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    payer_id: PayerId,
    #[diesel(sql_type = SqlUuid)]
    visit_type_id: VisitTypeId,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = BigInt)]
    undetermined: i64,
    #[diesel(sql_type = BigInt)]
    denied: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    median: Option<Money>,
    #[diesel(sql_type = Nullable<BigInt>)]
    p90: Option<Money>,
    #[diesel(sql_type = BigInt)]
    within_dollars: i64,
    #[diesel(sql_type = BigInt)]
    within_tenth: i64,
}

/// By payer and visit type, of the dates of service from the first to the last.
pub async fn report(tx: &mut Tx, first: NaiveDate, last: NaiveDate) -> QueryResult<Vec<Accuracy>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT payer_id, visit_type_id, count(error) AS count, \
           count(*) FILTER (WHERE decision = 'paid' AND expected IS NULL) AS undetermined, \
           count(*) FILTER (WHERE decision = 'denied') AS denied, \
           percentile_disc(0.5) WITHIN GROUP (ORDER BY error) AS median, \
           percentile_disc(0.9) WITHIN GROUP (ORDER BY error) AS p90, \
           count(*) FILTER (WHERE error <= 500) AS within_dollars, \
           count(*) FILTER (WHERE error * 10 <= abs(actual)) AS within_tenth \
         FROM (SELECT *, CASE WHEN decision = 'paid' THEN abs(expected - actual) END AS error \
               FROM estimate_outcomes WHERE practice_id = practice() AND service_date BETWEEN $1 AND $2) AS compared \
         GROUP BY payer_id, visit_type_id ORDER BY payer_id, visit_type_id",
    )
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(Accuracy::from).collect())
}

impl From<Row> for Accuracy {
    fn from(row: Row) -> Self {
        Self {
            payer_id: row.payer_id,
            visit_type_id: row.visit_type_id,
            count: row.count,
            undetermined: row.undetermined,
            denied: row.denied,
            median_error: row.median,
            p90_error: row.p90,
            percent_within_5_dollars: percent(row.within_dollars, row.count),
            percent_within_10_percent: percent(row.within_tenth, row.count),
        }
    }
}
