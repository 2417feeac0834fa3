//! Orders in the database.

use super::content::Test;
use super::duplicate::{Duplicate, Found};
use super::{Entry, Order, Status};
use crate::patient_number;
use crate::schema::{order_history, ordered_tests, orders, results};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use model::{OrderId, PatientId, ResultId};
use platform::Tx;
use platform::page::{Cursor, Limit};

/// Which orders a list asks for.
#[derive(Clone, Default)]
pub struct Filter {
    pub patient: Option<PatientId>,
    pub status: Option<Status>,
    pub cursor: Option<Cursor>,
    pub limit: Limit,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    last: i64,
}

/// The next number of the practice; it holds the counter to the end of the transaction.
pub async fn next_number(tx: &mut Tx) -> QueryResult<String> {
    let counted: Counted = diesel::sql_query(
        "INSERT INTO order_counters (last) VALUES (1) \
         ON CONFLICT (practice_id) DO UPDATE SET last = order_counters.last + 1 RETURNING last",
    )
    .get_result(tx)
    .await?;
    Ok(format!("{:08}", counted.last))
}

pub async fn insert(tx: &mut Tx, order: &Order) -> QueryResult<()> {
    diesel::insert_into(orders::table).values(order).execute(tx).await.map(|_| ())
}

pub async fn find(tx: &mut Tx, id: OrderId) -> QueryResult<Option<Order>> {
    orders::table.find(id).select(Order::as_select()).first(tx).await.optional()
}

/// Locked to the end of the transaction.
pub async fn find_for_change(tx: &mut Tx, id: OrderId) -> QueryResult<Option<Order>> {
    orders::table.find(id).select(Order::as_select()).for_update().first(tx).await.optional()
}

pub async fn update(tx: &mut Tx, order: &Order) -> QueryResult<()> {
    diesel::update(orders::table.find(order.id))
        .set((
            orders::version.eq(order.version),
            orders::duplicates.eq(&order.duplicates),
            orders::signature.eq(&order.signature),
            orders::state.eq(&order.state),
        ))
        .execute(tx)
        .await
        .map(|_| ())
}

pub async fn list(tx: &mut Tx, filter: &Filter) -> QueryResult<Vec<Order>> {
    let mut query = orders::table.select(Order::as_select()).order(orders::id).into_boxed();
    if let Some(patient) = filter.patient {
        query = query.filter(orders::patient_id.eq_any(patient_number::store::records(tx, patient).await?));
    }
    if let Some(status) = filter.status {
        query = query.filter(orders::status.eq(status.as_str()));
    }
    if let Some(Cursor(after)) = filter.cursor {
        query = query.filter(orders::id.gt(OrderId(after)));
    }
    query.limit(filter.limit.and_one()).load(tx).await
}

/// The tests of an order that was signed, so that the same ones are found.
pub async fn keep_tests(tx: &mut Tx, order: &Order, at: DateTime<Utc>) -> QueryResult<()> {
    let row = |test: &Test| {
        (
            ordered_tests::order_id.eq(order.id),
            ordered_tests::patient_id.eq(order.patient_id),
            ordered_tests::code.eq(test.key().to_owned()),
            ordered_tests::ordered_at.eq(at),
        )
    };
    let rows: Vec<_> = order.content.tests().iter().map(row).collect();
    diesel::insert_into(ordered_tests::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(tx)
        .await
        .map(|_| ())
}

/// The same tests in this chart since then: ordered and not cancelled, or done.
pub async fn same_tests(
    tx: &mut Tx,
    order: &Order,
    chart: &[PatientId],
    since: DateTime<Utc>,
) -> QueryResult<Vec<Duplicate>> {
    let tests = order.content.tests();
    let keys: Vec<&str> = tests.iter().map(Test::key).collect();
    let ordered: Vec<(String, DateTime<Utc>, OrderId)> = ordered_tests::table
        .inner_join(orders::table)
        .filter(ordered_tests::patient_id.eq_any(chart))
        .filter(ordered_tests::code.eq_any(keys.clone()))
        .filter(ordered_tests::ordered_at.ge(since))
        .filter(orders::status.ne(Status::Cancelled.as_str()))
        .select((ordered_tests::code, ordered_tests::ordered_at, ordered_tests::order_id))
        .order(ordered_tests::ordered_at)
        .load(tx)
        .await?;
    let done: Vec<(String, DateTime<Utc>, ResultId, Option<OrderId>)> = results::table
        .filter(results::patient_id.eq_any(chart))
        .filter(results::code.eq_any(keys.clone()))
        .filter(results::observed_at.ge(since))
        .select((results::code, results::observed_at, results::id, results::order_id))
        .order(results::id)
        .load(tx)
        .await?;
    let place = |code: &str| keys.iter().position(|key| *key == code);
    // A result of an order that is named already says nothing new.
    let named: Vec<OrderId> = ordered.iter().map(|(_, _, order)| *order).collect();
    let done = done.into_iter().filter(|(_, _, _, order)| order.is_none_or(|order| !named.contains(&order)));
    let ordered = ordered.into_iter().filter_map(|(code, at, order_id)| {
        Some(Duplicate { index: place(&code)?, at, found: Found::Ordered { order_id } })
    });
    let done: Vec<Duplicate> = done
        .filter_map(|(code, at, result_id, _)| {
            Some(Duplicate { index: place(&code)?, at, found: Found::Resulted { result_id } })
        })
        .collect();
    Ok(ordered.chain(done).collect())
}

pub async fn record(tx: &mut Tx, entry: &Entry) -> QueryResult<()> {
    diesel::insert_into(order_history::table).values(entry).execute(tx).await.map(|_| ())
}

pub async fn history(tx: &mut Tx, order: OrderId) -> QueryResult<Vec<Entry>> {
    order_history::table
        .filter(order_history::order_id.eq(order))
        .order(order_history::id)
        .select(Entry::as_select())
        .load(tx)
        .await
}

/// How many final reports of an order are there, and how many of them somebody has read.
pub async fn reports(tx: &mut Tx, order: OrderId) -> QueryResult<(usize, usize)> {
    let rows: Vec<(String, String)> = results::table
        .filter(results::order_id.eq(order))
        .select((results::report_status, results::status))
        .load(tx)
        .await?;
    let is_final = |(status, _): &&(String, String)| !matches!(status.as_str(), "pending" | "preliminary");
    let finals = rows.iter().filter(is_final).count();
    let read = rows.iter().filter(is_final).filter(|(_, review)| review == "reviewed").count();
    Ok((finals, read))
}
