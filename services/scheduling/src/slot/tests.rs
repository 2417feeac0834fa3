use super::offer::{Asked, Offer};
use super::search::{Cursor, Search, free};
use crate::absence::Absence;
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Span, Stay, Taken};
use crate::availability::{Availability, Days, Exceptions, Rule, Rules};
use crate::closure::Closure;
use crate::location::Location;
use crate::room::Choice;
use crate::visit_type::VisitType;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::{America, Asia, Australia, Tz};
use model::{AbsenceId, ClosureId, LocationId, PractitionerId, RoomId};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::HashMap;
use uuid::Uuid;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// What a rule says, where a reader needs no calendar library to follow it.
#[derive(Clone, Debug)]
struct Said {
    place: usize,
    days: Vec<(&'static str, Weekday)>,
    opens: NaiveTime,
    closes: NaiveTime,
    effective_from: NaiveDate,
    effective_to: Option<NaiveDate>,
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::MIN + Duration::minutes(minutes.into())
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn any_said() -> impl Strategy<Value = Said> {
    let days = prop::sample::subsequence(WEEKDAYS.to_vec(), 1..=7);
    let effect = (select(vec!["2025-12-30", "2026-03-08", "2026-10-31"]), prop::option::of(0..400_i64));
    (0..2_usize, days, 0..270_u32, 1..18_u32, effect).prop_map(
        |(place, days, opens, length, (from, lasts))| Said {
            place,
            days,
            opens: time(opens * 5),
            closes: time((opens * 5 + length * 15).min(1439)),
            effective_from: date(from),
            effective_to: lasts.map(|days| date(from) + Duration::days(days)),
        },
    )
}

impl Said {
    fn rule(&self, location_id: LocationId) -> Rule {
        let days: Vec<&str> = self.days.iter().map(|(name, _)| *name).collect();
        Rule {
            location_id,
            rrule: Days::try_from(format!("FREQ=WEEKLY;BYDAY={}", days.join(","))).expect("a rule"),
            start_time: self.opens,
            end_time: self.closes,
            visit_type_ids: Vec::new(),
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            release: None,
        }
    }

    /// Whether an instant is a start, by what the clock on the wall shows then.
    fn offers(&self, start: DateTime<Utc>, zone: Tz, minutes: i64, every: u32) -> bool {
        let wall = start.with_timezone(&zone).naive_local();
        let is_day = self.days.iter().any(|(_, day)| *day == wall.date().weekday());
        let holds =
            wall.date() >= self.effective_from && self.effective_to.is_none_or(|to| wall.date() <= to);
        let ends = wall.time().num_seconds_from_midnight() / 60 + u32::try_from(minutes).expect("short");
        let is_open = wall.time() >= self.opens && ends <= self.closes.num_seconds_from_midnight() / 60;
        is_day && holds && is_open && wall.time().num_seconds_from_midnight().is_multiple_of(every * 60)
    }
}

/// Two places of one practitioner, what is away and closed, and what is taken.
#[derive(Clone, Debug)]
struct World {
    zone: Tz,
    travel: [i32; 2],
    said: Vec<Said>,
    /// Of the practitioner, at a place; in minutes from the beginning.
    taken: Vec<(i64, i64, usize)>,
    away: Option<(i64, i64)>,
    closed: Option<(usize, u64)>,
    /// When each of two rooms at the first place is taken; the visit needs one of them there.
    rooms: Option<[(i64, i64); 2]>,
    /// Spans are minutes after this.
    from: DateTime<Utc>,
}

fn any_world() -> impl Strategy<Value = World> {
    let zones =
        vec![America::Chicago, Australia::Lord_Howe, America::Phoenix, Asia::Kolkata, America::St_Johns];
    let first = select(vec!["2026-03-06", "2026-04-03", "2026-06-10", "2026-10-02", "2026-10-30"]);
    let span = || (0..7200_i64, 5..400_i64);
    let taken = prop::collection::vec((0..7200_i64, 5..120_i64, 0..2_usize), 0..12);
    let travel = (0..4_i32, 0..4_i32);
    let rest = (
        prop::option::of(span()),
        prop::option::of((0..2_usize, 0..5_u64)),
        prop::option::of((span(), span())),
    );
    (select(zones), first, travel, prop::collection::vec(any_said(), 1..4), taken, rest).prop_map(
        |(zone, first, travel, said, taken, (away, closed, rooms))| World {
            zone,
            travel: [travel.0 * 15, travel.1 * 15],
            said,
            taken,
            away,
            closed,
            rooms: rooms.map(|(a, b)| [a, b]),
            from: date(first).and_time(NaiveTime::MIN).and_utc(),
        },
    )
}

const PRACTITIONER: PractitionerId = PractitionerId(Uuid::from_u128(1));
const ROOMS: [RoomId; 2] = [RoomId(Uuid::from_u128(21)), RoomId(Uuid::from_u128(22))];

impl World {
    fn span(&self, (start, length): (i64, i64)) -> Span {
        let start = self.from + Duration::minutes(start);
        Span { start, end: start + Duration::minutes(length) }
    }

    fn place(&self, n: usize) -> Location {
        let id = LocationId(Uuid::from_u128(5 + n as u128));
        Location { id, travel_minutes: self.travel[n], ..Location::sample(self.zone) }
    }

    fn closed_day(&self) -> Option<(usize, NaiveDate)> {
        self.closed.map(|(place, day)| (place, self.from.date_naive() + chrono::Days::new(day)))
    }

    fn offer(&self) -> Offer {
        let places = [self.place(0), self.place(1)];
        let rules = self.said.iter().map(|said| said.rule(places[said.place].id)).collect();
        let absence = self.away.map(|away| Absence {
            id: AbsenceId(Uuid::from_u128(31)),
            version: 1,
            practitioner_id: PRACTITIONER,
            start: self.span(away).start,
            end: self.span(away).end,
            reason: None,
        });
        let closure = self.closed_day().map(|(place, day)| Closure {
            id: ClosureId(Uuid::from_u128(41)),
            version: 1,
            name: "Flood".parse().expect("a name"),
            location_id: Some(places[place].id),
            first_day: day,
            last_day: day,
        });
        let choice = Choice { rooms: Some(ROOMS.to_vec()), devices: None };
        Offer {
            availability: vec![Availability {
                practitioner_id: PRACTITIONER,
                version: 1,
                rules: Rules(rules),
                exceptions: Exceptions::default(),
            }],
            absences: HashMap::from([(PRACTITIONER, absence.into_iter().collect())]),
            closures: closure.into_iter().collect(),
            choices: self.rooms.map(|_| (places[0].id, choice)).into_iter().collect(),
            places: places.into_iter().map(|place| (place.id, place)).collect(),
        }
    }

    fn busy(&self) -> Busy {
        let plain = |span: Span, n: usize| Taken {
            span,
            by: Uuid::from_u128(100 + n as u128),
            session: Uuid::from_u128(100 + n as u128),
            stay: None,
            overbooked: false,
        };
        let of_practitioner = self.taken.iter().enumerate().map(|(n, (start, length, place))| {
            let (span, place) = (self.span((*start, *length)), self.place(*place));
            let reach = span.widened(Duration::minutes(place.travel_minutes.into()));
            (PRACTITIONER.0, Taken { stay: Some(Stay { location: place.id, reach }), ..plain(span, n) })
        });
        let rooms = self.rooms.iter().flatten().zip(ROOMS);
        let of_rooms = rooms.map(|(span, room)| (room.0, plain(self.span(*span), 50)));
        of_practitioner.chain(of_rooms).collect()
    }

    /// Whether a start at a place is free, as one would find out with a pencil.
    fn is_free(&self, visit: &VisitType, start: DateTime<Utc>, place: usize) -> bool {
        let every = u32::try_from(visit.step().num_minutes()).expect("short");
        let offered = self
            .said
            .iter()
            .any(|said| said.place == place && said.offers(start, self.zone, visit.minutes.into(), every));
        let wanted = Span::with_buffers(start, visit);
        let wall = start.with_timezone(&self.zone).date_naive();
        let closed = self.closed_day().is_some_and(|closed| closed == (place, wall));
        let away = self.away.is_some_and(|away| self.span(away).overlaps(&wanted));
        let taken = self.taken.iter().any(|(from, length, at)| {
            let span = self.span((*from, *length));
            let way = if *at == place { 0 } else { self.travel[0] + self.travel[1] };
            span.widened(Duration::minutes(way.into())).overlaps(&wanted)
        });
        let room = self
            .rooms
            .is_none_or(|rooms| place == 1 || rooms.iter().any(|room| !self.span(*room).overlaps(&wanted)));
        offered && !closed && !away && !taken && room
    }
}

proptest! {
    /// Every five minutes of five days, around both nights in which clocks change and one in which none does.
    #[test]
    fn slots_are_what_is_offered_and_not_taken(
        world in any_world(),
        minutes in select(vec![15_i32, 20, 30, 45, 50]),
        every in select(vec![None, Some(15), Some(40)]),
        buffers in (0..3_i32, 0..3_i32),
    ) {
        // The second place has no rooms, and a visit that needs one is only where one is.
        let needs = world.rooms.map_or_else(Vec::new, |_| ROOMS.to_vec());
        let visit = VisitType {
            minutes,
            buffer_before_minutes: buffers.0 * 5,
            buffer_after_minutes: buffers.1 * 5,
            start_every_minutes: every,
            room_ids: needs,
            ..VisitType::sample()
        };
        let (from, to) = (world.from, world.from + Duration::days(5));
        let asked = Asked { visit: visit.clone(), practitioner: None, location: None, licensed_in: None };
        let mut search = Search { asked, from, to, part: None, after: None };
        let instants = || std::iter::successors(Some(from), |at| Some(*at + Duration::minutes(5))).take_while(|at| *at < to);
        let (offer, busy) = (world.offer(), world.busy());
        // What explains a start is no second opinion; a prime step meets every time of day.
        let step = u32::try_from(visit.step().num_minutes()).expect("short");
        for at in instants().step_by(97) {
            let wall = at.with_timezone(&world.zone).naive_local();
            for (rule, said) in offer.availability[0].rules.0.iter().zip(&world.said) {
                let offers = said.offers(at, world.zone, minutes.into(), step);
                prop_assert_eq!(rule.misses(&visit, wall, from.date_naive()).is_empty(), offers);
            }
        }
        let found = free(&search, &offer, &busy, Span { start: from, end: to }, 10_000, from);
        let places = [world.place(0).id, world.place(1).id];
        let mut got: Vec<(DateTime<Utc>, LocationId)> =
            found.iter().map(|slot| (slot.start, slot.location_id)).collect();
        prop_assert!(got.is_sorted_by_key(|(start, _)| *start));
        got.sort_unstable();
        let mut expected: Vec<(DateTime<Utc>, LocationId)> = instants()
            .flat_map(|at| [(at, 0), (at, 1)])
            .filter(|(at, place)| world.is_free(&visit, *at, *place) && (*place == 0 || world.rooms.is_none()))
            .map(|(at, place)| (at, places[place]))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(got, expected);

        // Page by page the same slots come in the same order.
        let mut paged = Vec::new();
        loop {
            let page = free(&search, &offer, &busy, Span { start: from, end: to }, 7, from);
            let Some(last) = page.last() else { break };
            search.after = Some(Cursor::try_from(String::from(Cursor::of(last))).expect("its own"));
            paged.extend(page);
        }
        prop_assert_eq!(paged, found);
    }
}
