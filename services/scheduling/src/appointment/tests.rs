use super::*;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn booked() -> Appointment {
    let wish = Wish {
        id: AppointmentId(Uuid::from_u128(1)),
        patient: PatientId(Uuid::from_u128(2)),
        reason: None,
        series: None,
        overbook_reason: None,
    };
    let to = to("2026-12-01T15:00:00Z");
    Appointment::book(wish, &to, &VisitType::sample(), at("2026-11-22T12:00:00Z")).expect("booked")
}

fn to(start: &str) -> Move {
    Move {
        practitioner: PractitionerId(Uuid::from_u128(3)),
        location: LocationId(Uuid::from_u128(4)),
        start: at(start),
        service_date: at(start).date_naive(),
        room: None,
        device: None,
    }
}

#[test]
fn the_way_through_a_visit() {
    let done =
        booked().arrive().and_then(Appointment::begin).and_then(Appointment::complete).expect("completed");
    assert_eq!((done.state.status(), done.version), (Status::Completed, 4));
}

#[test]
fn moves_that_are_refused() {
    let late = at("2026-12-02T00:00:00Z");
    let done = || booked().arrive().and_then(Appointment::complete).expect("completed");
    assert_eq!(booked().begin(), Err(Refusal::WrongStatus(Status::Booked, "begun")));
    assert_eq!(done().arrive(), Err(Refusal::WrongStatus(Status::Completed, "marked as arrived")));
    assert_eq!(booked().miss(at("2026-12-01T14:59:59Z")), Err(Refusal::NotYet));
    assert_eq!(done().miss(late), Err(Refusal::WrongStatus(Status::Completed, "marked as no-show")));
    assert_eq!(booked().reschedule(&to("2026-11-01T00:00:00Z"), late), Err(Refusal::InThePast));
    let cancelled =
        || booked().cancel(CancelReason::PatientIll, None, &VisitType::sample(), at("2026-11-22T12:00:00Z"));
    let back = |now| cancelled().and_then(|one| one.reinstate(None, None, at(now)));
    assert_eq!(back("2026-12-01T15:00:01Z"), Err(Refusal::InThePast));
    assert_eq!(back("2026-12-01T14:00:00Z").map(|one| one.state), Ok(State::Booked));
    assert_eq!(
        booked().reinstate(None, None, at("2026-11-22T12:00:00Z")),
        Err(Refusal::WrongStatus(Status::Booked, "reinstated"))
    );
}

#[test]
fn a_cancellation_knows_whether_it_came_late() {
    let cancel = |now| {
        booked().cancel(CancelReason::PatientIll, None, &VisitType::sample(), at(now)).expect("cancelled")
    };
    let late = |appointment: Appointment| matches!(appointment.state, State::Cancelled { late: true, .. });
    assert!(!late(cancel("2026-11-30T15:00:00Z")));
    assert!(late(cancel("2026-11-30T15:00:01Z")));
}

#[test]
fn rescheduling_keeps_id_and_length() {
    let moved = booked().reschedule(&to("2026-12-03T09:30:00Z"), at("2026-11-22T12:00:00Z"));
    let moved = moved.expect("moved");
    assert_eq!((moved.id, moved.end), (booked().id, at("2026-12-03T10:00:00Z")));
}

#[test]
fn the_state_is_flat_in_json() {
    let json = serde_json::to_value(booked()).expect("json");
    assert_eq!(json["status"], "booked");
    assert_eq!(json["start"], "2026-12-01T15:00:00Z");
}
