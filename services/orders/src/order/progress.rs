//! What results say of the order they belong to.

use super::state::Results;
use super::{Entry, Order, store};
use chrono::{DateTime, Utc};
use model::OrderId;
use platform::{Problem, Tx, mint};

/// A report of this order came, or was changed.
pub async fn hear_result(tx: &mut Tx, order: OrderId, now: DateTime<Utc>) -> Result<(), Problem> {
    hear(tx, order, "a laboratory", now).await
}

/// Somebody has read a report of this order.
pub async fn hear_review(tx: &mut Tx, order: OrderId, by: &str, now: DateTime<Utc>) -> Result<(), Problem> {
    hear(tx, order, by, now).await
}

async fn hear(tx: &mut Tx, order: OrderId, by: &str, now: DateTime<Utc>) -> Result<(), Problem> {
    let Some(before) = store::find_for_change(tx, order).await? else { return Ok(()) };
    let (finals, read) = store::reports(tx, order).await?;
    let due = before.content.tests().len();
    let results = match (finals >= due, read >= finals) {
        (false, _) => Results::Partial,
        (true, false) => Results::Complete,
        (true, true) => Results::Read(by.to_owned()),
    };
    let state = before.state.clone().hear(results, now);
    if state == before.state {
        return Ok(());
    }
    let after: Order = before.with_state(state);
    store::update(tx, &after).await?;
    Ok(store::record(tx, &Entry::new(mint(), &after, "results", by, now)).await?)
}
