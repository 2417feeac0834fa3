//! Holds in the database.

use super::Hold;
use crate::schema::holds;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{HoldId, PractitionerId};
use platform::{Problem, Tx};

pub async fn insert(tx: &mut Tx, hold: &Hold) -> QueryResult<()> {
    diesel::insert_into(holds::table).values(hold).execute(tx).await.map(|_| ())
}

/// Ends a hold so that the booking it was made for takes its time; a hold on another time is refused.
///
/// One that has expired is as good as gone: the time is then free or taken like any other.
pub async fn use_up(
    tx: &mut Tx,
    id: HoldId,
    practitioner: PractitionerId,
    start: DateTime<Utc>,
) -> Result<(), Problem> {
    let fitting =
        holds::table.find(id).filter(holds::practitioner_id.eq(practitioner)).filter(holds::start.eq(start));
    if diesel::delete(fitting).execute(tx).await? == 1 {
        return Ok(());
    }
    Err(Problem::invalid("/hold_id", "names no hold on this practitioner and start"))
}
