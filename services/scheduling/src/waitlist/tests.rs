//! Matching and ranking: who is offered what, and why not.

use super::offer::{Ids, Offer, OfferStatus, Refusal as Closed};
use super::rank::*;
use super::settings::{OfferHours, WaitlistSettings};
use super::window::{Weekday, Window, Windows};
use super::*;
use crate::appointment::occupancy::busy::Busy;
use crate::appointment::occupancy::{Span, Taken};
use crate::location::Location;
use crate::slot::Slot;
use crate::visit_type::VisitType;
use chrono_tz::America::Chicago;
use std::collections::HashMap;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

const NOW: &str = "2026-05-04T12:00:00Z";
const NINE: &str = "2026-05-06T14:00:00Z";
const TEN: &str = "2026-05-06T15:00:00Z";

fn waits(n: u128) -> Entry {
    let said = serde_json::json!({"patient_id": Uuid::from_u128(1000 + n), "visit_type_id": Uuid::from_u128(9),
        "latest": "2026-05-31"});
    Entry::add(id(n), serde_json::from_value(said).expect("an entry"), at(NOW)).expect("fine")
}

fn candidate(entry: &Entry) -> Candidate<'_> {
    Candidate {
        entry,
        open_offer: None,
        was_offered: Vec::new(),
        next: None,
        licensed: true,
        deceased: false,
        gave_it_up: false,
    }
}

fn slot(start: &str) -> Slot {
    let start = at(start);
    let (practitioner_id, location_id) = (id(3), Location::sample(Chicago).id);
    Slot {
        start,
        end: start + Duration::minutes(30),
        practitioner_id,
        location_id,
        room_id: None,
        device_id: None,
    }
}

fn ranked(
    starts: &[&str],
    busy: &Busy,
    candidates: &[Candidate<'_>],
) -> (Option<(Uuid, DateTime<Utc>)>, Ranking) {
    let visit = VisitType::sample();
    let slots = starts.iter().map(|start| slot(start)).collect();
    let free = HashMap::from([(visit.id, Free { visit, slots })]);
    let place = Location::sample(Chicago);
    let places = HashMap::from([(place.id, place)]);
    let chances =
        Chances { free: &free, places: &places, busy, time_to_answer: Duration::minutes(60), now: at(NOW) };
    let (first, ranking) = rank(&chances, candidates);
    (first.map(|(entry, chance)| (entry.id.0, chance.slot.start)), ranking)
}

fn order(candidates: &[Candidate<'_>]) -> Vec<u128> {
    let (_, ranking) = ranked(&[NINE], &Busy::default(), candidates);
    ranking.0.iter().map(|one| one.entry_id.0.as_u128()).collect()
}

fn misses(starts: &[&str], busy: &Busy, candidate: Candidate<'_>) -> Vec<Miss> {
    match ranked(starts, busy, &[candidate]).1.0.remove(0).verdict {
        Verdict::PassedOver { reasons } => reasons,
        Verdict::Fits { .. } => Vec::new(),
    }
}

#[test]
fn priority_then_the_name_then_waiting_then_fewer_offers() {
    let urgent = Entry { priority: Priority::Urgent, offers_had: 50, ..waits(1) };
    let soon = Entry { priority: Priority::Soon, ..waits(2) };
    let named = Entry { practitioner_ids: vec![id(3)], offers_had: 9, ..waits(3) };
    let patient = Entry { since: at(NOW) - Duration::days(5000), offers_had: 9, ..waits(4) };
    let a_day = Entry { since: at(NOW) - Duration::days(1), offers_had: 9, ..waits(5) };
    let asked_once = Entry { offers_had: 1, ..waits(6) };
    let never_asked = Entry { since: at(NOW) - Duration::hours(1), ..waits(7) };
    let earlier = Entry { since: at(NOW) - Duration::hours(2), ..waits(8) };
    let all = [&never_asked, &asked_once, &a_day, &patient, &named, &soon, &urgent, &earlier];
    let candidates: Vec<Candidate<'_>> = all.into_iter().map(candidate).collect();
    assert_eq!(order(&candidates), [1, 2, 3, 4, 5, 8, 7, 6]);
}

#[test]
fn points_are_the_sum_of_their_reasons() {
    let entry = Entry {
        priority: Priority::Soon,
        practitioner_ids: vec![id(3)],
        since: at(NOW) - Duration::days(3),
        offers_had: 2,
        ..waits(1)
    };
    let (first, ranking) = ranked(&[NINE], &Busy::default(), &[candidate(&entry)]);
    assert_eq!(first, Some((Uuid::from_u128(1), at(NINE))));
    let Verdict::Fits { points, reasons, .. } = &ranking.0[0].verdict else { panic!("{ranking:?}") };
    assert_eq!(*points, 1_000_000 + 200_000 + 300 + 70);
    assert_eq!(reasons.iter().map(|term| term.points()).sum::<i64>(), *points);
}

#[test]
fn every_refusal_has_its_reason() {
    let (free, entry) = (Busy::default(), waits(1));
    let one = || candidate(&entry);
    assert_eq!(misses(&[NINE], &free, one()), []);
    assert_eq!(misses(&[], &free, one()), [Miss::NothingFree]);
    assert_eq!(misses(&[NINE], &free, Candidate { deceased: true, ..one() }), [Miss::Deceased]);
    assert_eq!(misses(&[NINE], &free, Candidate { licensed: false, ..one() }), [Miss::NotLicensed]);
    assert_eq!(misses(&[NINE], &free, Candidate { gave_it_up: true, ..one() }), [Miss::GaveItUp]);
    let offer_id = id(77);
    let asked = Candidate { open_offer: Some(offer_id), ..one() };
    assert_eq!(misses(&[NINE], &free, asked), [Miss::HasOpenOffer { offer_id }]);
    let asked = || Candidate { was_offered: vec![at(NINE)], ..one() };
    assert_eq!(misses(&[NINE], &free, asked()), [Miss::WasOffered { start: at(NINE) }]);
    assert_eq!(ranked(&[NINE, TEN], &free, &[asked()]).0, Some((Uuid::from_u128(1), at(TEN))));
    let has = |start| Candidate { next: Some((id(5), at(start))), ..one() };
    assert_eq!(misses(&[TEN], &free, has(NINE)), [Miss::HasSooner { appointment_id: id(5) }]);
    assert_eq!(misses(&[NINE], &free, has(TEN)), []);
    let elsewhere = Entry { location_ids: vec![id(404)], ..waits(1) };
    assert_eq!(misses(&[NINE, TEN], &free, candidate(&elsewhere)), [Miss::OtherLocation]);
    let june = Entry { earliest: "2026-05-07".parse().expect("a date"), ..waits(1) };
    assert_eq!(misses(&[NINE], &free, candidate(&june)), [Miss::OtherTime]);
    let slow = |minutes| Entry { minimum_notice_minutes: minutes, ..waits(1) };
    // Fifty hours ahead.
    assert_eq!(misses(&[NINE], &free, candidate(&slow(50 * 60 - 4))), [Miss::TooShort]);
    assert_eq!(misses(&[NINE], &free, candidate(&slow(50 * 60 - 5))), []);
}

#[test]
fn a_patient_with_something_else_then_is_passed_over() {
    let entry = waits(1);
    let by = Uuid::from_u128(6);
    let taken = |start: &str| Taken {
        span: Span { start: at(start), end: at(start) + Duration::minutes(30) },
        by,
        session: by,
        stay: None,
        overbooked: false,
    };
    let busy: Busy = [(entry.patient_id.0, taken("2026-05-06T14:15:00Z"))].into_iter().collect();
    assert_eq!(misses(&[NINE], &busy, candidate(&entry)), [Miss::PatientBusy { blocked_by: Some(by) }]);
    assert_eq!(ranked(&[NINE, TEN], &busy, &[candidate(&entry)]).0, Some((Uuid::from_u128(1), at(TEN))));
}

#[test]
fn a_deadline_leaves_the_notice_the_patient_needs() {
    let visit = VisitType { minimum_notice_minutes: 30, ..VisitType::sample() };
    let (place, busy) = (Location::sample(Chicago), Busy::default());
    let free = HashMap::from([(visit.id, Free { visit, slots: vec![slot("2026-05-04T13:00:00Z")] })]);
    let places = HashMap::from([(place.id, place)]);
    let chances =
        |time_to_answer| Chances { free: &free, places: &places, busy: &busy, time_to_answer, now: at(NOW) };
    let entry = Entry { minimum_notice_minutes: 20, ..waits(1) };
    let (first, _) = rank(&chances(Duration::minutes(60)), &[candidate(&entry)]);
    assert_eq!(first.expect("fits").1.deadline, at("2026-05-04T12:30:00Z"));
    let (first, _) = rank(&chances(Duration::minutes(10)), &[candidate(&entry)]);
    assert_eq!(first.expect("fits").1.deadline, at("2026-05-04T12:10:00Z"));
}

#[test]
fn windows_are_read_from_the_wall_whatever_the_clocks_do() {
    let window = |weekdays: &[Weekday], from: &str, to: &str| Window {
        weekdays: weekdays.to_vec(),
        from: from.parse().expect("a time"),
        to: to.parse().expect("a time"),
    };
    let holds =
        |window: &Window, start: &str, minutes| window.holds(at(start), Duration::minutes(minutes), Chicago);
    let mornings = window(&[Weekday::Wednesday], "09:00:00", "12:00:00");
    assert!(holds(&mornings, NINE, 180));
    assert!(!holds(&mornings, NINE, 181), "the whole visit");
    assert!(!holds(&mornings, "2026-05-06T13:59:00Z", 30));
    assert!(!holds(&mornings, "2026-05-07T14:00:00Z", 30), "a Thursday");
    // Nine in the morning is an hour later in UTC when it is winter.
    assert!(holds(&mornings, "2026-12-02T15:00:00Z", 30) && !holds(&mornings, "2026-12-02T14:30:00Z", 30));
    // 2026-03-08: the clocks go from two to three.
    let night = window(&[], "01:00:00", "02:30:00");
    assert!(holds(&night, "2026-03-08T07:00:00Z", 59), "one to a minute to three's beginning");
    assert!(!holds(&night, "2026-03-08T07:30:00Z", 60), "the wall shows half past three at its end");
    // 2026-11-01: one to two comes twice.
    let again = window(&[], "01:00:00", "01:45:00");
    assert!(holds(&again, "2026-11-01T06:00:00Z", 45) && holds(&again, "2026-11-01T07:00:00Z", 45));
    assert!(
        !holds(&again, "2026-11-01T06:30:00Z", 60),
        "from the first half past one to the second is no quarter hour"
    );
    assert!(Windows::default().hold(at(NINE), Duration::minutes(30), Chicago));
}

#[test]
fn offers_are_made_in_the_hours_of_the_wall() {
    let hours =
        OfferHours { from: "08:00:00".parse().expect("a time"), to: "20:00:00".parse().expect("a time") };
    let settings = WaitlistSettings { hours: Some(hours), ..WaitlistSettings::default() };
    let next = |now: &str| settings.next_offer(at(now), Chicago);
    assert_eq!(next(NINE), at(NINE));
    assert_eq!(next("2026-05-06T12:59:59Z"), at("2026-05-06T13:00:00Z"));
    assert_eq!(next("2026-05-07T01:00:00Z"), at("2026-05-07T13:00:00Z"), "eight in the evening is over");
    // The night the clocks go back is an hour longer.
    assert_eq!(next("2026-11-01T02:00:00Z"), at("2026-11-01T14:00:00Z"));
    let night = OfferHours { from: "02:30:00".parse().expect("a time"), ..hours };
    let settings = WaitlistSettings { hours: Some(night), ..WaitlistSettings::default() };
    assert_eq!(
        settings.next_offer(at("2026-03-08T07:00:00Z"), Chicago),
        at("2026-03-08T08:30:00Z"),
        "a gap skips it"
    );
}

#[test]
fn an_entry_and_an_offer_go_one_way() {
    let entry = waits(1);
    let offered = entry.clone().offer(id(7)).expect("it waits");
    assert_eq!((offered.version, offered.offers_had), (2, 1));
    assert!(matches!(offered.clone().offer(id(8)), Err(Refusal::WrongStatus(Status::Offered, _))));
    assert_eq!(offered.clone().wait_on().state, State::Waiting);
    let booked = offered.book(id(5));
    assert_eq!(booked.clone().wait_on(), booked, "what is booked stays booked");
    assert!(booked.clone().withdraw().is_err() && booked.offer(id(8)).is_err());

    let chance = Chance { slot: slot(NINE), deadline: at("2026-05-04T13:00:00Z") };
    let ids = Ids { offer: id(7), freed_time: id(8), hold: id(9) };
    let offer = Offer::make(&ids, &entry, &chance, Ranking::default(), at(NOW));
    assert_eq!(offer.answerable(at("2026-05-04T12:59:59Z")), Ok(id(9)));
    assert_eq!(offer.answerable(at("2026-05-04T13:00:00Z")), Err(Closed::TooLate));
    let accepted = offer.clone().accept(id(5), at(NOW));
    assert_eq!(accepted.answerable(at(NOW)), Err(Closed::Closed(OfferStatus::Accepted, Some(id(5)))));
    let declined = offer.decline(None, at(NOW));
    assert_eq!(declined.answerable(at(NOW)), Err(Closed::Closed(OfferStatus::Declined, None)));
}
