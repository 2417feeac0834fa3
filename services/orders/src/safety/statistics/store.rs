//! Counting answered alerts in the reports of safety checks.

use super::Tally;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use platform::Tx;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Only the last run of a prescription's checks counts, as it does for signing.
const COUNT: &str = "SELECT alert ->> 'kind' AS kind, alert ->> 'source' AS source, \
       alert -> 'overridden' ->> 'reason_code' AS reason, count(*) AS count \
  FROM (SELECT DISTINCT ON (prescription_id) report FROM safety_checks \
         WHERE practice_id = practice() AND checked_at >= $1 AND checked_at < $2 \
         ORDER BY prescription_id, id DESC) AS last_run, \
       jsonb_array_elements(report -> 'alerts') AS alert \
 WHERE alert ->> 'demand' = 'answer' \
 GROUP BY 1, 2, 3";

pub async fn count(tx: &mut Tx, [from, to]: [DateTime<Utc>; 2]) -> QueryResult<Vec<Tally>> {
    let query = diesel::sql_query(COUNT).bind::<Timestamptz, _>(from).bind::<Timestamptz, _>(to);
    let counted: Vec<Counted> = query.load(tx).await?;
    Ok(counted.into_iter().filter_map(Tally::read).collect())
}

impl Tally {
    /// Nothing when a report has words this version does not know.
    fn read(counted: Counted) -> Option<Self> {
        let reason = counted.reason.map(|reason| reason.parse()).transpose().ok()?;
        Some(Self { kind: counted.kind.parse().ok()?, source: counted.source, reason, count: counted.count })
    }
}
