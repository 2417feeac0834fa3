//! Searching free starts, a few days at a time, until the page is full.

use super::Slot;
use super::offer::{Asked, Offer, fit};
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Span, Visit, store as occupancy};
use crate::location::Location;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Duration, NaiveTime, Timelike, Utc};
use model::{Invalid, LocationId, PractitionerId, word_enum};
use platform::{Problem, Tx};
use serde::Deserialize;
use uuid::Uuid;

word_enum! {
    /// Part of a day on the wall of the location.
    DayPart {
        /// Before noon.
        Morning = "morning",
        /// From noon to five.
        Afternoon = "afternoon",
        /// From five on.
        Evening = "evening",
    }
}

impl DayPart {
    pub fn holds(self, wall: NaiveTime) -> bool {
        let hour = wall.hour();
        match self {
            Self::Morning => hour < 12,
            Self::Afternoon => (12..17).contains(&hour),
            Self::Evening => hour >= 17,
        }
    }
}

/// What is asked for.
#[derive(Clone)]
pub struct Search {
    pub asked: Asked,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub part: Option<DayPart>,
    /// Only those behind it in the order of slots.
    pub after: Option<Cursor>,
}

/// The place of a slot among all: by start, then in an order of practitioners that is another at each start, so that nobody
/// is always first; stable, so that pages follow each other whatever is booked between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Cursor {
    start: DateTime<Utc>,
    turn: u64,
    practitioner: PractitionerId,
    location: LocationId,
}

impl Cursor {
    fn at(start: DateTime<Utc>, practitioner: PractitionerId, location: LocationId) -> Self {
        Self { start, turn: turn(start, practitioner), practitioner, location }
    }

    pub fn of(slot: &Slot) -> Self {
        Self::at(slot.start, slot.practitioner_id, slot.location_id)
    }
}

/// FNV-1a over practitioner and start.
fn turn(start: DateTime<Utc>, practitioner: PractitionerId) -> u64 {
    let bytes = practitioner.0.into_bytes().into_iter().chain(start.timestamp().to_be_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
    })
}

impl TryFrom<String> for Cursor {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let wrong = Invalid("must be the `next` of an earlier page, unchanged");
        let bytes = BASE64.decode(text).map_err(|_| wrong)?;
        let bytes: [u8; 40] = bytes.try_into().map_err(|_| wrong)?;
        let (seconds, ids) = bytes.split_first_chunk::<8>().ok_or(wrong)?;
        let (practitioner, location) = ids.split_at(16);
        let start = DateTime::from_timestamp(i64::from_be_bytes(*seconds), 0).ok_or(wrong)?;
        let id = |bytes| Uuid::from_slice(bytes).map_err(|_| wrong);
        Ok(Self::at(start, PractitionerId(id(practitioner)?), LocationId(id(location)?)))
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> String {
        let start = cursor.start.timestamp().to_be_bytes();
        BASE64.encode([&start[..], cursor.practitioner.0.as_bytes(), cursor.location.0.as_bytes()].concat())
    }
}

/// A page of free starts, earliest first, and the place of the last where there are more.
pub struct Found {
    pub slots: Vec<Slot>,
    pub next: Option<Cursor>,
}

/// Reads a few days at first and more and more while the page is not full: what is kept at once is bounded by the page and
/// by what is taken in a month.
pub async fn search(tx: &mut Tx, search: &Search, size: usize, now: DateTime<Utc>) -> Result<Found, Problem> {
    let notice = Duration::minutes(search.asked.visit.minimum_notice_minutes.into());
    let mut from = search.from.max(now + notice).max(search.after.map_or(search.from, |after| after.start));
    let mut slots = Vec::new();
    let mut days = 2;
    if from < search.to {
        let offer = Offer::find(tx, &search.asked, Span { start: from, end: search.to }).await?;
        let resources = offer.resources();
        while from < search.to && slots.len() <= size {
            let to = search.to.min(from + Duration::days(days));
            let span = Span { start: from, end: to };
            let busy: Busy = occupancy::taken(tx, &resources, span, now).await?.into_iter().collect();
            slots.extend(free(search, &offer, &busy, span, size + 1 - slots.len(), now));
            (from, days) = (to, (days * 2).min(31));
        }
    }
    let more = slots.len() > size;
    slots.truncate(size);
    let next = slots.last().filter(|_| more).map(Cursor::of);
    Ok(Found { slots, next })
}

/// The free starts of a span, earliest first, as many as are wanted.
pub fn free(
    search: &Search,
    offer: &Offer,
    busy: &Busy,
    span: Span,
    most: usize,
    now: DateTime<Utc>,
) -> Vec<Slot> {
    let visit = &search.asked.visit;
    let mut candidates: Vec<(Cursor, &Location)> = Vec::new();
    for one in &offer.availability {
        let starts = offer.starts(one, visit, span, now);
        // Who is taken is left out before anything is sorted: on full days that is nearly everybody.
        let wanted = starts.filter(|(place, start)| {
            let in_part = |part: DayPart| part.holds(start.with_timezone(&place.time_zone.0).time());
            let visit = Visit { kind: visit, place, start: *start };
            search.part.is_none_or(in_part)
                && busy.blocker(&visit.needs_somebody(one.practitioner_id)).is_none()
        });
        candidates
            .extend(wanted.map(|(place, start)| (Cursor::at(start, one.practitioner_id, place.id), place)));
    }
    candidates.retain(|(at, _)| search.after.is_none_or(|after| *at > after));
    candidates.sort_unstable_by_key(|(at, _)| *at);
    candidates.dedup_by_key(|(at, _)| *at);
    let slots = candidates.into_iter().filter_map(|(at, place)| {
        fit(offer, busy, &Visit { kind: visit, place, start: at.start }, at.practitioner)
    });
    slots.take(most).collect()
}
