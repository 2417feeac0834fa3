//! Corrections in every order.

use super::*;
use crate::result::stated::Named;
use ObservationStatus::{Corrected, Final, Preliminary, Withdrawn};
use model::{ObservationId, PatientId, ResultId};
use proptest::prelude::*;
use uuid::Uuid;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_460_000 + minute * 60, 0).expect("a moment")
}

fn number(value: &str) -> Reading {
    Reading::Number { value: value.to_owned() }
}

fn value(value: &str, status: ObservationStatus) -> StatedValue {
    StatedValue {
        what: Named { code: "2823-3".to_owned(), system: "LN".to_owned(), name: "Potassium".to_owned() },
        sub_id: String::new(),
        content: Content::Reading(number(value)),
        unit: Some("mmol/L".to_owned()),
        range: Some("3.5-5.1".to_owned()),
        flags: Vec::new(),
        status,
        keeps_value: false,
        observed_at: at(0),
        performer: None,
        notes: Vec::new(),
    }
}

fn stated(minute: i64, value: StatedValue) -> Stated {
    Stated {
        filler_number: "1".to_owned(),
        placer_number: None,
        test: value.what.clone(),
        status: None,
        observed_at: at(0),
        stated_at: at(minute),
        specimen: None,
        notes: Vec::new(),
        values: vec![value],
    }
}

/// The record after a value was taken as its fate says.
fn on_record(stated: &Stated, before: Option<&Observation>) -> Observation {
    let value = &stated.values[0];
    Observation {
        id: ObservationId(Uuid::nil()),
        result_id: ResultId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        message_id: Uuid::nil(),
        position: 1,
        code: value.what.code.clone(),
        system: value.what.system.clone(),
        name: value.what.name.clone(),
        sub_id: value.sub_id.clone(),
        reading: value.reading(before),
        unit: value.unit.clone(),
        range: value.range.clone(),
        flags: value.flags.clone(),
        severity: value.severity(),
        status: value.status,
        observed_at: value.observed_at,
        stated_at: stated.stated_at,
        performer: None,
        notes: Vec::new(),
        superseded_at: None,
    }
}

#[test]
fn a_later_word_replaces_and_an_earlier_one_does_not() {
    for (before, after, fate, corrects) in [
        ((0, "6.8", Preliminary), (1, "6.8", Final), Fate::Replaces(0), false),
        ((0, "6.8", Preliminary), (1, "4.1", Final), Fate::Replaces(0), false),
        ((0, "6.8", Final), (1, "4.1", Corrected), Fate::Replaces(0), true),
        ((0, "6.8", Final), (1, "6.8", Corrected), Fate::Replaces(0), false),
        ((0, "6.8", Final), (1, "4.1", Final), Fate::Replaces(0), true),
        ((0, "6.8", Final), (0, "4.1", Corrected), Fate::Replaces(0), true),
        ((1, "4.1", Corrected), (0, "6.8", Final), Fate::Late, false),
        ((1, "4.1", Final), (0, "6.8", Corrected), Fate::Late, false),
        ((0, "6.8", Final), (1, "4.1", Preliminary), Fate::Retreats, false),
        ((1, "6.8", Final), (0, "4.1", Preliminary), Fate::Late, false),
        ((1, "6.8", Preliminary), (0, "4.1", Final), Fate::Replaces(0), false),
        ((0, "6.8", Final), (0, "6.8", Final), Fate::Known, false),
        ((0, "6.8", Final), (1, "6.8", Final), Fate::Known, false),
        ((0, "6.8", Preliminary), (1, "", Withdrawn), Fate::Replaces(0), true),
    ] {
        let current = on_record(&stated(before.0, value(before.1, before.2)), None);
        let revision = Revision::of(&[current], &stated(after.0, value(after.1, after.2)));
        assert_eq!((revision.fates, revision.corrects), (vec![fate], corrects), "{before:?} {after:?}");
    }
}

#[test]
fn a_change_of_unit_alone_is_a_correction() {
    let current = on_record(&stated(0, value("140", Final)), None);
    let mut other = value("140", Final);
    other.unit = Some("mg/dL".to_owned());
    let revision = Revision::of(&[current], &stated(1, other));
    assert_eq!((revision.fates, revision.corrects), (vec![Fate::Replaces(0)], true));
}

#[test]
fn what_is_final_without_being_said_again_keeps_its_value() {
    let current = on_record(&stated(0, value("6.8", Preliminary)), None);
    let mut silent = value("", Final);
    (silent.content, silent.keeps_value) = (Content::Reading(Reading::None), true);
    let later = stated(1, silent);
    let revision = Revision::of(std::slice::from_ref(&current), &later);
    assert_eq!((revision.fates, revision.corrects), (vec![Fate::Replaces(0)], false));
    assert!(on_record(&later, Some(&current)).reading == number("6.8"));
}

#[test]
fn a_correction_is_as_urgent_as_what_it_corrects() {
    let mut high = value("6.8", Final);
    high.flags = vec!["HH".to_owned()];
    let current = on_record(&stated(0, high), None);
    let revision = Revision::of(&[current], &stated(1, value("4.1", Corrected)));
    assert_eq!(revision.urgency(Severity::Normal), Severity::Critical);
    let current = on_record(&stated(0, value("4.0", Final)), None);
    let revision = Revision::of(&[current], &stated(1, value("4.1", Corrected)));
    assert_eq!(revision.urgency(Severity::Normal), Severity::Abnormal);
}

#[test]
fn a_late_report_does_not_turn_the_status_back() {
    let late = Stated { status: Some(ReportStatus::Preliminary), ..stated(0, value("1", Preliminary)) };
    assert_eq!(report_status(Some((ReportStatus::Final, at(1))), &late), ReportStatus::Final);
    assert_eq!(report_status(Some((ReportStatus::Pending, at(1))), &late), ReportStatus::Preliminary);
    let later = Stated { status: Some(ReportStatus::Corrected), ..stated(2, value("1", Corrected)) };
    assert_eq!(report_status(Some((ReportStatus::Final, at(1))), &later), ReportStatus::Corrected);
    assert_eq!(report_status(None, &stated(0, value("1", Corrected))), ReportStatus::Corrected);
}

proptest! {
    /// Whatever order they come in, the latest final value is current, and without one the latest preliminary value.
    #[test]
    fn the_latest_firm_word_wins_in_any_order(order in Just((0_i64..6).collect::<Vec<_>>()).prop_shuffle(), firm in prop::collection::vec(any::<bool>(), 6)) {
        let mut current: Option<Observation> = None;
        let status = |minute: i64| if firm[usize::try_from(minute).expect("small")] { Final } else { Preliminary };
        for minute in &order {
            let word = stated(*minute, value(&minute.to_string(), status(*minute)));
            let record: Vec<Observation> = current.iter().cloned().collect();
            match Revision::of(&record, &word).fates[0] {
                Fate::New | Fate::Replaces(_) => current = Some(on_record(&word, record.first())),
                Fate::Late | Fate::Retreats | Fate::Known => {}
            }
        }
        let current = current.expect("a value");
        let latest = |wanted: bool| (0_i64..6).rev().find(|minute| (status(*minute) == Final) == wanted);
        let winner = latest(true).or(latest(false)).expect("a minute");
        prop_assert!(current.reading == number(&winner.to_string()));
        prop_assert_eq!(current.status, status(winner));
    }
}
