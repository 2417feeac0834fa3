//! What is heard of prices.

use super::store;
use model::event::FeeScheduleUpdated;
use platform::Tx;

pub async fn keep_prices(tx: &mut Tx, event: FeeScheduleUpdated) -> anyhow::Result<()> {
    Ok(store::replace(tx, &event.0).await?)
}
