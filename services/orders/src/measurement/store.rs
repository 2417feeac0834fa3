//! Measurements in the database.

use super::{Growth, Kind, Measurement};
use crate::schema::measurements;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::PatientId;
use platform::Tx;
use platform::page::{Cursor, Limit};

pub async fn insert(tx: &mut Tx, measurement: &Measurement) -> QueryResult<()> {
    diesel::insert_into(measurements::table).values(measurement).execute(tx).await.map(|_| ())
}

/// The last of each kind; of two of one day the one recorded later.
pub async fn growth(tx: &mut Tx, chart: &[PatientId]) -> QueryResult<Growth> {
    Ok(Growth { height: last(tx, chart, Kind::Height).await?, weight: last(tx, chart, Kind::Weight).await? })
}

async fn last(tx: &mut Tx, chart: &[PatientId], kind: Kind) -> QueryResult<Option<Measurement>> {
    measurements::table
        .filter(measurements::patient_id.eq_any(chart))
        .filter(measurements::kind.eq(kind))
        .order((measurements::measured_on.desc(), measurements::id.desc()))
        .select(Measurement::as_select())
        .first(tx)
        .await
        .optional()
}

pub async fn list(
    tx: &mut Tx,
    chart: &[PatientId],
    cursor: Option<Cursor>,
    limit: Limit,
) -> QueryResult<Vec<Measurement>> {
    let mut query = measurements::table
        .filter(measurements::patient_id.eq_any(chart))
        .order(measurements::id)
        .select(Measurement::as_select())
        .into_boxed();
    if let Some(Cursor(after)) = cursor {
        query = query.filter(measurements::id.gt(after));
    }
    query.limit(limit.and_one()).load(tx).await
}
