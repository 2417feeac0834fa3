use super::*;
use crate::appointment::{CancelReason, Move, Wish};
use crate::visit_type::VisitType;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use model::{LocationId, PatientId, PractitionerId};
use proptest::prelude::*;
use uuid::Uuid;

const SECRET: [u8; 32] = [7; 32];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn to(start: DateTime<Utc>) -> Move {
    Move {
        practitioner: PractitionerId(Uuid::from_u128(3)),
        location: LocationId(Uuid::from_u128(4)),
        start,
        service_date: start.date_naive(),
        room: None,
        device: None,
    }
}

fn booked() -> Appointment {
    let wish = Wish {
        id: AppointmentId(Uuid::from_u128(1)),
        patient: PatientId(Uuid::from_u128(2)),
        reason: None,
        series: None,
        overbook_reason: None,
    };
    let to = to(at("2026-12-01T15:00:00Z"));
    Appointment::book(wish, &to, &VisitType::sample(), at("2026-11-22T12:00:00Z")).expect("booked")
}

fn link() -> Link {
    Link::to(PracticeId(Uuid::from_u128(9)), &booked())
}

#[test]
fn is_opened_by_its_own_key_until_a_day_after_the_start() {
    let key = link().sign(&SECRET);
    assert_eq!(key.practice(), link().practice);
    assert!(link().is_opened_by(&key, &SECRET, at("2026-12-02T14:59:59Z")));
    assert!(!link().is_opened_by(&key, &SECRET, at("2026-12-02T15:00:00Z")), "over");
    assert!(!link().is_opened_by(&key, &[8; 32], at("2026-11-30T15:00:00Z")), "signed by somebody else");
}

proptest! {
    /// Whatever is altered of what it was signed for, or of the key: it does not open.
    #[test]
    fn nothing_altered_opens(other in 10..u128::MAX, seconds in 1..1_000_000_i64, byte in 0..36_usize, bit in 0..8_u8) {
        let (link, now, later) = (link(), at("2026-11-30T15:00:00Z"), Duration::seconds(seconds));
        let key = link.sign(&SECRET);
        prop_assert!(link.is_opened_by(&key, &SECRET, now));
        let others = [
            Link { appointment: AppointmentId(Uuid::from_u128(other)), ..link.clone() },
            Link { practice: PracticeId(Uuid::from_u128(other)), ..link.clone() },
            Link { start: link.start + later, ..link.clone() },
            Link { expires: link.expires + later, ..link.clone() },
        ];
        for other in others {
            prop_assert!(!other.is_opened_by(&key, &SECRET, now));
        }
        let mut bytes = BASE64.decode(key.expose()).expect("base64");
        bytes[byte] ^= 1 << bit;
        let altered: LinkKey = BASE64.encode(bytes).parse().expect("a key");
        prop_assert!(!link.is_opened_by(&altered, &SECRET, now));
    }
}

#[test]
fn says_what_became_of_the_appointment_and_acts_only_on_what_it_was_signed_for() {
    let (link, now) = (link(), at("2026-11-30T15:00:00Z"));
    let status = |appointment: &Appointment| (link.status(appointment, now), link.check(appointment, now));
    assert_eq!(status(&booked()), (LinkStatus::Booked, Ok(())));
    let confirmed = booked().confirm(now).expect("confirmed");
    assert_eq!(status(&confirmed), (LinkStatus::Confirmed, Ok(())));
    let later = at("2026-12-03T15:00:00Z");
    let moved = confirmed.clone().reschedule(&to(later), now).expect("moved");
    assert_eq!((moved.confirmed_at, status(&moved)), (None, (LinkStatus::Moved, Err(Refusal::Moved))));
    let cancelled = booked().cancel(CancelReason::PatientRequest, None, &VisitType::sample(), now);
    assert_eq!(status(&cancelled.expect("cancelled")), (LinkStatus::Cancelled, Err(Refusal::Cancelled)));
    assert_eq!(status(&booked().arrive().expect("arrived")), (LinkStatus::Closed, Err(Refusal::Closed)));
    assert_eq!(link.check(&booked(), booked().start), Err(Refusal::Closed));
}

#[test]
fn confirming_again_changes_nothing_and_only_what_is_booked_is_confirmed() {
    let (first, then) = (at("2026-11-30T15:00:00Z"), at("2026-11-30T16:00:00Z"));
    let confirmed = booked().confirm(first).expect("confirmed");
    assert_eq!((confirmed.version, confirmed.confirmed_at), (2, Some(first)));
    assert_eq!(confirmed.clone().confirm(then), Ok(confirmed));
    assert!(booked().arrive().expect("arrived").confirm(then).is_err());
}
