//! The location that asks: the appointment's, else any the practice has.

use crate::check::Check;
use model::EligibilityCheckId;
use model::event::{AppointmentSnapshot, LocationSnapshot};
use platform::{Tx, projection};
use std::collections::HashMap;

/// Of each check; none is missing where the practice has a location at all.
pub async fn of_all(
    tx: &mut Tx,
    checks: &[Check],
) -> anyhow::Result<HashMap<EligibilityCheckId, LocationSnapshot>> {
    let appointments = checks.iter().filter_map(|check| check.appointment_id);
    let appointments: HashMap<String, AppointmentSnapshot> =
        projection::find_all(tx, "appointment", appointments).await?;
    let locations = appointments.values().map(|appointment| appointment.location_id);
    let locations: HashMap<String, LocationSnapshot> =
        projection::find_all(tx, "location", locations).await?;
    let any: Option<LocationSnapshot> = projection::any(tx, "location").await?;
    let place = |check: &Check| {
        let appointment = appointments.get(&check.appointment_id?.to_string())?;
        locations.get(&appointment.location_id.to_string())
    };
    let placed = checks.iter().filter_map(|check| Some((check.id, place(check).or(any.as_ref())?.clone())));
    Ok(placed.collect())
}
