use super::*;
use crate::appointment::{CancelReason, Move, Wish};
use crate::visit_type::VisitType;
use model::{AppointmentId, LocationId, PatientId, PractitionerId};
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// From three to half past three.
fn booked() -> Appointment {
    let wish = Wish {
        id: AppointmentId(Uuid::nil()),
        patient: PatientId(Uuid::nil()),
        reason: None,
        series: None,
        overbook_reason: None,
    };
    let to = Move {
        practitioner: PractitionerId(Uuid::nil()),
        location: LocationId(Uuid::nil()),
        start: at("2027-03-01T15:00:00Z"),
        service_date: at("2027-03-01T15:00:00Z").date_naive(),
        room: None,
        device: None,
    };
    Appointment::book(wish, &to, &VisitType::sample(), at("2027-02-01T00:00:00Z")).expect("booked")
}

fn policy(no_show_after_minutes: Option<i32>, complete_after_minutes: Option<i32>) -> MarkingPolicy {
    MarkingPolicy { version: 1, no_show_after_minutes, complete_after_minutes }
}

#[test]
fn what_is_due_depends_on_the_state_and_on_how_long_ago_it_ended() {
    let arrived = || booked().arrive().expect("arrived");
    let begun = || arrived().begin().expect("begun");
    let done = || begun().complete().expect("completed");
    let visit = VisitType::sample();
    let cancelled = booked().cancel(CancelReason::Other, None, &visit, at("2027-02-01T00:00:00Z"));
    let both = policy(Some(60), Some(0));
    for (appointment, now, step) in [
        (booked(), "2027-03-01T16:29:59Z", None),
        (booked(), "2027-03-01T16:30:00Z", Some(Step::Miss)),
        (arrived(), "2027-03-01T15:29:59Z", None),
        (arrived(), "2027-03-01T15:30:00Z", Some(Step::Complete)),
        (begun(), "2027-03-01T15:30:00Z", Some(Step::Complete)),
        (done(), "2027-04-01T00:00:00Z", None),
        (cancelled.expect("cancelled"), "2027-04-01T00:00:00Z", None),
    ] {
        assert_eq!(both.step(&appointment, at(now)), step, "{now} {:?}", appointment.state);
    }
    let late = at("2027-04-01T00:00:00Z");
    assert_eq!(policy(None, Some(0)).step(&booked(), late), None);
    assert_eq!(policy(Some(0), None).step(&begun(), late), None);
    assert_eq!(MarkingPolicy::default().step(&booked(), late), None);
}

#[test]
fn a_policy_is_within_a_week() {
    let said =
        |minutes| SetMarkingPolicy { no_show_after_minutes: Some(minutes), complete_after_minutes: None };
    let set = MarkingPolicy::default().replaced_by(said(30)).expect("set");
    assert_eq!((set.version, set.no_show_after_minutes, set.complete_after_minutes), (1, Some(30), None));
    for minutes in [-1, 10_081] {
        let refusal = set.replaced_by(said(minutes)).expect_err("refused");
        assert_eq!(refusal.field, "no_show_after_minutes");
    }
}
