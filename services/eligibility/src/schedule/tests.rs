use super::*;
use model::{AppointmentId, PatientId};
use proptest::prelude::*;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn visit(day: &str, looked_at: Option<DateTime<Utc>>) -> Visit {
    Visit {
        id: AppointmentId(Uuid::nil()),
        patient_id: PatientId(Uuid::nil()),
        service_date: day.parse().expect("a day"),
        expected: true,
        visit_type_id: None,
        location_id: None,
        looked_at,
        look_at: None,
        must_ask: false,
    }
}

fn schedule(days_before: &[i32], nightly_days: i32, hour: i32) -> Schedule {
    Schedule { days_before: days_before.to_vec(), nightly_days, hour, ..Schedule::default() }
}

const CHICAGO: Tz = Tz::America__Chicago;

#[test]
fn the_hour_is_that_of_the_wall_on_both_sides_of_a_clock_change() {
    for (day, hour, moment) in [
        ("2026-03-10", 2, "2026-03-09T07:00:00Z"),
        // 2:00 does not exist on the 8th of March: the first instant after it is 3:00.
        ("2026-03-09", 2, "2026-03-08T08:00:00Z"),
        ("2026-03-08", 2, "2026-03-07T08:00:00Z"),
        // 1:00 comes twice on the 1st of November: the first counts.
        ("2026-11-02", 1, "2026-11-01T06:00:00Z"),
        ("2026-11-03", 2, "2026-11-02T08:00:00Z"),
    ] {
        let next = schedule(&[1], 0, hour).next_look(&visit(day, None), CHICAGO, at("2026-01-01T00:00:00Z"));
        assert_eq!(next, Some(at(moment)), "{day} {hour}");
    }
}

#[test]
fn a_visit_is_due_at_a_booking_and_when_a_moment_has_come() {
    let daily = schedule(&[3], 1, 2);
    let cases = [
        (Occasion::Booking, None, "2026-06-01T12:00:00Z", true),
        (Occasion::Time, None, "2026-06-01T12:00:00Z", false),
        // Never looked at: the moment three days before counts although it is long past.
        (Occasion::Time, None, "2026-06-19T12:00:00Z", true),
        (Occasion::Time, Some("2026-06-18T00:00:00Z"), "2026-06-18T06:59:59Z", false),
        (Occasion::Time, Some("2026-06-18T00:00:00Z"), "2026-06-18T07:00:00Z", true),
        (Occasion::Time, Some("2026-06-18T07:00:00Z"), "2026-06-19T12:00:00Z", false),
        // The night before, made up for on the day itself.
        (Occasion::Time, Some("2026-06-18T07:00:00Z"), "2026-06-21T14:00:00Z", true),
        // The day is over on the wall of the location, though not in UTC: too late; and the other way round.
        (Occasion::Time, None, "2026-06-22T05:00:00Z", false),
        (Occasion::Booking, None, "2026-06-22T04:59:59Z", true),
        (Occasion::Booking, None, "2026-06-22T05:00:00Z", false),
    ];
    for (occasion, looked, now, due) in cases {
        let visit = visit("2026-06-21", looked.map(at));
        assert_eq!(daily.is_due(&visit, occasion, CHICAGO, at(now)), due, "{occasion:?} {looked:?} {now}");
    }
    let far = visit("2027-06-21", None);
    assert!(!daily.is_due(&far, Occasion::Booking, CHICAGO, at("2026-06-01T12:00:00Z")));
    let silent = Schedule { on_booking: false, ..schedule(&[], 0, 2) };
    let soon = visit("2026-06-21", None);
    assert!(!silent.is_due(&soon, Occasion::Booking, CHICAGO, at("2026-06-20T12:00:00Z")));
    assert_eq!(silent.next_look(&soon, CHICAGO, at("2026-06-20T12:00:00Z")), None);
}

#[test]
fn a_schedule_is_refused_by_the_field() {
    let said = |json: &str| serde_json::from_str::<SetSchedule>(json).expect("a schedule");
    for (json, place) in [
        (r#"{"hour": 24}"#, "/hour"),
        (r#"{"nightly_days": 32}"#, "/nightly_days"),
        (r#"{"booking_horizon_days": -1}"#, "/booking_horizon_days"),
        (r#"{"max_age_hours": 745}"#, "/max_age_hours"),
        (r#"{"days_before": [3, 91]}"#, "/days_before/1"),
        (r#"{"days_before": [0,1,2,3,4,5,6,7,8,9,10]}"#, "/days_before"),
    ] {
        assert_eq!(Schedule::default().replaced_by(said(json)).expect_err("refused").place, place);
    }
    let set = Schedule::default().replaced_by(said(r#"{"days_before": [1, 5, 1]}"#)).expect("a schedule");
    assert_eq!((set.version, set.days_before), (1, vec![5, 1]));
    assert!(serde_json::from_str::<SetSchedule>(r#"{"hours": 2}"#).is_err());
}

proptest! {
    /// However the looks fall: every moment is asked about once, by the first look at or after it, none is passed over.
    #[test]
    fn every_moment_is_due_at_exactly_one_look(
        hour in 0..24_i32,
        nightly in 0..10_i32,
        pauses in prop::collection::vec(1..4000_i64, 1..40),
    ) {
        let schedule = Schedule { on_booking: false, ..schedule(&[9], nightly, hour) };
        let mut visit = visit("2026-03-12", Some(at("2026-03-01T00:00:00Z")));
        let (mut now, mut due) = (at("2026-03-01T00:00:00Z"), 0);
        for minutes in pauses {
            now += TimeDelta::minutes(minutes);
            if now.with_timezone(&CHICAGO).date_naive() > visit.service_date {
                break;
            }
            let passed = schedule.moments(visit.service_date, CHICAGO).into_iter()
                .filter(|moment| visit.looked_at < Some(*moment) && *moment <= now).count();
            prop_assert_eq!(schedule.is_due(&visit, Occasion::Time, CHICAGO, now), passed > 0);
            let next = schedule.next_look(&visit, CHICAGO, now);
            prop_assert!(next.is_none_or(|next| next > now));
            due += passed;
            visit.looked_at = Some(now);
        }
        prop_assert!(due <= schedule.moments(visit.service_date, CHICAGO).len());
    }
}
