//! Arranging a visit: whether it is offered, in which room it is, and taking the time of all it needs.

use super::Move;
use super::occupancy::busy::Busy;
use super::occupancy::store::{self as occupancy, Beside, Want};
use super::occupancy::{Blocker, Party, Span, Taker, Visit, Whose};
use crate::hold;
use crate::location::Location;
use crate::room::{self, Choice};
use crate::slot::offer::{Asked, Offer, allot};
use crate::visit_type::VisitType;
use actix_web::http::StatusCode;
use chrono::{DateTime, Duration, Utc};
use model::{AppointmentId, HoldId, PatientId, PractitionerId, RoomId};
use platform::{Problem, Tx};
use uuid::Uuid;

/// Whether the rules must offer the start and the practitioner's time be free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Ordinary,
    /// Beside whatever the practitioner does then, on purpose; patient, room and device are never in two places all the same.
    Overbooked,
}

/// A visit as it is wished.
pub struct Arrangement<'a> {
    pub visit: &'a VisitType,
    pub place: &'a Location,
    pub practitioner: PractitionerId,
    /// None as long as only a start is kept free.
    pub patient: Option<PatientId>,
    pub start: DateTime<Utc>,
    /// This room or device, and no other that would do.
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
    /// The hold whose time it takes over.
    pub hold: Option<HoldId>,
    pub manner: Manner,
}

impl From<Blocker> for Problem {
    fn from(blocker: Blocker) -> Self {
        let detail = match (blocker.whose, blocker.elsewhere) {
            (Whose::Practitioner, true) => {
                "The practitioner is at another location, too near in time to come."
            }
            (Whose::Practitioner, false) => "The practitioner's time is taken.",
            (Whose::Patient, _) => "The patient's time is taken.",
            (Whose::Room, _) => "Every room that would do is taken.",
            (Whose::Device, _) => "Every device that would do is taken.",
        };
        let problem = Problem::new(StatusCode::CONFLICT, "slot-taken", detail)
            .next_step("Search for slots again and choose another.");
        match blocker.by {
            Some(id) => problem.blocked_by(id),
            None => problem,
        }
    }
}

fn not_offered() -> Problem {
    Problem::conflict("not-offered", "The practitioner is not available at this start.")
        .next_step("Search with GET /v1/slots and take one of its starts; GET /v1/slots/explain says why.")
}

impl Arrangement<'_> {
    /// Takes the time for a new taker.
    pub async fn take(&self, tx: &mut Tx, taker: Taker, now: DateTime<Utc>) -> Result<Move, Problem> {
        let choice = self.choice(tx).await?;
        occupancy::enter(tx, &self.resources(&choice), Beside::Others).await?;
        if let Some(hold) = self.hold {
            hold::store::use_up(tx, hold).await?;
        }
        self.settle(tx, taker, choice, now).await
    }

    /// Gives up an appointment's time and takes this instead: it never blocks itself.
    pub async fn exchange(
        &self,
        tx: &mut Tx,
        appointment: AppointmentId,
        before: Party,
        now: DateTime<Utc>,
    ) -> Result<Move, Problem> {
        let choice = self.choice(tx).await?;
        let mut resources = self.resources(&choice);
        resources.push(before.practitioner.0);
        resources.extend(before.room.into_iter().chain(before.device).map(|room| room.0));
        occupancy::enter(tx, &resources, Beside::Nobody).await?;
        occupancy::free(tx, &[appointment]).await?;
        self.settle(tx, Taker::Appointment(appointment), choice, now).await
    }

    async fn settle(
        &self,
        tx: &mut Tx,
        taker: Taker,
        mut choice: Choice,
        now: DateTime<Utc>,
    ) -> Result<Move, Problem> {
        if self.manner == Manner::Ordinary && !self.is_offered(tx, now).await? {
            return Err(not_offered());
        }
        let visit = Visit { kind: self.visit, place: self.place, start: self.start };
        loop {
            let (room, device) = self.allot(tx, &visit, &choice, now).await?;
            let party = Party { practitioner: self.practitioner, patient: self.patient, room, device };
            let needs = visit.needs(taker.id(), &party).into_iter().map(|mut need| {
                need.overbooked = self.manner == Manner::Overbooked && need.whose == Whose::Practitioner;
                (taker, need)
            });
            let lost = occupancy::take(tx, &needs.collect::<Vec<Want>>(), now).await?;
            let Some(first) = lost.first() else { return Ok(self.made(room, device)) };
            // Somebody else took the room just now: another may do.
            let another = match first.blocker.whose {
                Whose::Room => without(&mut choice.rooms, room),
                Whose::Device => without(&mut choice.devices, device),
                Whose::Practitioner | Whose::Patient => false,
            };
            if !another {
                return Err(first.blocker.into());
            }
            occupancy::give_up(tx, taker).await?;
        }
    }

    fn made(&self, room: Option<RoomId>, device: Option<RoomId>) -> Move {
        Move {
            practitioner: self.practitioner,
            location: self.place.id,
            start: self.start,
            service_date: self.start.with_timezone(&self.place.time_zone.0).date_naive(),
            room,
            device,
        }
    }

    /// The rooms and devices that would do.
    async fn choice(&self, tx: &mut Tx) -> Result<Choice, Problem> {
        let mut choice =
            room::store::choices(tx, self.visit).await?.remove(&self.place.id).unwrap_or_default();
        let lacks = |ids: &[RoomId], of: &Option<Vec<RoomId>>| !ids.is_empty() && of.is_none();
        if lacks(&self.visit.room_ids, &choice.rooms) || lacks(&self.visit.device_ids, &choice.devices) {
            return Err(not_offered());
        }
        let named =
            [("/room_id", self.room, &mut choice.rooms), ("/device_id", self.device, &mut choice.devices)];
        for (field, wish, rooms) in named {
            let Some(wish) = wish else { continue };
            if !rooms.as_ref().is_some_and(|rooms| rooms.contains(&wish)) {
                return Err(Problem::invalid(field, "must be one of the visit type's at this location"));
            }
            *rooms = Some(vec![wish]);
        }
        Ok(choice)
    }

    fn resources(&self, choice: &Choice) -> Vec<Uuid> {
        let people = [Some(self.practitioner.0), self.patient.map(|patient| patient.0)];
        people.into_iter().flatten().chain(choice.all().map(|room| room.0)).collect()
    }

    async fn allot(
        &self,
        tx: &mut Tx,
        visit: &Visit<'_>,
        choice: &Choice,
        now: DateTime<Utc>,
    ) -> Result<(Option<RoomId>, Option<RoomId>), Problem> {
        let rooms: Vec<Uuid> = choice.all().map(|room| room.0).collect();
        if rooms.is_empty() {
            return Ok((None, None));
        }
        let span = Span::with_buffers(self.start, self.visit);
        let busy: Busy = occupancy::taken(tx, &rooms, span, now).await?.into_iter().collect();
        Ok(allot(choice, &busy, visit, self.practitioner)?)
    }

    async fn is_offered(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<bool, Problem> {
        let asked = Asked {
            visit: self.visit.clone(),
            practitioner: Some(self.practitioner),
            location: Some(self.place.id),
            licensed_in: None,
        };
        let span = Span { start: self.start, end: self.start + Duration::seconds(1) };
        let offer = Offer::find(tx, &asked, span).await?;
        let mut starts = offer.availability.iter().flat_map(|one| offer.starts(one, self.visit, span, now));
        Ok(starts.any(|(_, start)| start == self.start))
    }
}

/// Whether any is left without this one.
fn without(rooms: &mut Option<Vec<RoomId>>, room: Option<RoomId>) -> bool {
    let Some(rooms) = rooms else { return false };
    rooms.retain(|one| Some(*one) != room);
    !rooms.is_empty()
}
