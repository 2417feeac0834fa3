use super::*;
use chrono_tz::America::{Chicago, St_Johns};
use chrono_tz::Australia::Lord_Howe;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn night() -> Option<QuietHours> {
    Some(QuietHours::usual())
}

#[test]
fn waits_for_the_morning_where_that_is_soon_enough() {
    // A day before ten in the evening in Chicago: eight in the morning.
    let start = at("2026-07-02T03:00:00Z");
    assert_eq!(
        before_start(start - Duration::hours(24), start, night(), Chicago),
        at("2026-07-01T13:00:00Z")
    );
    assert_eq!(before_start(start - Duration::hours(24), start, None, Chicago), at("2026-07-01T03:00:00Z"));
}

#[test]
fn goes_in_the_evening_where_the_morning_is_too_late() {
    // Two hours before seven in the morning is five: the evening before, a quarter to nine.
    let start = at("2026-07-01T12:00:00Z");
    assert_eq!(before_start(start - Duration::hours(2), start, night(), Chicago), at("2026-07-01T01:45:00Z"));
    // Eight sharp is the end of the quiet and the start of the visit: too late, too.
    let eight = at("2026-07-01T13:00:00Z");
    assert_eq!(before_start(eight - Duration::hours(2), eight, night(), Chicago), at("2026-07-01T01:45:00Z"));
}

#[test]
fn the_clock_is_the_patients() {
    let (wished, start) = (at("2026-07-01T14:30:00Z"), at("2026-07-01T18:30:00Z"));
    assert_eq!(before_start(wished, start, night(), Chicago), wished, "half past nine in Chicago");
    let early = before_start(wished, start, night(), chrono_tz::America::Los_Angeles);
    assert_eq!(early, at("2026-07-01T15:00:00Z"), "eight in Los Angeles, where it was half past seven");
}

#[test]
fn the_morning_comes_when_the_clocks_say_so() {
    let wished = |text: &str| before_start(at(text), at("2027-01-01T00:00:00Z"), night(), Chicago);
    assert_eq!(wished("2026-03-08T07:30:00Z"), at("2026-03-08T13:00:00Z"), "an hour less of night");
    assert_eq!(wished("2026-11-01T05:30:00Z"), at("2026-11-01T14:00:00Z"), "an hour more");
}

#[test]
fn news_waits_for_the_morning_but_not_beyond_the_start() {
    let night_call = at("2026-07-01T08:00:00Z");
    assert_eq!(as_news(night_call, at("2026-07-05T12:00:00Z"), night(), Chicago), at("2026-07-01T13:00:00Z"));
    assert_eq!(as_news(night_call, at("2026-07-01T12:30:00Z"), night(), Chicago), night_call);
}

#[test]
fn refuses_what_leaves_no_time_to_send() {
    for (from, to, good) in [
        ("21:00:00", "08:00:00", true),
        ("09:00:00", "09:00:00", false),
        ("08:00:00", "04:01:00", false),
        ("21:00:30", "08:00:00", false),
    ] {
        let said = serde_json::json!({"from": from, "to": to});
        assert_eq!(serde_json::from_value::<QuietHours>(said).is_ok(), good, "{from} {to}");
    }
}

fn quiet_hours() -> impl Strategy<Value = QuietHours> {
    let minutes = (0..24 * 60_i64, 1..=20 * 60_i64);
    minutes.prop_map(|(from, length)| {
        let time = |minutes: i64| NaiveTime::MIN + Duration::minutes(minutes.rem_euclid(24 * 60));
        QuietHours::try_from(FromTo { from: time(from), to: time(from + length) }).expect("quiet hours")
    })
}

proptest! {
    /// Over years with their clock changes, by hours and by halves: never in quiet hours, always before the start, and
    /// moved only as far as it must be.
    #[test]
    fn a_reminder_is_never_sent_in_quiet_hours_and_always_before_the_start(
        quiet in quiet_hours(),
        start in 1_767_225_600_i64..1_861_920_000,
        before in 15..=20_160_i64,
        zone in prop_oneof![Just(Chicago), Just(St_Johns), Just(Lord_Howe)],
    ) {
        let start = DateTime::from_timestamp(start, 0).expect("a time");
        let wished = start - Duration::minutes(before);
        let due = before_start(wished, start, Some(quiet), zone);
        prop_assert!(!quiet.hold(due, zone), "{due} is quiet");
        prop_assert!(due < start);
        if !quiet.hold(wished, zone) {
            prop_assert_eq!(due, wished);
        } else if due > wished {
            prop_assert!(quiet.hold(due - Duration::minutes(1), zone), "not as soon as it may");
        } else {
            prop_assert!(quiet.end_after(wished, zone) >= start, "the morning would do");
            prop_assert!(wished - due <= Duration::hours(22));
        }
    }

    #[test]
    fn news_is_never_before_now_and_sent_in_quiet_hours_only_when_the_morning_is_too_late(
        quiet in quiet_hours(),
        now in 1_767_225_600_i64..1_861_920_000,
        notice in 0..3_000_i64,
    ) {
        let now = DateTime::from_timestamp(now, 0).expect("a time");
        let start = now + Duration::minutes(notice);
        let due = as_news(now, start, Some(quiet), Chicago);
        prop_assert!(due >= now);
        prop_assert!(due == now || due < start);
        prop_assert!(!quiet.hold(due, Chicago) || quiet.end_after(now, Chicago) >= start);
    }
}
