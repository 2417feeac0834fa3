//! A batch as comma-separated values (RFC 4180), written page by page, so that its length costs no memory.

use actix_web::web::{self, Bytes};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use model::EligibilityBatchId;
use platform::{Context, Db, Problem, Tx};
use uuid::Uuid;

const PAGE: i64 = 500;
const HEADER: &str = "number,service_date,appointment_id,patient_id,coverage_id,rank,payer,member_id,check_id,state,shared,\
    outcome,reason,plan,copay,deductible_remaining,answered_at\r\n";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Integer)]
    n: i32,
    #[diesel(sql_type = Date)]
    service_date: chrono::NaiveDate,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    appointment_id: Option<Uuid>,
    #[diesel(sql_type = SqlUuid)]
    patient_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    coverage_id: Uuid,
    #[diesel(sql_type = Text)]
    rank: String,
    #[diesel(sql_type = Text)]
    payer: String,
    #[diesel(sql_type = Text)]
    member_id: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    check_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    shared: String,
    #[diesel(sql_type = Nullable<Text>)]
    outcome: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    plan: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    copay: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    deductible_remaining: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// The header, then all lines.
pub fn lines(
    db: web::Data<Db>,
    context: Context,
    id: EligibilityBatchId,
) -> impl Stream<Item = actix_web::Result<Bytes>> {
    let pages = stream::try_unfold(Some(0), move |after| {
        let (db, context) = (db.clone(), context.clone());
        async move {
            let Some(after) = after else { return Ok::<_, Problem>(None) };
            let lines =
                db.read(&context, async move |tx| Ok::<_, Problem>(page(tx, id, after).await?)).await?;
            let next = lines.last().map(|line| line.n).filter(|_| lines.len() as i64 == PAGE);
            let text: String = lines.iter().map(Line::text).collect();
            Ok(Some((Bytes::from(text), next)))
        }
    });
    stream::once(async { Ok(Bytes::from_static(HEADER.as_bytes())) })
        .chain(pages.map_err(actix_web::Error::from))
}

async fn page(tx: &mut Tx, id: EligibilityBatchId, after: i32) -> QueryResult<Vec<Line>> {
    diesel::sql_query(
        "SELECT i.n, i.service_date, i.appointment_id, c.patient_id, i.coverage_id, coalesce(k.rank, c.rank) AS rank, \
           p.name AS payer, c.member_id, i.check_id, coalesce(k.status, i.state) AS state, \
           CASE i.state WHEN 'shared' THEN 'yes' ELSE 'no' END AS shared, k.state ->> 'outcome' AS outcome, \
           k.state -> 'reason' ->> 'code' AS reason, k.state ->> 'plan' AS plan, k.state ->> 'copay' AS copay, \
           k.state -> 'deductible' ->> 'remaining' AS deductible_remaining, \
           (k.state ->> 'answered_at')::timestamptz AS answered_at \
         FROM batch_items i JOIN coverages c ON c.id = i.coverage_id JOIN payers p ON p.id = i.payer_id \
         LEFT JOIN checks k ON k.id = i.check_id \
         WHERE i.practice_id = practice() AND i.batch_id = $1 AND i.n > $2 ORDER BY i.n LIMIT $3",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(after)
    .bind::<BigInt, _>(PAGE)
    .load(tx)
    .await
}

impl Line {
    fn text(&self) -> String {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let word = |word: &Option<String>| cell(word.as_deref().unwrap_or_default());
        let cells = [
            self.n.to_string(),
            self.service_date.to_string(),
            id(self.appointment_id),
            self.patient_id.to_string(),
            self.coverage_id.to_string(),
            cell(&self.rank),
            cell(&self.payer),
            cell(&self.member_id),
            id(self.check_id),
            cell(&self.state),
            cell(&self.shared),
            word(&self.outcome),
            word(&self.reason),
            word(&self.plan),
            word(&self.copay),
            word(&self.deductible_remaining),
            self.answered_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        ];
        format!("{}\r\n", cells.join(","))
    }
}

/// Quoted where it must be. A text from outside that a spreadsheet would calculate is kept a text by an apostrophe.
fn cell(text: &str) -> String {
    let calculated = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if calculated { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_calculated() {
        for (text, written) in [
            ("GOLD 123", "GOLD 123"),
            ("", ""),
            ("Smith, Jones", "\"Smith, Jones\""),
            ("the \"gold\" plan", "\"the \"\"gold\"\" plan\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1,A2)", "\"'@SUM(A1,A2)\""),
        ] {
            assert_eq!(cell(text), written);
        }
        assert_eq!(HEADER.matches(',').count(), 16);
    }
}
