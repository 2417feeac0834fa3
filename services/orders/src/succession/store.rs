//! Successions in the database.

use super::{Link, Links, Reason};
use crate::prescription::Status;
use crate::schema::{prescriptions, successions};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PrescriptionId;
use platform::Tx;
use std::collections::HashSet;

pub async fn insert(
    tx: &mut Tx,
    before: PrescriptionId,
    after: PrescriptionId,
    reason: Reason,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let row = (
        successions::successor_id.eq(after),
        successions::predecessor_id.eq(before),
        successions::reason.eq(reason),
        successions::at.eq(now),
    );
    diesel::insert_into(successions::table).values(row).execute(tx).await.map(|_| ())
}

pub async fn predecessor(tx: &mut Tx, of: PrescriptionId) -> QueryResult<Option<PrescriptionId>> {
    let row = successions::table.find(of).select(successions::predecessor_id);
    row.first(tx).await.optional()
}

type Row = (PrescriptionId, Reason, Status);

fn link((prescription_id, reason, status): Row) -> Link {
    Link { prescription_id, reason, status }
}

pub async fn links(tx: &mut Tx, of: PrescriptionId) -> QueryResult<Links> {
    let before: Option<Row> = successions::table
        .find(of)
        .inner_join(prescriptions::table.on(prescriptions::id.eq(successions::predecessor_id)))
        .select((prescriptions::id, successions::reason, prescriptions::status))
        .first(tx)
        .await
        .optional()?;
    let after: Vec<Row> = successions::table
        .inner_join(prescriptions::table.on(prescriptions::id.eq(successions::successor_id)))
        .filter(successions::predecessor_id.eq(of))
        .order(successions::successor_id)
        .select((prescriptions::id, successions::reason, prescriptions::status))
        .load(tx)
        .await?;
    Ok(Links::new(before.map(link), after.into_iter().map(link).collect()))
}

/// Those of these that something else has been prescribed in place of.
pub async fn superseded(tx: &mut Tx, of: &[PrescriptionId]) -> QueryResult<HashSet<PrescriptionId>> {
    let rows: Vec<(PrescriptionId, Reason)> = successions::table
        .filter(successions::predecessor_id.eq_any(of))
        .select((successions::predecessor_id, successions::reason))
        .load(tx)
        .await?;
    Ok(rows.into_iter().filter(|(_, reason)| reason.ends_the_one_before()).map(|(id, _)| id).collect())
}
