//! Looking at freed time: what is free of it now, who waits for such a time, and an offer to the first.

use super::freed::FreedTime;
use super::offer::{HANDOVER, Ids, Offer};
use super::rank::{Candidate, Chance, Chances, Free, Ranking, rank};
use super::store::offer::Told;
use super::{Entry, store, telling};
use crate::appointment::arrange::{Arrangement, Manner};
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Span, Visit, store as occupancy};
use crate::location::Location;
use crate::slot::offer::{self as slots, Asked, fit};
use crate::visit_type::VisitType;
use crate::{hold, location, patient, practitioner};
use chrono::{DateTime, Duration, Utc};
use model::event::WaitlistOffered;
use model::{FreedTimeId, LocationId, PatientId, StateCode, VisitTypeId};
use platform::{Problem, Tx, mint, outbox};
use std::collections::HashMap;

/// As long as somebody waits who could want it, freed time is looked at again so often: hours may be released, and
/// patients' other appointments called off.
const AGAIN: Duration = Duration::minutes(15);

/// Looks at freed time that is due and makes at most one offer; then it is due again at once, for what may be left.
pub async fn look(tx: &mut Tx, id: FreedTimeId, now: DateTime<Utc>) -> Result<bool, Problem> {
    store::enter(tx).await?;
    let Some(freed) = store::freed::find_due(tx, id, now).await? else { return Ok(false) };
    let settings = store::settings::find(tx).await?;
    if freed.end <= now || !settings.enabled {
        store::freed::put_off(tx, id, None).await?;
        return Ok(true);
    }
    let mut entries = store::wanting(tx, &freed).await?;
    ask_survivors(tx, &mut entries).await?;
    if entries.is_empty() {
        store::freed::keep_look(tx, id, &Ranking::default(), now, None).await?;
        return Ok(true);
    }
    let place = location::store::find(tx, freed.location_id).await?;
    let place = place.ok_or_else(|| Problem::missing("location"))?;
    let asking = settings.next_offer(now, place.time_zone.0);
    if asking > now {
        store::freed::put_off(tx, id, Some(asking)).await?;
        return Ok(true);
    }
    let market = Market::find(tx, &freed, &entries, now).await?;
    let candidates = market.candidates(tx, &entries, now).await?;
    let chances = Chances {
        free: &market.free,
        places: &market.places,
        busy: &market.busy,
        time_to_answer: settings.time_to_answer(),
        now,
    };
    let (first, ranking) = rank(&chances, &candidates);
    let due = if first.is_some() { now } else { now + AGAIN };
    store::freed::keep_look(tx, id, &ranking, now, Some(due)).await?;
    if let Some((entry, chance)) = first {
        market.offer(tx, id, (entry, &chance), ranking, now).await?;
    }
    Ok(true)
}

/// Whoever waits under a record that was merged is asked, and has time, as the survivor.
async fn ask_survivors(tx: &mut Tx, entries: &mut [Entry]) -> Result<(), Problem> {
    let ids: Vec<PatientId> = entries.iter().map(|entry| entry.patient_id).collect();
    let survivors: HashMap<PatientId, PatientId> =
        patient::store::survivors(tx, &ids).await?.into_iter().collect();
    for entry in entries {
        entry.patient_id = survivors.get(&entry.patient_id).copied().unwrap_or(entry.patient_id);
    }
    Ok(())
}

/// Tells the world of an offer, and its patient.
async fn tell(tx: &mut Tx, offer: &Offer) -> Result<(), Problem> {
    outbox::put(tx, &WaitlistOffered(offer.snapshot())).await?;
    telling::send::intend(tx, offer).await
}

/// What is free of the freed time, for each kind of visit somebody waits for.
struct Market {
    free: HashMap<VisitTypeId, Free>,
    places: HashMap<LocationId, Location>,
    busy: Busy,
    /// Starts that touch the freed time.
    starts: Span,
    /// Whose time it was.
    giver: Option<PatientId>,
    /// Who was offered which of them before.
    told: Vec<Told>,
    license_states: Vec<StateCode>,
}

impl Market {
    async fn find(
        tx: &mut Tx,
        freed: &FreedTime,
        entries: &[Entry],
        now: DateTime<Utc>,
    ) -> Result<Self, Problem> {
        let mut kinds: Vec<VisitTypeId> = entries.iter().map(|entry| entry.visit_type_id).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let visits = store::kinds(tx, &kinds).await?;
        let starts = starts_that_touch(freed, &visits, now);
        let mut offers = Vec::new();
        // One round for each kind of visit, of which a practice has a few dozen.
        for visit in visits {
            let asked = Asked {
                visit: visit.clone(),
                practitioner: Some(freed.practitioner_id),
                location: None,
                licensed_in: None,
            };
            offers.push((visit, slots::Offer::find(tx, &asked, starts).await?));
        }
        let mut resources: Vec<_> = offers.iter().flat_map(|(_, offer)| offer.resources()).collect();
        resources.extend(entries.iter().map(|entry| entry.patient_id.0));
        resources.sort_unstable();
        resources.dedup();
        let reach = starts.widened(Duration::hours(12));
        let busy: Busy = occupancy::taken(tx, &resources, reach, now).await?.into_iter().collect();
        let told = store::offer::told(tx, freed.practitioner_id, starts).await?;
        let (mut places, mut free) = (HashMap::new(), HashMap::new());
        for (visit, offer) in offers {
            let mut slots = free_slots(&visit, &offer, &busy, freed, starts, now);
            // Of a group's seats, too, one is offered after the other.
            slots.retain(|slot| !told.iter().any(|(_, start, open)| *open && *start == slot.start));
            free.insert(visit.id, Free { visit, slots });
            places.extend(offer.places);
        }
        let practitioner = practitioner::store::find(tx, freed.practitioner_id).await?;
        let license_states = practitioner.map(|one| one.license_states).unwrap_or_default();
        let giver = store::giver(tx, freed.appointment_id).await?;
        Ok(Self { giver, free, places, busy, starts, told, license_states })
    }

    /// What is known of those who wait.
    async fn candidates<'e>(
        &self,
        tx: &mut Tx,
        entries: &'e [Entry],
        now: DateTime<Utc>,
    ) -> Result<Vec<Candidate<'e>>, Problem> {
        let patients: Vec<PatientId> = entries.iter().map(|entry| entry.patient_id).collect();
        let open: HashMap<_, _> = store::offer::open(tx, &patients).await?.into_iter().collect();
        let mut next = HashMap::new();
        for (patient, visit_type, id, start) in store::booked(tx, &patients, now, self.starts.end).await? {
            next.entry((patient, visit_type)).or_insert((id, start));
        }
        let homes = store::homes(tx, &patients).await?.into_iter();
        let homes: HashMap<_, _> = homes.map(|(id, address, gone)| (id, (address, gone))).collect();
        let candidate = |entry: &'e Entry| {
            let patient = entry.patient_id;
            let (address, deceased) =
                homes.get(&patient).map_or((None, false), |(home, gone)| (home.as_ref(), *gone));
            let telehealth = self.free.get(&entry.visit_type_id).is_some_and(|free| free.visit.telehealth);
            let licensed = address.is_none_or(|home| self.license_states.contains(&home.state));
            let was_offered = self.told.iter().filter(|(to, ..)| *to == patient).map(|(_, start, _)| *start);
            Candidate {
                entry,
                open_offer: open.get(&patient).copied(),
                was_offered: was_offered.collect(),
                next: next.get(&(patient, entry.visit_type_id)).copied(),
                licensed: licensed || !telehealth,
                deceased,
                gave_it_up: self.giver == Some(patient),
            }
        };
        Ok(entries.iter().map(candidate).collect())
    }

    /// Keeps the start for the patient and says so.
    async fn offer(
        &self,
        tx: &mut Tx,
        freed: FreedTimeId,
        (entry, chance): (&Entry, &Chance),
        ranking: Ranking,
        now: DateTime<Utc>,
    ) -> Result<(), Problem> {
        let gone = || Problem::missing("visit type");
        let visit = &self.free.get(&entry.visit_type_id).ok_or_else(gone)?.visit;
        let place = self.places.get(&chance.slot.location_id).ok_or_else(|| Problem::missing("location"))?;
        let arrangement = Arrangement {
            visit,
            place,
            practitioner: chance.slot.practitioner_id,
            patient: Some(entry.patient_id),
            start: chance.slot.start,
            room: None,
            device: None,
            hold: None,
            manner: Manner::Ordinary,
        };
        let ids = Ids { offer: mint(), freed_time: freed, hold: mint() };
        hold::store::place(tx, ids.hold, chance.deadline + HANDOVER, &arrangement, now).await?;
        let offer = Offer::make(&ids, entry, chance, ranking, now);
        store::offer::insert(tx, &offer).await?;
        store::update(tx, &entry.clone().offer(offer.id)?).await?;
        tell(tx, &offer).await
    }
}

/// The starts of visits that would use some of the freed time.
fn starts_that_touch(freed: &FreedTime, visits: &[VisitType], now: DateTime<Utc>) -> Span {
    let longest = |minutes: fn(&VisitType) -> i32| {
        Duration::minutes(visits.iter().map(minutes).max().unwrap_or_default().into())
    };
    Span {
        start: (freed.start - longest(|visit| visit.minutes + visit.buffer_after_minutes)).max(now),
        end: freed.end + longest(|visit| visit.buffer_before_minutes),
    }
}

/// The free starts nearest to the freed one first, so that as little of it as can be is cut up.
fn free_slots(
    visit: &VisitType,
    offer: &slots::Offer,
    busy: &Busy,
    freed: &FreedTime,
    starts: Span,
    now: DateTime<Utc>,
) -> Vec<crate::slot::Slot> {
    if starts.start >= starts.end {
        return Vec::new();
    }
    let mut found: Vec<_> = offer
        .availability
        .iter()
        .flat_map(|one| {
            offer.starts(one, visit, starts, now).map(|(place, start)| (one.practitioner_id, place, start))
        })
        .filter(|(.., start)| Span::with_buffers(*start, visit).overlaps(&freed.span()))
        .filter_map(|(practitioner, place, start)| {
            fit(offer, busy, &Visit { kind: visit, place, start }, practitioner)
        })
        .collect();
    let begins = freed.start + Duration::minutes(visit.buffer_before_minutes.into());
    let elsewhere = |place: LocationId| place != freed.location_id;
    found.sort_by_key(|slot| {
        (elsewhere(slot.location_id), (slot.start - begins).abs(), slot.start, slot.location_id)
    });
    found.dedup();
    found
}
