//! The location that asks: the appointment's, else any the practice has.

use crate::check::Check;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use model::event::{AppointmentSnapshot, LocationSnapshot};
use platform::{Tx, projection};

pub async fn of(tx: &mut Tx, check: &Check) -> anyhow::Result<Option<LocationSnapshot>> {
    let Some(appointment) = check.appointment_id else { return any(tx).await };
    let appointment: Option<AppointmentSnapshot> = projection::find(tx, "appointment", appointment).await?;
    let Some(place) = appointment.map(|appointment| appointment.location_id) else { return any(tx).await };
    match projection::find(tx, "location", place).await? {
        Some(location) => Ok(Some(location)),
        None => any(tx).await,
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    data: serde_json::Value,
}

async fn any(tx: &mut Tx) -> anyhow::Result<Option<LocationSnapshot>> {
    let sql = "SELECT data FROM projection WHERE practice_id = practice() AND subject LIKE 'location/%' \
               ORDER BY subject LIMIT 1";
    let row: Option<Row> = diesel::sql_query(sql).get_result(tx).await.optional()?;
    Ok(row.map(|row| serde_json::from_value(row.data)).transpose()?)
}
