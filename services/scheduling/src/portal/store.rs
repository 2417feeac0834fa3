//! What the portal reads.

use super::{OwnAppointment, change_until};
use crate::appointment::Appointment;
use crate::location::Location;
use crate::practitioner::Practitioner;
use crate::schema::visit_types;
use crate::visit_type::VisitType;
use crate::{location, practitioner, visit_type};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{LocationId, PractitionerId, VisitTypeId};
use platform::{Problem, Tx};
use std::collections::HashMap;

/// Kinds of visit patients may book, at most two hundred.
pub async fn bookable(tx: &mut Tx) -> QueryResult<Vec<VisitType>> {
    let bookable = visit_types::table.filter(visit_types::patient_can_book.eq(true));
    bookable.order(visit_types::id).limit(200).select(VisitType::as_select()).load(tx).await
}

/// Appointments with the names that belong to them.
pub async fn named(tx: &mut Tx, all: Vec<Appointment>) -> Result<Vec<OwnAppointment>, Problem> {
    let visits: Vec<VisitTypeId> = all.iter().map(|one| one.visit_type_id).collect();
    let practitioners: Vec<PractitionerId> = all.iter().map(|one| one.practitioner_id).collect();
    let visits: HashMap<VisitTypeId, VisitType> =
        visit_type::store::find_all(tx, &visits).await?.into_iter().map(|one| (one.id, one)).collect();
    let practitioners: HashMap<PractitionerId, Practitioner> =
        practitioner::store::find_all(tx, &practitioners)
            .await?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
    let places: HashMap<LocationId, Location> =
        location::store::all(tx, None).await?.into_iter().map(|one| (one.id, one)).collect();
    let named = all.into_iter().filter_map(|one| {
        let visit = visits.get(&one.visit_type_id)?;
        let practitioner = practitioners.get(&one.practitioner_id)?;
        let place = places.get(&one.location_id)?;
        Some(OwnAppointment {
            id: one.id,
            version: one.version,
            start: one.start,
            end: one.end,
            time_zone: place.time_zone,
            status: one.state.status(),
            visit_type_id: visit.id,
            visit_type_name: visit.name.clone(),
            practitioner_id: practitioner.id,
            practitioner_name: format!("{} {}", practitioner.given_name, practitioner.family_name),
            location_id: place.id,
            location_name: place.name.clone(),
            change_until: change_until(visit, &one),
            reason: one.reason,
        })
    });
    Ok(named.collect())
}
