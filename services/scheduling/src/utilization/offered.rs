//! The minutes that were to be had, whether anybody booked them or not: availability less absences and closures.

use super::Place;
use crate::absence::Absence;
use crate::appointment::occupancy::Span;
use crate::availability::{Availability, Window};
use crate::closure::Closure;
use crate::location::Location;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use model::LocationId;
use std::collections::{BTreeMap, HashMap};

/// What decides when somebody can be seen.
pub struct Hours<'a> {
    pub rules: &'a [Availability],
    pub locations: &'a HashMap<LocationId, Location>,
    pub absences: &'a [Absence],
    pub closures: &'a [Closure],
}

/// By practitioner, location and day on its wall; what two rules both offer counts once.
pub fn offered_minutes(hours: &Hours<'_>, from: NaiveDate, to: NaiveDate) -> BTreeMap<Place, i64> {
    let all = around(from, to);
    let zone = |id: LocationId| hours.locations.get(&id).map(|place| place.time_zone.0);
    let mut spans: BTreeMap<Place, Vec<Span>> = BTreeMap::new();
    for availability in hours.rules {
        for window in availability.windows(zone, all.start, all.end) {
            let closed = hours.closures.iter().any(|one| one.closes(window.location_id, window.day));
            let Some(zone) = zone(window.location_id).filter(|_| !closed) else { continue };
            if (from..=to).contains(&window.day) {
                let place = (availability.practitioner_id, window.location_id, window.day);
                spans.entry(place).or_default().push(open(&window, zone));
            }
        }
    }
    let minutes = |(place, spans): (Place, Vec<Span>)| {
        let away = hours.absences.iter().filter(|one| one.practitioner_id == place.0).map(Absence::span);
        (place, minutes(spans, away.collect()))
    };
    spans.into_iter().map(minutes).collect()
}

/// A day more on both sides, which covers every zone.
pub fn around(from: NaiveDate, to: NaiveDate) -> Span {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    Span { start: midnight(from) - Duration::days(1), end: midnight(to) + Duration::days(2) }
}

/// As long as the clocks make it: an hour they skip is none, one they repeat is two.
fn open(window: &Window<'_>, zone: Tz) -> Span {
    let opens = instant(window.day.and_time(window.opens), zone, false);
    let closes = instant(window.day.and_time(window.closes), zone, true);
    Span { start: opens, end: closes.max(opens) }
}

/// A time on the wall that is skipped is the first there is after it.
fn instant(wall: NaiveDateTime, zone: Tz, late: bool) -> DateTime<Utc> {
    const LONGEST_GAP: i64 = 24 * 60;
    let at = |minutes| {
        let instants = zone.from_local_datetime(&(wall + Duration::minutes(minutes)));
        if late { instants.latest() } else { instants.earliest() }
    };
    (0..=LONGEST_GAP).find_map(at).map_or_else(|| wall.and_utc(), |instant| instant.to_utc())
}

/// The minutes some spans cover together, outside of others.
fn minutes(mut spans: Vec<Span>, mut away: Vec<Span>) -> i64 {
    spans.sort_unstable_by_key(|span| span.start);
    away.sort_unstable_by_key(|span| span.start);
    let (mut covered, mut until) = (Duration::zero(), DateTime::<Utc>::MIN_UTC);
    for span in spans {
        let mut start = span.start.max(until);
        for gone in away.iter().filter(|gone| gone.overlaps(&span)) {
            covered += (gone.start - start).max(Duration::zero());
            start = start.max(gone.end);
        }
        covered += (span.end - start).max(Duration::zero());
        until = until.max(span.end);
    }
    covered.num_minutes()
}
