use super::*;
use crate::prescription::progress::Progress;
use crate::prescription::tests::signed;

const MINUTE: i64 = 60;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a time")
}

fn seen(state: State, about: About, minutes: i64) -> &'static str {
    match look(&signed(state), about, at(0), at(minutes * MINUTE)) {
        Look::Over => "over",
        Look::Ask(..) => "ask",
        Look::Later(then) if then == at(15 * MINUTE) => "at 15",
        Look::Later(then) if then == at(60 * MINUTE) => "at 60",
        Look::Later(_) => "some other time",
    }
}

#[test]
fn what_nobody_confirms_is_asked_for_at_fifteen_and_sixty_minutes() {
    let sent = State::OnItsWay;
    let unknown = || Progress::Unknown { attempts: 3, task: None };
    for (progress, minutes, expected) in [
        (Progress::Signed, 14, "at 15"),
        (Progress::Signed, 15, "ask"),
        (Progress::Sending, 15, "ask"),
        (unknown(), 15, "ask"),
        (unknown(), 300, "ask"),
        (Progress::AcceptedByNetwork, 15, "at 60"),
        (Progress::AcceptedByNetwork, 60, "ask"),
        (Progress::AcceptedByPharmacy, 15, "over"),
        (Progress::Failed { reason: "900".to_owned() }, 15, "over"),
        (Progress::Dispensed, 60, "over"),
    ] {
        assert_eq!(
            seen(sent(progress.clone()), About::Prescription, minutes),
            expected,
            "{progress:?} {minutes}"
        );
    }
    assert_eq!(seen(State::Recalled(Recall::Cancelled { note: None }), About::Prescription, 15), "over");
}

#[test]
fn a_recall_is_watched_until_its_answer() {
    let pending = || State::OnItsWay(Progress::Verified).recall(None).expect("can be recalled").0;
    assert_eq!(seen(pending(), About::Recall, 14), "at 15");
    assert_eq!(seen(pending(), About::Recall, 15), "ask");
    assert_eq!(seen(State::Recalled(Recall::Cancelled { note: None }), About::Recall, 15), "over");
    assert_eq!(seen(State::OnItsWay(Progress::Verified), About::Recall, 60), "over");
}
