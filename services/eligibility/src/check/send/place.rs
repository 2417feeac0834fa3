//! The location that asks: the appointment's, else any the practice has.

use crate::check::Check;
use model::event::{AppointmentSnapshot, LocationSnapshot};
use platform::{Tx, projection};

pub async fn of(tx: &mut Tx, check: &Check) -> anyhow::Result<Option<LocationSnapshot>> {
    if let Some(appointment) = check.appointment_id {
        let appointment: Option<AppointmentSnapshot> =
            projection::find(tx, "appointment", appointment).await?;
        if let Some(AppointmentSnapshot { location_id, .. }) = appointment {
            let location = projection::find(tx, "location", location_id).await?;
            if location.is_some() {
                return Ok(location);
            }
        }
    }
    Ok(projection::any(tx, "location").await?)
}
