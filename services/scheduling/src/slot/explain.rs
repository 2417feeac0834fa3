//! Why a start can or cannot be had: every rule, and everything that has the time.

use super::offer::Offer;
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Party, Span, Taken, Visit, Whose};
use crate::availability::{self, Hours, Miss, Rule};
use crate::location::Location;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use model::{AbsenceId, ClosureId, Invalid, LocationId, PractitionerId, RoomId, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An instant, or a time on the wall of the location, which the clocks may skip or show twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Moment {
    Instant(DateTime<Utc>),
    Wall(NaiveDateTime),
}

impl TryFrom<String> for Moment {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let instant = DateTime::parse_from_rfc3339(&text).map(|instant| Self::Instant(instant.to_utc()));
        let moment = instant.or_else(|_| text.parse().map(Self::Wall));
        moment.map_err(|_| {
            Invalid("must be RFC 3339, or a time on the wall of the location such as 2027-03-14T02:30:00")
        })
    }
}

impl Moment {
    /// None where the clocks skip it, two where they show it twice.
    pub fn instants(self, zone: Tz) -> Vec<DateTime<Utc>> {
        match self {
            Self::Instant(instant) => vec![instant],
            Self::Wall(wall) => availability::instants(wall, zone).collect(),
        }
    }
}

word_enum! {
    /// What is in the way apart from rules and bookings.
    Obstacle {
        /// The clocks skip this time on the wall on that day.
        ClockChange = "clock_change",
        Past = "past",
        /// Nearer than the visit type's minimum notice: not offered, though staff may book it.
        MinimumNotice = "minimum_notice",
        /// The visit type is not with this practitioner, or not at this location.
        OtherPractitioners = "other_practitioners",
        OtherLocations = "other_locations",
        /// No room or device of the visit type is at the location.
        NoRoom = "no_room",
    }
}

/// Everything that decides about a start at one location.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Explanation {
    pub location_id: LocationId,
    /// None where the clocks skip it; the later of two has an explanation of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// Whether `POST /v1/appointments` would find practitioner, room and device free.
    pub bookable: bool,
    pub obstacles: Vec<Obstacle>,
    /// The practitioner's rules for this location in their order; one that offers the start is enough.
    pub rules: Vec<Judged>,
    /// Hours of that date that hold instead of the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<JudgedHours>,
    /// When the practitioner is away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Away>,
    /// When the location is closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closed>,
    /// What has the practitioner's time, buffers included, or keeps the practitioner elsewhere.
    pub taken: Vec<TakenTime>,
    /// What has each room and device that would do; none of it is in the way as long as one is free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomTime>,
}

/// A rule, and why it does not offer the start.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Judged {
    /// Its place in the practitioner's availability, from 0.
    pub rule: usize,
    pub location_id: LocationId,
    pub offers: bool,
    pub because: Vec<Miss>,
}

/// Hours of an exception, and why they do not offer the start.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct JudgedHours {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub hours: Hours,
    pub offers: bool,
    pub because: Vec<Miss>,
}

#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Away {
    pub absence_id: AbsenceId,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Closed {
    pub closure_id: ClosureId,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
}

#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct TakenTime {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// The appointment or hold.
    pub blocked_by: Uuid,
    /// Where the practitioner is then, if not here: too near in time to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<LocationId>,
}

/// A room or device that would do, and what has it.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct RoomTime {
    pub kind: Whose,
    pub room_id: RoomId,
    pub taken: Vec<TakenTime>,
}

/// What is to be said of one instant at one place.
pub fn explain(
    offer: &Offer,
    busy: &Busy,
    visit: &Visit<'_>,
    practitioner: PractitionerId,
    now: DateTime<Utc>,
) -> Explanation {
    let (place, start) = (visit.place, visit.start);
    let wall = start.with_timezone(&place.time_zone.0).naive_local();
    let today = now.with_timezone(&place.time_zone.0).date_naive();
    let said = Said { visit, place, wall, today };
    let own = offer.availability.iter().find(|one| one.practitioner_id == practitioner);
    let exception = own.and_then(|own| own.exception(wall.date()));
    let rules = own.map_or(&[][..], |own| &own.rules.0);
    let here = rules.iter().enumerate().filter(|(_, rule)| rule.location_id == place.id);
    let rules: Vec<Judged> = here.map(|(n, rule)| said.rule(n, rule, exception.is_some())).collect();
    let hours = exception.map_or(&[][..], |exception| &exception.hours);
    let hours = hours.iter().filter(|hours| hours.location_id == place.id);
    let exceptions: Vec<JudgedHours> = hours.map(|hours| said.hours(hours)).collect();
    let absences = absences(offer, visit, practitioner);
    let closures = closures(offer, place.id, wall.date());
    let alone = Party { practitioner, patient: None, room: None, device: None };
    let needs = visit.needs(Uuid::nil(), &alone);
    let taken =
        needs.iter().flat_map(|need| busy.overlapping(need).map(|one| shown(one, place.id))).collect();
    let obstacles = obstacles(offer, visit, practitioner, now);
    let offered = rules.iter().any(|rule| rule.offers) || exceptions.iter().any(|hours| hours.offers);
    let free = super::offer::fit(offer, busy, visit, practitioner).is_some();
    let only_notice = obstacles.iter().all(|obstacle| *obstacle == Obstacle::MinimumNotice);
    Explanation {
        location_id: place.id,
        start: Some(start),
        bookable: only_notice && offered && free && absences.is_empty() && closures.is_empty(),
        obstacles,
        rules,
        exceptions,
        absences,
        closures,
        taken,
        rooms: rooms(offer, busy, visit, practitioner),
    }
}

/// Of a time on the wall that does not come.
pub fn skipped(location_id: LocationId) -> Explanation {
    Explanation {
        location_id,
        start: None,
        bookable: false,
        obstacles: vec![Obstacle::ClockChange],
        rules: Vec::new(),
        exceptions: Vec::new(),
        absences: Vec::new(),
        closures: Vec::new(),
        taken: Vec::new(),
        rooms: Vec::new(),
    }
}

/// A start as the wall shows it.
struct Said<'s> {
    visit: &'s Visit<'s>,
    place: &'s Location,
    wall: NaiveDateTime,
    today: NaiveDate,
}

impl Said<'_> {
    fn rule(&self, n: usize, rule: &Rule, excepted: bool) -> Judged {
        let mut because = rule.misses(self.visit.kind, self.wall, self.today);
        because.extend(excepted.then_some(Miss::Exception));
        Judged { rule: n, location_id: self.place.id, offers: because.is_empty(), because }
    }

    fn hours(&self, hours: &Hours) -> JudgedHours {
        let date = self.wall.date();
        let because = hours.window(date).misses(self.visit.kind, self.wall, self.today);
        JudgedHours { date, hours: hours.clone(), offers: because.is_empty(), because }
    }
}

fn obstacles(
    offer: &Offer,
    visit: &Visit<'_>,
    practitioner: PractitionerId,
    now: DateTime<Utc>,
) -> Vec<Obstacle> {
    let notice = now + Duration::minutes(visit.kind.minimum_notice_minutes.into());
    let found = [
        (Obstacle::Past, visit.start < now),
        (Obstacle::MinimumNotice, visit.start >= now && visit.start < notice),
        (Obstacle::OtherPractitioners, !visit.kind.is_with(practitioner)),
        (Obstacle::OtherLocations, !visit.kind.is_at(visit.place.id)),
        (Obstacle::NoRoom, !offer.has_rooms(visit.kind, visit.place.id)),
    ];
    found.into_iter().filter(|(_, applies)| *applies).map(|(obstacle, _)| obstacle).collect()
}

fn absences(offer: &Offer, visit: &Visit<'_>, practitioner: PractitionerId) -> Vec<Away> {
    let wanted = Span::with_buffers(visit.start, visit.kind);
    let all = offer.absences.get(&practitioner).map_or(&[][..], Vec::as_slice);
    let away = all.iter().filter(|absence| absence.span().overlaps(&wanted));
    away.map(|one| Away { absence_id: one.id, from: one.start, to: one.end }).collect()
}

fn closures(offer: &Offer, place: LocationId, day: NaiveDate) -> Vec<Closed> {
    let closed = offer.closures.iter().filter(|closure| closure.closes(place, day));
    let shown = |one: &crate::closure::Closure| Closed {
        closure_id: one.id,
        first_day: one.first_day,
        last_day: one.last_day,
    };
    closed.map(shown).collect()
}

fn rooms(offer: &Offer, busy: &Busy, visit: &Visit<'_>, practitioner: PractitionerId) -> Vec<RoomTime> {
    let Some(choice) = offer.choices.get(&visit.place.id) else { return Vec::new() };
    let of = |kind: Whose, rooms: &Option<Vec<RoomId>>| -> Vec<RoomTime> {
        let one = |room: &RoomId| {
            let need = visit.needs_room(practitioner, *room);
            let taken = busy.overlapping(&need).map(|one| shown(one, visit.place.id)).collect();
            RoomTime { kind, room_id: *room, taken }
        };
        rooms.iter().flatten().map(one).collect()
    };
    let mut all = of(Whose::Room, &choice.rooms);
    all.extend(of(Whose::Device, &choice.devices));
    all
}

fn shown(taken: &Taken, here: LocationId) -> TakenTime {
    let elsewhere = taken.stay.map(|stay| stay.location).filter(|there| *there != here);
    TakenTime { from: taken.span.start, to: taken.span.end, blocked_by: taken.by, elsewhere }
}
