use super::plan::{Because, Calendar, Mover, Rooms, Setting, settle};
use super::*;
use crate::appointment::occupancy::{Span, Taken};
use crate::location::Location;
use crate::room::Choice;
use crate::visit_type::VisitType;
use chrono_tz::America::Chicago;
use model::{AppointmentId, RoomId};
use proptest::prelude::*;
use rrule::{RRule, RRuleSet, Unvalidated};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn rule(text: &str) -> Recurrence {
    Recurrence::try_from(text.to_owned()).expect("a rule")
}

fn starts(text: &str, first: &str) -> Vec<String> {
    let all = occurrences(&rule(text), at(first), Chicago).expect("occurrences");
    all.iter().map(|one| one.start.to_rfc3339()).collect()
}

#[test]
fn the_third_tuesday_keeps_its_time_on_the_wall() {
    let third = starts("FREQ=MONTHLY;BYDAY=3TU;COUNT=4", "2026-02-17T20:00:00Z");
    let expected = ["2026-02-17T20:00:00+00:00", "2026-03-17T19:00:00+00:00", "2026-04-21T19:00:00+00:00"];
    assert_eq!(third[..3], expected, "two in the afternoon, before and after the clocks change");
}

#[test]
fn every_eighth_week_is_a_rule() {
    let infusions = starts("FREQ=WEEKLY;INTERVAL=8;COUNT=3", "2026-09-01T15:00:00Z");
    assert_eq!(
        infusions,
        ["2026-09-01T15:00:00+00:00", "2026-10-27T15:00:00+00:00", "2026-12-22T16:00:00+00:00"]
    );
}

#[test]
fn a_time_the_clocks_skip_is_named_and_one_they_repeat_is_the_earlier() {
    let spring = occurrences(&rule("FREQ=DAILY;COUNT=3"), at("2026-03-07T08:30:00Z"), Chicago).expect("days");
    let exists: Vec<bool> = spring.iter().map(|one| one.exists).collect();
    assert_eq!(exists, [true, false, true], "half past two does not come on 8 March");
    let autumn = starts("FREQ=DAILY;COUNT=2", "2026-10-31T06:30:00Z");
    assert_eq!(autumn[1], "2026-11-01T06:30:00+00:00");
}

#[test]
fn refuses_what_never_ends_or_ends_too_late() {
    for endless in ["FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO", "", "COUNT=3", "FREQ=HOURLY;COUNT=3"] {
        assert!(Recurrence::try_from(endless.to_owned()).is_err(), "{endless}");
    }
    let refused =
        |text: &str| occurrences(&rule(text), at("2026-12-01T15:00:00Z"), Chicago).map(|all| all.len());
    assert_eq!(refused("FREQ=WEEKLY;UNTIL=20361201T000000Z"), Err(Refusal::TooMany), "ten years");
    assert_eq!(refused("FREQ=YEARLY;COUNT=5"), Err(Refusal::TooLong));
    assert_eq!(refused("FREQ=DAILY;COUNT=105"), Err(Refusal::TooMany));
    assert_eq!(refused("FREQ=WEEKLY;BYDAY=MO;COUNT=5"), Err(Refusal::NotItsFirstDay), "a Tuesday");
    assert_eq!(refused("FREQ=WEEKLY;COUNT=104"), Ok(104));
}

fn any_rule() -> impl Strategy<Value = String> {
    let weekday = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    let days = prop::collection::btree_set(weekday.clone(), 1..4);
    let weekly = (days, 1..9_u8).prop_map(|(days, interval)| {
        let days: Vec<&str> = days.into_iter().collect();
        format!("FREQ=WEEKLY;INTERVAL={interval};BYDAY={}", days.join(","))
    });
    let ordinal = (prop::sample::select(vec![1, 2, 3, 4, -1]), weekday, 1..4_u8)
        .prop_map(|(n, day, interval)| format!("FREQ=MONTHLY;INTERVAL={interval};BYDAY={n}{day}"));
    let daily = (1..20_u8).prop_map(|interval| format!("FREQ=DAILY;INTERVAL={interval}"));
    (prop_oneof![weekly, ordinal, daily], 1..20_u8).prop_map(|(rule, count)| format!("{rule};COUNT={count}"))
}

proptest! {
    /// Read by the rule's own reader in the zone itself; times on the wall that do not come, or come twice, it treats its
    /// own way.
    #[test]
    fn occurrences_are_those_of_the_rule(
        text in any_rule(),
        zone in prop::sample::select(vec![
            Chicago, chrono_tz::Australia::Lord_Howe, chrono_tz::America::Phoenix, chrono_tz::Asia::Kolkata,
        ]),
        day in 0..700_i64,
        minute in 0..1440_i64,
    ) {
        let wall = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date").and_time(NaiveTime::MIN)
            + Duration::days(day) + Duration::minutes(minute);
        let in_zone = rrule::Tz::from(zone).from_local_datetime(&wall).single();
        prop_assume!(in_zone.is_some());
        let begin = in_zone.expect("one instant");
        let own: RRule<Unvalidated> = text.parse().expect("a rule");
        let own = RRuleSet::new(begin).rrule(own.validate(begin).expect("valid"));
        let own: Vec<DateTime<Utc>> = own.all(200).dates.into_iter().map(|date| date.to_utc()).collect();
        match occurrences(&rule(&text), begin.to_utc(), zone) {
            Err(Refusal::NotItsFirstDay) => prop_assert_ne!(own.first(), Some(&begin.to_utc())),
            Err(refusal) => prop_assert_eq!(refusal, Refusal::TooLong),
            Ok(ours) => {
                let plain = |one: &&Occurrence| {
                    let wall = one.date.and_time(wall.time());
                    zone.from_local_datetime(&wall).single().is_some()
                };
                for one in ours.iter().filter(plain) {
                    prop_assert!(own.contains(&one.start), "{text}: {one:?} of {own:?}");
                }
                prop_assert_eq!(ours.iter().filter(plain).count(), own.iter().filter(|start| {
                    let wall = start.with_timezone(&zone).date_naive().and_time(wall.time());
                    zone.from_local_datetime(&wall).single().is_some()
                }).count());
            }
        }
    }
}

fn day(n: i64, hour: i64) -> DateTime<Utc> {
    at("2026-12-01T00:00:00Z") + Duration::days(n) + Duration::hours(hour)
}

const PRACTITIONER: PractitionerId = PractitionerId(Uuid::from_u128(3));
const ROOM: RoomId = RoomId(Uuid::from_u128(7));

fn calendar<'v>(visit: &'v VisitType, place: &'v Location, taken: &[(Uuid, i64, i64)]) -> Calendar<'v> {
    let taken = taken.iter().map(|&(of, n, hour)| {
        let by = Uuid::from_u128(u128::from(n.unsigned_abs()));
        let span = Span::of_patient(day(n, hour), visit);
        (of, Taken { span, by, session: by, stay: None, overbooked: false })
    });
    let setting =
        Setting { practitioner: PRACTITIONER, patient: PatientId(Uuid::from_u128(4)), visit, place };
    let rooms = (!visit.room_ids.is_empty()).then(|| visit.room_ids.clone());
    Calendar {
        setting,
        offered: (0..10).flat_map(|n| [day(n, 9), day(n, 10)]).collect(),
        choice: Choice { rooms, devices: None },
        busy: taken.collect(),
    }
}

fn on(n: i64, hour: i64) -> Occurrence {
    Occurrence { date: day(n, hour).date_naive(), start: day(n, hour), exists: true }
}

#[test]
fn says_what_blocks_and_what_is_nearest() {
    let visit = VisitType { room_ids: vec![ROOM], ..VisitType::sample() };
    let place = Location::sample(Chicago);
    let of = PRACTITIONER.0;
    let taken = [(of, 2, 9), (of, 2, 10), (of, 3, 9), (ROOM.0, 5, 9)];
    let calendar = calendar(&visit, &place, &taken);
    assert_eq!(calendar.judge(&on(1, 9)).map(|rooms| rooms.room), Ok(Some(ROOM)));
    let because = |one: &Occurrence| calendar.judge(one).map_err(|block| block.because);
    assert_eq!(because(&on(1, 11)), Err(Because::NotOffered));
    assert_eq!(because(&Occurrence { exists: false, ..on(1, 9) }), Err(Because::ClockChange));
    let block = |n| calendar.judge(&on(n, 9)).map_err(|block| (block.because, block.by));
    assert_eq!(block(2), Err((Because::PractitionerTaken, Some(Uuid::from_u128(2)))));
    assert_eq!(block(5), Err((Because::RoomTaken, Some(Uuid::from_u128(5)))));
    assert_eq!(calendar.nearest(day(2, 9)).map(|slot| slot.start), Some(day(1, 10)));
    assert_eq!(calendar.nearest(day(40, 9)), None);
}

#[test]
fn who_cannot_move_stays_in_the_way_of_the_others() {
    let (visit, place) = (VisitType::sample(), Location::sample(Chicago));
    let moves = |to: i64| {
        let mover = |n: i64| Mover {
            id: AppointmentId(Uuid::from_u128(100 + u128::from(n.unsigned_abs()))),
            from: day(n, 9),
            rooms: Rooms::default(),
            to: on(n + to, 9),
        };
        [mover(1), mover(2), mover(3)]
    };
    let free = settle(&mut calendar(&visit, &place, &[]), &moves(1));
    assert_eq!(free, [None, None, None], "a series never blocks itself");
    let blocks = settle(&mut calendar(&visit, &place, &[(PRACTITIONER.0, 4, 9)]), &moves(1));
    let by: Vec<Option<u128>> =
        blocks.iter().map(|block| block.and_then(|b| b.by).map(|by| by.as_u128())).collect();
    assert_eq!(
        by,
        [Some(102), Some(103), Some(4)],
        "the third stays, so the second stays, so the first stays"
    );
}
