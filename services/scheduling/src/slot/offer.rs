//! What the rules offer, whether it is taken or not: availability less absences and closures.

use super::Slot;
use crate::absence::Absence;
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Blocker, Span, Visit, Whose};
use crate::availability::Availability;
use crate::closure::Closure;
use crate::location::Location;
use crate::room::Choice;
use crate::visit_type::VisitType;
use crate::{absence, availability, closure, location, practitioner, room};
use chrono::{DateTime, Duration, Utc};
use model::{LocationId, PractitionerId, RoomId, StateCode};
use platform::{Problem, Tx};
use std::collections::HashMap;
use uuid::Uuid;

/// Whose and which starts are asked for.
#[derive(Clone)]
pub struct Asked {
    pub visit: VisitType,
    pub practitioner: Option<PractitionerId>,
    pub location: Option<LocationId>,
    /// Only practitioners licensed there.
    pub licensed_in: Option<StateCode>,
}

/// Everything but bookings that decides about starts of one kind of visit.
#[derive(Default)]
pub struct Offer {
    /// Of those who may see this kind of visit.
    pub availability: Vec<Availability>,
    pub absences: HashMap<PractitionerId, Vec<Absence>>,
    pub closures: Vec<Closure>,
    /// Where this kind of visit may be.
    pub places: HashMap<LocationId, Location>,
    /// Rooms and devices at each location.
    pub choices: HashMap<LocationId, Choice>,
}

impl Offer {
    /// Looks up what decides about starts in a span.
    pub async fn find(tx: &mut Tx, asked: &Asked, span: Span) -> Result<Self, Problem> {
        let visit = &asked.visit;
        let mut availability = availability::store::list(tx, asked.practitioner).await?;
        availability.retain(|one| visit.is_with(one.practitioner_id));
        if let Some(state) = &asked.licensed_in {
            let ids: Vec<PractitionerId> = availability.iter().map(|one| one.practitioner_id).collect();
            let licensed = practitioner::store::licensed(tx, &ids, state).await?;
            availability.retain(|one| licensed.contains(&one.practitioner_id));
        }
        let mut absences: HashMap<PractitionerId, Vec<Absence>> = HashMap::new();
        for one in absence::store::within(tx, asked.practitioner, span.widened(Duration::days(1))).await? {
            absences.entry(one.practitioner_id).or_default().push(one);
        }
        let (first, last) = (span.start.date_naive(), span.end.date_naive());
        let day = Duration::days(1);
        let closures = closure::store::within(tx, first - day, last + day).await?;
        let places = location::store::all(tx, asked.location).await?.into_iter();
        let places = places.filter(|place| visit.is_at(place.id)).map(|place| (place.id, place)).collect();
        let choices = room::store::choices(tx, visit).await?;
        Ok(Self { availability, absences, closures, places, choices })
    }

    /// The starts of one practitioner in a span, in no order; the same one may come twice, from two rules.
    pub fn starts<'o>(
        &'o self,
        one: &'o Availability,
        visit: &'o VisitType,
        span: Span,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = (&'o Location, DateTime<Utc>)> {
        let zone = |id: LocationId| self.places.get(&id).map(|place| place.time_zone.0);
        let windows = one.windows(zone, span.start, span.end).into_iter();
        let open = windows.filter_map(|window| {
            let place = self.places.get(&window.location_id)?;
            let closed = self.closures.iter().any(|closure| closure.closes(place.id, window.day));
            (!closed && self.has_rooms(visit, place.id)).then_some((place, window))
        });
        let starts = open.flat_map(move |(place, window)| {
            let zone = place.time_zone.0;
            let today = now.with_timezone(&zone).date_naive();
            window.starts(visit, zone, today).into_iter().map(move |start| (place, start))
        });
        let absences = self.absences.get(&one.practitioner_id).map_or(&[][..], Vec::as_slice);
        starts.filter(move |(_, start)| {
            let wanted = Span::with_buffers(*start, visit);
            *start >= span.start
                && *start < span.end
                && !absences.iter().any(|absence| absence.span().overlaps(&wanted))
        })
    }

    /// Whether the location has what a visit needs at all.
    pub fn has_rooms(&self, visit: &VisitType, place: LocationId) -> bool {
        let choice = self.choices.get(&place);
        let has = |needed: &[RoomId], of: fn(&Choice) -> &Option<Vec<RoomId>>| {
            needed.is_empty() || choice.is_some_and(|choice| of(choice).is_some())
        };
        has(&visit.room_ids, |choice| &choice.rooms) && has(&visit.device_ids, |choice| &choice.devices)
    }

    /// Everybody and everything whose time decides: practitioners, rooms and devices.
    pub fn resources(&self) -> Vec<Uuid> {
        let practitioners = self.availability.iter().map(|one| one.practitioner_id.0);
        let mut all: Vec<Uuid> =
            practitioners.chain(self.choices.values().flat_map(Choice::all).map(|room| room.0)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The slot, where practitioner, room and device are free.
pub fn fit(offer: &Offer, busy: &Busy, visit: &Visit<'_>, practitioner: PractitionerId) -> Option<Slot> {
    if busy.blocker(&visit.needs_somebody(practitioner)).is_some() {
        return None;
    }
    let choice = offer.choices.get(&visit.place.id);
    let (room_id, device_id) = match choice {
        Some(choice) => allot(choice, busy, visit, practitioner).ok()?,
        None => (None, None),
    };
    Some(Slot {
        start: visit.start,
        end: visit.start + Duration::minutes(visit.kind.minutes.into()),
        practitioner_id: practitioner,
        location_id: visit.place.id,
        room_id,
        device_id,
    })
}

/// A free room and a free device, where they are needed; else what has the first that would do.
pub fn allot(
    choice: &Choice,
    busy: &Busy,
    visit: &Visit<'_>,
    practitioner: PractitionerId,
) -> Result<(Option<RoomId>, Option<RoomId>), Blocker> {
    let need = |room| visit.needs_room(practitioner, room);
    let one_of = |rooms: &Option<Vec<RoomId>>, whose| {
        let Some(rooms) = rooms else { return Ok(None) };
        busy.choose(rooms, need).map(Some).ok_or_else(|| {
            let by = rooms.iter().find_map(|room| busy.blocker(&need(*room))).and_then(|blocker| blocker.by);
            Blocker { whose, elsewhere: false, by }
        })
    };
    Ok((one_of(&choice.rooms, Whose::Room)?, one_of(&choice.devices, Whose::Device)?))
}
