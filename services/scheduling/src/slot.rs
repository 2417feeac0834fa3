//! Free starts, computed from rules and what is taken; a slot is never stored.

pub mod explain;
pub mod routes;

use crate::appointment::occupancy::{self, Span, Taken};
use crate::availability::{self, Availability};
use crate::location::Location;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use model::{LocationId, PractitionerId};
use platform::{Problem, Tx};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Slot {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub practitioner_id: PractitionerId,
    pub location_id: LocationId,
}

/// What is asked for.
#[derive(Clone)]
pub struct Search {
    pub visit: VisitType,
    pub practitioner: Option<PractitionerId>,
    pub locations: HashMap<LocationId, Location>,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// The free starts, earliest first.
pub fn free(
    search: &Search,
    rules: &[Availability],
    taken: &[(Uuid, Taken)],
    now: DateTime<Utc>,
) -> Vec<Slot> {
    let soonest = search.from.max(now + Duration::minutes(search.visit.minimum_notice_minutes.into()));
    let mut busy: HashMap<Uuid, Vec<Span>> = HashMap::new();
    for (practitioner, taken) in taken {
        busy.entry(*practitioner).or_default().push(taken.span);
    }
    let mut slots: Vec<Slot> = rules
        .iter()
        .flat_map(|availability| offered(search, availability, soonest))
        .filter(|slot| {
            let wanted = Span::with_buffers(slot.start, &search.visit);
            !busy
                .get(&slot.practitioner_id.0)
                .is_some_and(|spans| spans.iter().any(|span| span.overlaps(&wanted)))
        })
        .collect();
    slots.sort_by_key(|slot| (slot.start, slot.practitioner_id));
    slots.dedup();
    slots
}

/// The starts the rules offer, whether taken or not.
pub fn offered(search: &Search, availability: &Availability, soonest: DateTime<Utc>) -> Vec<Slot> {
    let minutes = search.visit.minutes;
    let fitting = availability.rules.0.iter().filter(|rule| rule.allows(search.visit.id));
    let placed =
        fitting.filter_map(|rule| search.locations.get(&rule.location_id).map(|place| (rule, place)));
    placed
        .flat_map(|(rule, place)| {
            let starts = rule.starts(minutes, place.time_zone.0, soonest, search.to);
            starts.into_iter().map(|start| Slot {
                start,
                end: start + Duration::minutes(minutes.into()),
                practitioner_id: availability.practitioner_id,
                location_id: place.id,
            })
        })
        .collect()
}

/// Whether the rules offer this very start; whether it is free is the constraint's word.
pub async fn is_offered(
    tx: &mut Tx,
    practitioner: PractitionerId,
    place: &Location,
    visit: &VisitType,
    start: DateTime<Utc>,
) -> Result<bool, Problem> {
    let rules = availability::store::find(tx, practitioner).await?;
    let search = Search {
        visit: visit.clone(),
        practitioner: Some(practitioner),
        locations: HashMap::from([(place.id, place.clone())]),
        from: start,
        to: start + Duration::seconds(1),
    };
    Ok(rules.is_some_and(|rules| offered(&search, &rules, start).iter().any(|slot| slot.start == start)))
}

/// Looks up what the search needs and computes it.
pub async fn search(tx: &mut Tx, search: &Search, now: DateTime<Utc>) -> Result<Vec<Slot>, Problem> {
    let rules = availability::store::list(tx, search.practitioner).await?;
    let practitioners: Vec<Uuid> = rules.iter().map(|rules| rules.practitioner_id.0).collect();
    let margin = Duration::hours(12);
    let span = Span { start: search.from - margin, end: search.to + margin };
    let taken = occupancy::taken(tx, &practitioners, span, now).await?;
    Ok(free(search, &rules, &taken, now))
}

#[cfg(test)]
mod tests;
