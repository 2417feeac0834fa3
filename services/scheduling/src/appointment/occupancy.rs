//! Whose time a visit needs, and whose is taken: practitioner, patient, room and device.

pub mod busy;
pub mod store;

use crate::location::Location;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use model::{AppointmentId, HoldId, LocationId, PatientId, PractitionerId, RoomId, word_enum};
use uuid::Uuid;

/// Half-open: a visit may start the moment another ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

impl Span {
    /// The visit with the time before and after it, which practitioner, room and device are needed for, too.
    pub fn with_buffers(start: DateTime<Utc>, visit: &VisitType) -> Self {
        let minutes = |n: i32| Duration::minutes(n.into());
        Self {
            start: start - minutes(visit.buffer_before_minutes),
            end: start + minutes(visit.minutes + visit.buffer_after_minutes),
        }
    }

    /// The visit alone: buffers are not the patient's.
    pub fn of_patient(start: DateTime<Utc>, visit: &VisitType) -> Self {
        Self { start, end: start + Duration::minutes(visit.minutes.into()) }
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn widened(self, by: Duration) -> Self {
        Self { start: self.start - by, end: self.end + by }
    }
}

word_enum! {
    /// Whose time it is.
    Whose {
        Practitioner = "practitioner",
        Patient = "patient",
        Room = "room",
        Device = "device",
    }
}

/// Who takes the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taker {
    Appointment(AppointmentId),
    Hold(HoldId, DateTime<Utc>),
}

impl Taker {
    pub fn id(self) -> Uuid {
        match self {
            Self::Appointment(id) => id.0,
            Self::Hold(id, _) => id.0,
        }
    }
}

/// A practitioner at a location, with the time to get there and away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    pub location: LocationId,
    pub reach: Span,
}

/// Those who share the time: nobody but the taker, or the group that meets then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub key: Uuid,
    /// How many a group takes; none where nobody shares.
    pub seats: Option<i16>,
}

/// The time of one of those a visit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub whose: Whose,
    pub resource: Uuid,
    pub span: Span,
    /// Only practitioners travel.
    pub stay: Option<Stay>,
    pub session: Session,
    /// Taken on purpose beside what has the time already.
    pub overbooked: bool,
}

/// Who takes part in a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    pub practitioner: PractitionerId,
    /// None as long as only a start is kept free.
    pub patient: Option<PatientId>,
    pub room: Option<RoomId>,
    pub device: Option<RoomId>,
}

/// A visit somewhere at some time.
#[derive(Clone, Copy)]
pub struct Visit<'v> {
    pub kind: &'v VisitType,
    pub place: &'v Location,
    pub start: DateTime<Utc>,
}

impl Visit<'_> {
    /// Whose time it needs. `taker` is who must not share it with anybody, unless the visit is a group's.
    pub fn needs(&self, taker: Uuid, party: &Party) -> Vec<Need> {
        let alone = Session { key: taker, seats: None };
        let session = self.session(party.practitioner).unwrap_or(alone);
        let practitioner =
            Need { stay: Some(self.stay()), ..self.need(Whose::Practitioner, party.practitioner.0, session) };
        let of_patient = |patient: PatientId| Need {
            span: Span::of_patient(self.start, self.kind),
            ..self.need(Whose::Patient, patient.0, alone)
        };
        let mut needs = vec![practitioner];
        needs.extend(party.patient.map(of_patient));
        needs.extend(party.room.map(|room| self.need(Whose::Room, room.0, session)));
        needs.extend(party.device.map(|device| self.need(Whose::Device, device.0, session)));
        needs
    }

    /// What it needs of the practitioner, before it is known who takes it.
    pub fn needs_somebody(&self, practitioner: PractitionerId) -> Need {
        let alone = Session { key: Uuid::nil(), seats: None };
        self.needs_practitioner(practitioner, self.session(practitioner).unwrap_or(alone))
    }

    fn needs_practitioner(&self, practitioner: PractitionerId, session: Session) -> Need {
        Need { stay: Some(self.stay()), ..self.need(Whose::Practitioner, practitioner.0, session) }
    }

    /// What it needs of a room or device, before it is known who takes it.
    pub fn needs_room(&self, practitioner: PractitionerId, room: RoomId) -> Need {
        let alone = Session { key: Uuid::nil(), seats: None };
        self.need(Whose::Room, room.0, self.session(practitioner).unwrap_or(alone))
    }

    fn need(&self, whose: Whose, resource: Uuid, session: Session) -> Need {
        let span = Span::with_buffers(self.start, self.kind);
        Need { whose, resource, span, stay: None, session, overbooked: false }
    }

    fn stay(&self) -> Stay {
        let span = Span::with_buffers(self.start, self.kind);
        let travel = Duration::minutes(self.place.travel_minutes.into());
        Stay { location: self.place.id, reach: span.widened(travel) }
    }

    /// The group that meets then: the same kind of visit, with the same practitioner, at the same place and start.
    pub fn session(&self, practitioner: PractitionerId) -> Option<Session> {
        let seats = i16::try_from(self.kind.capacity).ok().filter(|seats| *seats > 1)?;
        let start = u128::from(self.start.timestamp_micros().unsigned_abs());
        let parts = [self.kind.id.0.as_u128(), practitioner.0.as_u128(), self.place.id.0.as_u128(), start];
        Some(Session { key: Uuid::from_u128(parts.into_iter().fold(0, mix)), seats: Some(seats) })
    }
}

/// Another order or another part gives another number; keys need no more than that.
fn mix(so_far: u128, part: u128) -> u128 {
    (so_far.rotate_left(47) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
}

/// Time that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub span: Span,
    /// The appointment or hold that has it.
    pub by: Uuid,
    pub session: Uuid,
    pub stay: Option<Stay>,
    /// Beside something else, on purpose.
    pub overbooked: bool,
}

impl Taken {
    /// What a need takes when it is met.
    pub fn of(need: &Need, by: Uuid) -> Self {
        let Need { span, session, stay, overbooked, .. } = *need;
        Self { span, by, session: session.key, stay, overbooked }
    }
}

/// What stands in the way of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocker {
    pub whose: Whose,
    /// The practitioner is elsewhere, too near in time to come here.
    pub elsewhere: bool,
    /// None where it was given up in the meantime; the time was taken all the same.
    pub by: Option<Uuid>,
}
