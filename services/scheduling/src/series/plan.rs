//! Which occurrences of a series can be had, and what stands in the way of the others.

use super::Occurrence;
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Blocker, Party, Visit, Whose};
use crate::appointment::{Appointment, Move};
use crate::location::Location;
use crate::room::Choice;
use crate::slot::Slot;
use crate::slot::offer::allot;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use model::{AppointmentId, PatientId, PractitionerId, RoomId, word_enum};
use uuid::Uuid;

word_enum! {
    /// Why an occurrence cannot be had.
    Because {
        /// The clocks skip this time on that day.
        ClockChange = "clock_change",
        /// The practitioner is not available then.
        NotOffered = "not_offered",
        PractitionerTaken = "practitioner_taken",
        /// The practitioner is at another location, too near in time to come.
        PractitionerElsewhere = "practitioner_elsewhere",
        PatientTaken = "patient_taken",
        /// Every room that would do is taken.
        RoomTaken = "room_taken",
        DeviceTaken = "device_taken",
    }
}

/// What stands in the way of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub because: Because,
    /// The appointment or hold that has the time.
    pub by: Option<Uuid>,
}

impl From<Blocker> for Block {
    fn from(blocker: Blocker) -> Self {
        let because = match (blocker.whose, blocker.elsewhere) {
            (Whose::Practitioner, true) => Because::PractitionerElsewhere,
            (Whose::Practitioner, false) => Because::PractitionerTaken,
            (Whose::Patient, _) => Because::PatientTaken,
            (Whose::Room, _) => Because::RoomTaken,
            (Whose::Device, _) => Because::DeviceTaken,
        };
        Self { because, by: blocker.by }
    }
}

/// How far from an occurrence another start is looked for.
pub const NEAR: Duration = Duration::days(7);

/// What a series is for: with whom, of whom, where.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    pub practitioner: PractitionerId,
    pub patient: PatientId,
    pub visit: &'s VisitType,
    pub place: &'s Location,
}

impl Setting<'_> {
    pub fn visit_at(&self, start: DateTime<Utc>) -> Visit<'_> {
        Visit { kind: self.visit, place: self.place, start }
    }

    pub fn party(&self, rooms: Rooms) -> Party {
        let Rooms { room, device } = rooms;
        Party { practitioner: self.practitioner, patient: Some(self.patient), room, device }
    }

    /// Where an occurrence goes, in these rooms.
    pub fn to(&self, occurrence: &Occurrence, rooms: Rooms) -> Move {
        Move {
            practitioner: self.practitioner,
            location: self.place.id,
            start: occurrence.start,
            service_date: occurrence.date,
            room: rooms.room,
            device: rooms.device,
        }
    }
}

/// The room and the device an occurrence takes, where it needs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rooms {
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
}

impl Rooms {
    pub fn of(appointment: &Appointment) -> Self {
        Self { room: appointment.room_id, device: appointment.device_id }
    }
}

/// What is known of the time a series falls into.
pub struct Calendar<'s> {
    pub setting: Setting<'s>,
    /// Starts the rules offer, earliest first, whether taken or not.
    pub offered: Vec<DateTime<Utc>>,
    pub choice: Choice,
    pub busy: Busy,
}

impl Calendar<'_> {
    /// Whether an occurrence can be had, and in which rooms.
    pub fn judge(&self, occurrence: &Occurrence) -> Result<Rooms, Block> {
        if !occurrence.exists {
            return Err(Block { because: Because::ClockChange, by: None });
        }
        if self.offered.binary_search(&occurrence.start).is_err() {
            return Err(Block { because: Because::NotOffered, by: None });
        }
        self.rooms_at(occurrence.start)
    }

    /// The rooms of a start at which everybody is free.
    fn rooms_at(&self, start: DateTime<Utc>) -> Result<Rooms, Block> {
        let visit = self.setting.visit_at(start);
        let people = visit.needs(Uuid::nil(), &self.setting.party(Rooms::default()));
        if let Some(blocker) = self.busy.first_blocker(&people) {
            return Err(blocker.into());
        }
        let (room, device) = allot(&self.choice, &self.busy, &visit, self.setting.practitioner)?;
        Ok(Rooms { room, device })
    }

    /// The free start nearest to a time, a week away at most.
    pub fn nearest(&self, wanted: DateTime<Utc>) -> Option<Slot> {
        let from = self.offered.partition_point(|start| *start < wanted - NEAR);
        let near = self.offered[from..].iter().take_while(|start| **start <= wanted + NEAR);
        let mut near: Vec<DateTime<Utc>> = near.copied().collect();
        near.sort_by_key(|start| (*start - wanted).abs());
        near.into_iter().find_map(|start| self.rooms_at(start).ok().map(|rooms| self.slot(start, rooms)))
    }

    fn slot(&self, start: DateTime<Utc>, rooms: Rooms) -> Slot {
        Slot {
            start,
            end: start + Duration::minutes(self.setting.visit.minutes.into()),
            practitioner_id: self.setting.practitioner,
            location_id: self.setting.place.id,
            room_id: rooms.room,
            device_id: rooms.device,
        }
    }

    /// Counts an appointment's time as taken.
    pub fn take(&mut self, start: DateTime<Utc>, rooms: Rooms, appointment: AppointmentId) {
        let needs = self.setting.visit_at(start).needs(appointment.0, &self.setting.party(rooms));
        for need in needs {
            self.busy.take(&need, appointment.0);
        }
    }
}

/// An occurrence, where it is and where it is to go.
#[derive(Clone, Copy)]
pub struct Mover {
    pub id: AppointmentId,
    pub from: DateTime<Utc>,
    pub rooms: Rooms,
    pub to: Occurrence,
}

/// Movers and what keeps some of them where they are: who cannot move keeps its time, which may be in the way of others.
pub fn settle(calendar: &mut Calendar<'_>, movers: &[Mover]) -> Vec<Option<Block>> {
    let mut blocks: Vec<Option<Block>> = vec![None; movers.len()];
    loop {
        let going = movers.iter().zip(&blocks).enumerate().filter(|(_, (_, block))| block.is_none());
        let found =
            going.filter_map(|(n, (mover, _))| calendar.judge(&mover.to).err().map(|block| (n, block)));
        let found: Vec<(usize, Block)> = found.collect();
        if found.is_empty() {
            return blocks;
        }
        for (n, block) in found {
            blocks[n] = Some(block);
            calendar.take(movers[n].from, movers[n].rooms, movers[n].id);
        }
    }
}
