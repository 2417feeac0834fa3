//! The interchanges that went out, and what came back for each.

use crate::schema::exchanges::{self, table};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use model::EligibilityCheckId;
use platform::Tx;
use uuid::Uuid;

/// The bytes as they were sent and received.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = exchanges)]
pub struct Exchange {
    pub id: Uuid,
    pub check_id: EligibilityCheckId,
    /// ISA13.
    pub control: i64,
    pub request: Vec<u8>,
    /// None until an answer came; until then the same request is sent again.
    pub response: Option<Vec<u8>>,
}

pub async fn insert(tx: &mut Tx, exchange: &Exchange) -> QueryResult<()> {
    diesel::insert_into(table).values(exchange).execute(tx).await.map(|_| ())
}

pub async fn unanswered(tx: &mut Tx, check: EligibilityCheckId) -> QueryResult<Option<Exchange>> {
    let open = table.filter(exchanges::check_id.eq(check).and(exchanges::response.is_null()));
    open.select(Exchange::as_select()).first(tx).await.optional()
}

pub async fn last(tx: &mut Tx, check: EligibilityCheckId) -> QueryResult<Option<Exchange>> {
    let sent = table.filter(exchanges::check_id.eq(check)).order(exchanges::id.desc());
    sent.select(Exchange::as_select()).first(tx).await.optional()
}

pub async fn keep_response(tx: &mut Tx, id: Uuid, response: &str) -> QueryResult<()> {
    let update = diesel::update(table.find(id)).set(exchanges::response.eq(response.as_bytes()));
    update.execute(tx).await.map(|_| ())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// The practice's next ISA13, without gaps: the row stays locked until the interchange is committed with it.
pub async fn next_control(tx: &mut Tx) -> QueryResult<i64> {
    let taken: Taken = diesel::sql_query(
        "INSERT INTO control_numbers (last) VALUES (1) \
         ON CONFLICT (practice_id) DO UPDATE SET last = control_numbers.last + 1 RETURNING last",
    )
    .get_result(tx)
    .await?;
    Ok(taken.last)
}
