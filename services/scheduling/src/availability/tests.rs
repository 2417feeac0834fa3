use super::*;
use chrono_tz::America::Chicago;
use proptest::prelude::*;
use proptest::sample::select;
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
        release: None,
    }
}

fn of(rules: Vec<Rule>, exceptions: Vec<Exception>) -> Availability {
    let practitioner_id = PractitionerId(Uuid::from_u128(7));
    Availability { practitioner_id, version: 1, rules: Rules(rules), exceptions: Exceptions(exceptions) }
}

fn all_starts(availability: &Availability, from: &str, to: &str, today: &str) -> Vec<String> {
    let (from, to, visit) = (at(from), at(to), VisitType::sample());
    let windows = availability.windows(|_| Some(Chicago), from, to);
    let today = today.parse().expect("a date");
    let starts = windows.iter().flat_map(|window| window.starts(&visit, Chicago, today));
    starts.filter(|start| *start >= from && *start < to).map(|start| start.to_rfc3339()).collect()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn starts(rule: &Rule, from: &str, to: &str) -> Vec<String> {
    all_starts(&of(vec![rule.clone()], Vec::new()), from, to, "2026-01-01")
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
    assert_eq!(backwards.map_err(|r| r.place), Err("/rules/0/end_time".to_owned()));
}

#[test]
fn starts_follow_each_other_from_midnight_whatever_the_opening() {
    let odd = rule("FREQ=WEEKLY;BYDAY=MO", "09:10:00", "10:30:00");
    let monday = starts(&odd, "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z");
    assert_eq!(monday, ["2026-11-23T15:30:00+00:00", "2026-11-23T16:00:00+00:00"]);
}

#[test]
fn on_the_date_of_an_exception_its_hours_hold_and_no_rule() {
    let weekdays = rule("FREQ=WEEKLY;BYDAY=MO,TU,WE", "09:00:00", "09:30:00");
    let hours = Hours {
        location_id: weekdays.location_id,
        start_time: time("13:00:00"),
        end_time: time("14:00:00"),
        visit_type_ids: Vec::new(),
    };
    let monday = Exception { date: date("2026-11-23"), hours: vec![hours] };
    let tuesday = Exception { date: date("2026-11-24"), hours: Vec::new() };
    let week = of(vec![weekdays], vec![monday, tuesday]);
    assert_eq!(
        all_starts(&week, "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z", "2026-11-01"),
        ["2026-11-25T15:00:00+00:00", "2026-11-23T19:00:00+00:00", "2026-11-23T19:30:00+00:00"]
    );
    let twice = Exceptions(vec![week.exceptions.0[1].clone(), week.exceptions.0[1].clone()]);
    assert_eq!(twice.checked().map_err(|refusal| refusal.place), Err("/exceptions/1/date".to_owned()));
}

#[test]
fn hours_for_those_who_need_a_visit_soon_open_when_they_are_released() {
    let of_release = |release| Rule { release, ..rule("FREQ=DAILY", "09:00:00", "09:30:00") };
    let seen = |release, today| {
        let own = of(vec![of_release(release)], Vec::new());
        all_starts(&own, "2026-11-23T06:00:00Z", "2026-11-24T06:00:00Z", today).len()
    };
    assert_eq!((seen(None, "2026-01-01"), seen(Some(Release::SameDay), "2026-11-22")), (1, 0));
    assert_eq!(
        (seen(Some(Release::SameDay), "2026-11-23"), seen(Some(Release::NextDay), "2026-11-21")),
        (1, 0)
    );
    assert_eq!(seen(Some(Release::NextDay), "2026-11-22"), 1);
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn time(text: &str) -> NaiveTime {
    text.parse().expect("a time")
}

proptest! {
    /// A rule that began years ago gives the dates it would give if it were read from its beginning.
    #[test]
    fn a_rule_may_be_read_from_a_later_day(
        freq in select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        interval in 1..9_u8,
        part in select(vec!["", ";BYDAY=MO,TH", ";BYMONTHDAY=13", ";BYMONTH=3,11", ";UNTIL=20270101T000000Z"]),
        anchor in 0..1200_i64,
        from in 0..2600_i64,
        length in 0..120_i64,
    ) {
        let rule = Days::try_from(format!("FREQ={freq};INTERVAL={interval}{part}"));
        prop_assume!(rule.is_ok());
        let rule = rule.expect("a rule");
        let begin = date("2020-01-01") + Duration::days(anchor);
        let (from, to) = (date("2020-01-01") + Duration::days(from), date("2020-01-01") + Duration::days(from + length));
        let whole = rule.first(begin, 4_000);
        let plain: Vec<NaiveDate> = whole.into_iter().filter(|day| (from..=to).contains(day)).collect();
        prop_assert_eq!(rule.between(begin, from.max(begin), to), plain);
    }
}
