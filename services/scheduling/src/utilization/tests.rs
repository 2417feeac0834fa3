use super::offered::offered_minutes;
use super::*;
use crate::availability::{Availability, Rules};
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
    let rules: Rules = serde_json::from_value(json!(rules)).expect("rules");
    Availability { practitioner_id: WHO, version: 1, rules }
}

fn offered(windows: &[(&str, &str)], from: &str, to: &str) -> Vec<i64> {
    let places = HashMap::from([(office().id, office())]);
    offered_minutes(&[open(windows)], &places, date(from), date(to)).into_values().collect()
}

#[test]
fn offered_minutes_are_those_of_the_rules_on_the_days_asked_for() {
    assert_eq!(offered(&[("09:00:00", "17:00:00")], "2027-02-01", "2027-02-03"), [480, 480, 480]);
    assert_eq!(
        offered(&[("09:00:00", "12:00:00"), ("13:00:00", "15:30:00")], "2027-02-01", "2027-02-01"),
        [330]
    );
    assert_eq!(
        offered(&[("23:00:00", "23:55:00")], "2027-02-01", "2027-02-01"),
        [55],
        "late, and the next day in UTC"
    );
    assert!(offered(&[("09:00:00", "17:00:00")], "2026-02-01", "2026-02-03").is_empty(), "not yet effective");
}

#[test]
fn what_two_rules_offer_counts_once() {
    let both = [("09:00:00", "12:00:00"), ("10:02:00", "13:02:00")];
    assert_eq!(offered(&both, "2027-02-01", "2027-02-01"), [242]);
    let same = [("09:00:00", "12:00:00"), ("09:00:00", "12:00:00")];
    assert_eq!(offered(&same, "2027-02-01", "2027-02-01"), [180]);
}

#[test]
fn a_night_is_as_long_as_the_clocks_make_it() {
    // On 14 March 2027 the hour from two to three does not exist, on 7 November that from one to two comes twice.
    assert_eq!(offered(&[("00:00:00", "06:00:00")], "2027-03-14", "2027-03-14"), [300]);
    assert_eq!(offered(&[("00:00:00", "06:00:00")], "2027-11-07", "2027-11-07"), [420]);
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
