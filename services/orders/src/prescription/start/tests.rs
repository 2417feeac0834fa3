use super::*;
use crate::prescription::progress::Progress;
use crate::prescription::state::State;
use crate::prescription::tests::signed;
use crate::prescription::{DaysSupply, Refills};
use model::PrescriptionId;
use uuid::Uuid;

const OXYCODONE: &str = "1049221";
const METHYLPHENIDATE: &str = "1091150";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Written on 31 January 2026.
fn one(number: u128, rxcui: &str, days: u16, earliest: Option<&str>) -> Prescription {
    let mut one = signed(State::OnItsWay(Progress::Verified));
    let medication = Catalogue::get().find(&rxcui.parse().expect("a code")).expect("a known drug");
    one.id = PrescriptionId(Uuid::from_u128(number));
    one.content.medication =
        crate::prescription::Prescribed::of(medication, rxcui.parse().expect("a code"), None)
            .expect("prescribable");
    one.content.days_supply = DaysSupply::try_from(days).expect("days");
    one.content.earliest_fill = earliest.map(day);
    one
}

fn written() -> NaiveDate {
    day("2026-01-31")
}

fn judged(next: &Prescription, signed: &[Prescription]) -> Result<(), Refusal> {
    Series::before(next, signed, written()).require_room(&next.content)
}

#[test]
fn a_series_is_for_ninety_days_and_all_but_one_have_their_day() {
    let first = one(1, OXYCODONE, 30, None);
    let second = one(2, OXYCODONE, 30, Some("2026-03-02"));
    let third = |days| one(3, OXYCODONE, days, Some("2026-04-01"));
    assert_eq!(judged(&first, &[]), Ok(()));
    assert_eq!(judged(&second, std::slice::from_ref(&first)), Ok(()));
    let both = [first, second];
    assert_eq!(judged(&third(30), &both), Ok(()));
    assert_eq!(judged(&third(31), &both), Err(Refusal::SeriesTooLong(91)));
    assert_eq!(judged(&one(3, OXYCODONE, 30, None), &both), Err(Refusal::SeriesWithoutDate));
    // The one that is filled at once may be signed last.
    assert_eq!(judged(&both[0], std::slice::from_ref(&both[1])), Ok(()));
}

#[test]
fn what_stands_alone_is_no_series_and_others_do_not_count() {
    let first = one(1, OXYCODONE, 80, None);
    let next = || one(2, OXYCODONE, 30, None);
    assert_eq!(judged(&one(1, OXYCODONE, 120, None), &[]), Ok(()));
    let changes: [fn(&mut Prescription); 6] = [
        |it| it.prescriber_id.0 = Uuid::from_u128(9),
        |it| it.signature.as_mut().expect("signed").act.written_on = NaiveDate::MIN,
        |it| *it = one(1, METHYLPHENIDATE, 80, None),
        |it| it.state = State::OnItsWay(Progress::Failed { reason: "900".to_owned() }),
        |it| it.state = it.state.clone().recall(None).expect("recallable").0,
        |it| it.id = PrescriptionId(Uuid::from_u128(2)),
    ];
    assert!(judged(&next(), std::slice::from_ref(&first)).is_err());
    for (number, change) in changes.into_iter().enumerate() {
        let mut other = first.clone();
        change(&mut other);
        assert_eq!(judged(&next(), &[other]), Ok(()), "change {number}");
    }
    let plain = |number| one(number, "308191", 80, None);
    assert_eq!(judged(&plain(2), &[plain(1)]), Ok(()));
}

#[test]
fn a_day_lies_between_the_writing_and_what_the_schedule_allows() {
    for (rxcui, refills, earliest, fine) in [
        (OXYCODONE, 0, "2026-01-30", false),
        (OXYCODONE, 0, "2026-01-31", true),
        (OXYCODONE, 0, "2026-05-01", true),
        (OXYCODONE, 0, "2026-05-02", false),
        ("308048", 0, "2026-07-31", true),
        ("308048", 0, "2026-08-01", false),
        ("308048", 2, "2026-06-01", true),
        ("308048", 2, "2026-06-02", false),
        ("308191", 11, "2027-01-31", true),
        ("308191", 0, "2027-02-01", false),
        ("308191", 0, "2025-12-31", false),
    ] {
        let mut content = one(1, rxcui, 30, Some(earliest)).content;
        content.refills = Refills::try_from(refills).expect("a count");
        let lawful = super::super::schedule::require_lawful(&content, written());
        assert_eq!(lawful.is_ok(), fine, "{rxcui} {refills} {earliest}: {lawful:?}");
        let drafted = content.start_mistake(written()).map(|Mistake(field, _)| field);
        assert!(fine || refills > 0 || drafted == Some("/earliest_fill_date"), "{rxcui} {earliest}");
    }
}

#[test]
fn it_is_taken_from_its_day_on_and_known_before() {
    let later = one(1, "308191", 30, Some("2026-03-02"));
    assert_eq!(later.lasts_until(), Some(day("2026-03-31")));
    for (on, active, ahead) in [
        ("2026-02-01", false, true),
        ("2026-03-01", false, true),
        ("2026-03-02", true, true),
        ("2026-03-31", true, true),
        ("2026-04-01", false, false),
    ] {
        assert_eq!((later.is_active_on(day(on)), later.is_ahead_on(day(on))), (active, ahead), "{on}");
    }
}

#[test]
fn the_same_drug_takes_turns_when_one_ends_before_the_other_begins() {
    let first = one(1, OXYCODONE, 30, None);
    for (rxcui, earliest, turns) in [
        (OXYCODONE, Some("2026-03-02"), true),
        (OXYCODONE, Some("2026-03-01"), false),
        (OXYCODONE, None, false),
        (METHYLPHENIDATE, Some("2026-03-02"), false),
    ] {
        let next = one(2, rxcui, 30, earliest);
        assert_eq!(next.takes_turns_with(&first, written()), turns, "{rxcui} {earliest:?}");
        assert_eq!(first.takes_turns_with(&next, written()), turns, "{rxcui} {earliest:?}");
    }
}

#[test]
fn what_is_written_again_begins_at_once() {
    let again = one(1, OXYCODONE, 30, Some("2026-03-02")).again(PrescriptionId(Uuid::nil()));
    assert_eq!(again.content.earliest_fill, None);
}
