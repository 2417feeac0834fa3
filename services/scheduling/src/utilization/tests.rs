use super::offered::{Hours, offered_minutes};
use super::*;
use crate::absence::Absence;
use crate::availability::{Availability, Exceptions};
use crate::closure::Closure;
use crate::location::Location;
use serde_json::json;

const WHO: PractitionerId = PractitionerId(Uuid::from_u128(1));

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn office() -> Location {
    Location::sample(chrono_tz::America::Chicago)
}

fn open(windows: &[(&str, &str)]) -> Availability {
    let rule = |(from, to): &(&str, &str)| {
        json!({"location_id": office().id, "rrule": "FREQ=DAILY", "start_time": from, "end_time": to,
               "effective_from": "2027-01-01"})
    };
    let rules: Vec<_> = windows.iter().map(rule).collect();
    let rules = serde_json::from_value(json!(rules)).expect("rules");
    Availability { practitioner_id: WHO, version: 1, rules, exceptions: Exceptions::default() }
}

fn offered_but(
    windows: &[(&str, &str)],
    days: (&str, &str),
    absences: &[Absence],
    closures: &[Closure],
) -> Vec<i64> {
    let locations = HashMap::from([(office().id, office())]);
    let hours = Hours { rules: &[open(windows)], locations: &locations, absences, closures };
    offered_minutes(&hours, date(days.0), date(days.1)).into_values().collect()
}

fn offered(windows: &[(&str, &str)], from: &str, to: &str) -> Vec<i64> {
    offered_but(windows, (from, to), &[], &[])
}

const NINE_TO_FIVE: [(&str, &str); 1] = [("09:00:00", "17:00:00")];

#[test]
fn offered_minutes_are_those_of_the_rules_on_the_days_asked_for() {
    assert_eq!(offered(&NINE_TO_FIVE, "2027-02-01", "2027-02-03"), [480, 480, 480]);
    let morning_and_afternoon = [("09:00:00", "12:00:00"), ("13:00:00", "15:30:00")];
    assert_eq!(offered(&morning_and_afternoon, "2027-02-01", "2027-02-01"), [330]);
    let late = [("23:00:00", "23:55:00")];
    assert_eq!(offered(&late, "2027-02-01", "2027-02-01"), [55], "the next day in UTC");
    assert!(offered(&NINE_TO_FIVE, "2026-02-01", "2026-02-03").is_empty(), "not yet effective");
}

#[test]
fn what_two_rules_offer_counts_once() {
    let both = [("09:00:00", "12:00:00"), ("10:02:00", "13:02:00")];
    assert_eq!(offered(&both, "2027-02-01", "2027-02-01"), [242]);
    let same = [("09:00:00", "12:00:00"), ("09:00:00", "12:00:00")];
    assert_eq!(offered(&same, "2027-02-01", "2027-02-01"), [180]);
}

#[test]
fn who_is_away_and_where_it_is_closed_offers_nothing() {
    let absence = |who, from: &str, to: &str| Absence {
        id: model::AbsenceId(Uuid::nil()),
        version: 1,
        practitioner_id: who,
        start: from.parse().expect("a time"),
        end: to.parse().expect("a time"),
        reason: None,
    };
    // Chicago is six hours behind: from eight to ten, and from 11:30 to noon and again to one.
    let away = [
        absence(WHO, "2027-02-01T17:30:00Z", "2027-02-01T18:00:00Z"),
        absence(WHO, "2027-02-01T14:00:00Z", "2027-02-01T16:00:00Z"),
        absence(WHO, "2027-02-01T17:45:00Z", "2027-02-01T19:00:00Z"),
        absence(PractitionerId(Uuid::nil()), "2027-02-01T00:00:00Z", "2027-02-03T00:00:00Z"),
    ];
    let days = ("2027-02-01", "2027-02-02");
    assert_eq!(offered_but(&NINE_TO_FIVE, days, &away, &[]), [480 - 60 - 90, 480]);
    let closure = |location_id| Closure {
        id: model::ClosureId(Uuid::nil()),
        version: 1,
        name: "Holiday".parse().expect("a name"),
        location_id,
        first_day: date("2027-02-02"),
        last_day: date("2027-02-05"),
    };
    assert_eq!(offered_but(&NINE_TO_FIVE, days, &[], &[closure(None)]), [480]);
    assert_eq!(offered_but(&NINE_TO_FIVE, days, &[], &[closure(Some(office().id))]), [480]);
    let elsewhere = closure(Some(LocationId(Uuid::nil())));
    assert_eq!(offered_but(&NINE_TO_FIVE, days, &[], &[elsewhere]), [480, 480]);
}

#[test]
fn a_night_is_as_long_as_the_clocks_make_it() {
    // On 14 March 2027 the hour from two to three does not exist, on 7 November that from one to two comes twice.
    let night = [("00:00:00", "06:00:00")];
    assert_eq!(offered(&night, "2027-03-14", "2027-03-14"), [300]);
    assert_eq!(offered(&night, "2027-11-07", "2027-11-07"), [420]);
    assert_eq!(offered(&[("02:15:00", "04:00:00")], "2027-03-14", "2027-03-14"), [60]);
}

#[test]
fn fill_is_rounded_and_absent_where_nothing_is_offered() {
    let fill = |offered_minutes, booked_minutes| {
        Tally { offered_minutes, booked_minutes, ..Tally::default() }.filled().fill_per_mille
    };
    assert_eq!(fill(480, 120), Some(250));
    assert_eq!(fill(480, 160), Some(333));
    assert_eq!(fill(300, 200), Some(667));
    assert_eq!(fill(60, 90), Some(1500));
    assert_eq!(fill(0, 30), None);
    assert_eq!((percent(Some(667)), percent(None)), ("66.7 %".to_owned(), "–".to_owned()));
}

#[test]
fn every_day_is_in_the_chart_and_bars_stay_within_it() {
    let place = |day: &str| (WHO, office().id, date(day));
    let offered = BTreeMap::from([(place("2027-02-01"), 480), (place("2027-02-03"), 240)]);
    let report = Utilization::of((date("2027-02-01"), date("2027-02-03")), &offered, &[], &HashMap::new());
    let days: Vec<i64> = report.by_day.iter().map(|day| day.tally.offered_minutes).collect();
    assert_eq!((days, report.total.offered_minutes), (vec![480, 0, 240], 720));
    let printed = report.printed();
    assert!(
        printed.contains("<rect class=\"offered\" x=\"0\" y=\"0\" width=\"245\" height=\"200\">"),
        "{printed}"
    );
    assert!(printed.contains("y=\"100\" width=\"245\" height=\"100\""), "{printed}");
    assert!(!printed.contains("<script"));
}
