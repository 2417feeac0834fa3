//! The interchanges that went out, and what came back for each; sealed, for they name patients and their coverage.

use crate::schema::checks;
use crate::schema::exchanges::{self, table};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bytea, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use model::EligibilityCheckId;
use platform::{Sealing, Tx};
use uuid::Uuid;

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = exchanges)]
pub struct Exchange {
    pub id: Uuid,
    pub check_id: EligibilityCheckId,
    /// ISA13.
    pub control: i64,
    request: Vec<u8>,
    /// None until an answer came; until then the same request is sent again.
    response: Option<Vec<u8>>,
    /// The file it was written to, with others.
    pub file_id: Option<Uuid>,
}

/// What came back for one.
pub struct Response {
    id: Uuid,
    text: Vec<u8>,
}

impl Exchange {
    pub fn new(
        id: Uuid,
        check_id: EligibilityCheckId,
        control: i64,
        (request, sealing): (&[u8], &Sealing),
    ) -> anyhow::Result<Self> {
        let request = sealing.seal(&place(id, "request"), request)?;
        Ok(Self { id, check_id, control, request, response: None, file_id: None })
    }

    /// Written to a file with others.
    #[must_use]
    pub fn within(self, file: Uuid) -> Self {
        Self { file_id: Some(file), ..self }
    }

    /// The bytes as they were sent.
    pub fn request(&self, sealing: &Sealing) -> anyhow::Result<Vec<u8>> {
        open(sealing, &place(self.id, "request"), &self.request)
    }

    /// The bytes as they came.
    pub fn response(&self, sealing: &Sealing) -> anyhow::Result<Option<Vec<u8>>> {
        let open = |text: &Vec<u8>| open(sealing, &place(self.id, "response"), text);
        self.response.as_ref().map(open).transpose()
    }
}

impl Response {
    pub fn new(id: Uuid, (text, sealing): (&str, &Sealing)) -> anyhow::Result<Self> {
        Ok(Self { id, text: sealing.seal(&place(id, "response"), text.as_bytes())? })
    }
}

fn place(id: Uuid, side: &str) -> String {
    format!("exchange/{id}/{side}")
}

/// What was kept before messages were sealed is text as it is.
fn open(sealing: &Sealing, place: &str, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    if Sealing::is_sealed(bytes) { sealing.open(place, bytes) } else { Ok(bytes.to_vec()) }
}

pub async fn insert(tx: &mut Tx, exchanges: &[Exchange]) -> QueryResult<()> {
    diesel::insert_into(table).values(exchanges).execute(tx).await.map(|_| ())
}

/// Those of these checks that wait for their answer: at most one each.
pub async fn unanswered(tx: &mut Tx, checks: &[EligibilityCheckId]) -> QueryResult<Vec<Exchange>> {
    let open = table.filter(exchanges::check_id.eq_any(checks).and(exchanges::response.is_null()));
    open.select(Exchange::as_select()).load(tx).await
}

/// How many inquiries of a file still wait for their answer, of checks that do.
pub async fn open_in_file(tx: &mut Tx, file: Uuid) -> QueryResult<i64> {
    let waiting = table.inner_join(checks::table).filter(exchanges::file_id.eq(file));
    let waiting =
        waiting.filter(exchanges::response.is_null().and(checks::status.eq_any(["queued", "sending"])));
    waiting.count().get_result(tx).await
}

/// An inquiry of a file that waits for its answer.
#[derive(QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    pub check_id: EligibilityCheckId,
    /// Its place in the file, from 1: its ST02.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
}

/// Inquiries stand in a file in the order of their checks' ids.
pub async fn waiting_in_file(tx: &mut Tx, file: Uuid) -> QueryResult<Vec<Waiting>> {
    diesel::sql_query(
        "SELECT check_id, place FROM ( \
           SELECT check_id, row_number() OVER (ORDER BY check_id) AS place, response IS NULL AS waits FROM exchanges \
           WHERE practice_id = practice() AND file_id = $1) inquiries WHERE waits ORDER BY place",
    )
    .bind::<SqlUuid, _>(file)
    .load(tx)
    .await
}

/// All of a check, oldest first.
pub async fn of_check(tx: &mut Tx, check: EligibilityCheckId) -> QueryResult<Vec<Exchange>> {
    let sent = table.filter(exchanges::check_id.eq(check)).order(exchanges::id);
    sent.select(Exchange::as_select()).load(tx).await
}

pub async fn keep_responses(tx: &mut Tx, responses: &[Response]) -> QueryResult<()> {
    if responses.is_empty() {
        return Ok(());
    }
    let (ids, texts): (Vec<Uuid>, Vec<&[u8]>) =
        responses.iter().map(|response| (response.id, response.text.as_slice())).unzip();
    diesel::sql_query(
        "UPDATE exchanges SET response = heard.text FROM unnest($1, $2) AS heard (exchange, text) \
         WHERE practice_id = practice() AND id = heard.exchange",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Bytea>, _>(texts)
    .execute(tx)
    .await
    .map(|_| ())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// ISA13 has nine digits: after the last comes the first again.
pub fn isa13(control: i64) -> anyhow::Result<u32> {
    Ok(u32::try_from((control - 1).rem_euclid(999_999_999) + 1)?)
}

/// The first of the practice's next ISA13, so many without gaps: the row stays locked until they are committed.
pub async fn next_controls(tx: &mut Tx, number: usize) -> QueryResult<i64> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    if number == 0 {
        return Ok(0);
    }
    let taken: Taken = diesel::sql_query(
        "INSERT INTO control_numbers (last) VALUES ($1) \
         ON CONFLICT (practice_id) DO UPDATE SET last = control_numbers.last + $1 RETURNING last",
    )
    .bind::<BigInt, _>(number)
    .get_result(tx)
    .await?;
    Ok(taken.last - number + 1)
}

#[cfg(test)]
mod tests {
    use super::isa13;

    #[test]
    fn after_the_last_control_number_comes_the_first() -> anyhow::Result<()> {
        for (control, number) in [(1, 1), (999_999_999, 999_999_999), (1_000_000_000, 1), (1_999_999_999, 1)]
        {
            assert_eq!(isa13(control)?, number);
        }
        Ok(())
    }
}
