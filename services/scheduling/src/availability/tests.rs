use super::*;
use chrono_tz::America::Chicago;
use uuid::Uuid;

fn rule(days: &str, start: &str, end: &str) -> Rule {
    Rule {
        location_id: LocationId(Uuid::from_u128(1)),
        rrule: Days::try_from(days.to_owned()).expect("a rule"),
        start_time: start.parse().expect("a time"),
        end_time: end.parse().expect("a time"),
        visit_type_ids: Vec::new(),
        effective_from: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date"),
        effective_to: None,
    }
}

fn starts(rule: &Rule, from: &str, to: &str) -> Vec<String> {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
    rule.starts(30, Chicago, at(from), at(to)).iter().map(|s| s.to_rfc3339()).collect()
}

#[test]
fn a_grid_in_wall_time() {
    let rule = rule("FREQ=WEEKLY;BYDAY=MO", "09:00:00", "10:15:00");
    let monday = starts(&rule, "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z");
    assert_eq!(monday, ["2026-11-23T15:00:00+00:00", "2026-11-23T15:30:00+00:00"]);
}

#[test]
fn a_gap_yields_no_start_and_a_fold_yields_two_instants() {
    let rule = rule("FREQ=DAILY", "01:00:00", "03:00:00");
    let spring = starts(&rule, "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z");
    assert_eq!(spring, ["2026-03-08T07:00:00+00:00", "2026-03-08T07:30:00+00:00"]);
    let autumn = starts(&rule, "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z");
    assert_eq!(autumn.len(), 6);
    assert_eq!(
        (autumn[0].as_str(), autumn[2].as_str()),
        ("2026-11-01T06:00:00+00:00", "2026-11-01T07:00:00+00:00")
    );
}

#[test]
fn every_second_week_counts_from_the_effective_date() {
    let rule = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "09:00:00", "09:30:00");
    let january = starts(&rule, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    assert_eq!(
        january,
        ["2026-01-01T15:00:00+00:00", "2026-01-15T15:00:00+00:00", "2026-01-29T15:00:00+00:00"]
    );
}

#[test]
fn refuses_rules_it_cannot_keep() {
    for bad in ["", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=3", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=XX"] {
        assert!(Days::try_from(bad.to_owned()).is_err(), "{bad}");
    }
    let backwards = Rules(vec![rule("FREQ=DAILY", "10:00:00", "09:00:00")]).checked();
    assert_eq!(backwards.map_err(|r| r.field), Err("end_time"));
}
