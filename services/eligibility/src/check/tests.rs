use super::samples::{moment, question};
use super::*;

fn patience() -> Patience {
    let pauses = [2, 5, 15, 30].map(Duration::from_secs).to_vec();
    Patience { pauses, unavailable_retries: 3, patient_pause: Duration::from_secs(300) }
}

/// Every attempt misses like this, until patience ends; the pauses there were.
fn until_over(outcome: AttemptOutcome, reason: ReasonCode) -> (Vec<u64>, Check, EligibilityChecked) {
    from(question().check, outcome, reason)
}

fn from(
    mut check: Check,
    outcome: AttemptOutcome,
    reason: ReasonCode,
) -> (Vec<u64>, Check, EligibilityChecked) {
    let (mut now, mut pauses) = (moment(), Vec::new());
    loop {
        let last_word = State::unknown(reason);
        match check.begin(now, Variant::AsRecorded).missed(outcome, last_word, &patience(), now) {
            Next::Again(again, pause) => {
                assert!(again.is_open());
                now += pause;
                pauses.push(pause.as_secs());
                check = again;
            }
            Next::Over(check, fact) => return (pauses, check, fact),
        }
    }
}

#[test]
fn a_silent_payer_is_asked_five_times() {
    let (pauses, check, fact) = until_over(AttemptOutcome::TimedOut, ReasonCode::PayerDidNotAnswer);
    assert_eq!(pauses, [2, 5, 15, 30]);
    assert!(matches!(check.state, State::Unknown(_)));
    assert_eq!(fact.0.outcome, EligibilityOutcome::Undetermined);
    assert_eq!(check.version, 11);
}

#[test]
fn a_payer_that_cannot_answer_now_is_asked_again_three_times() {
    let (pauses, _, _) = until_over(AttemptOutcome::Unavailable, ReasonCode::RejectedByPayer);
    assert_eq!(pauses, [2, 5, 15]);
}

#[test]
fn an_attempt_whose_end_is_not_known_stays_visible() -> serde_json::Result<()> {
    let check = question().check.begin(moment(), Variant::AsRecorded).begin(moment(), Variant::AsRecorded);
    let Next::Over(check, _) =
        check.ended(AttemptOutcome::Unreadable, State::unknown(ReasonCode::AnswerUnreadable))
    else {
        panic!("it ended")
    };
    let json = serde_json::to_value(&check)?;
    assert_eq!(json["attempts"][0]["outcome"], "interrupted");
    assert_eq!(json["attempts"][1]["outcome"], "unreadable");
    assert_eq!((&json["state"], &json["outcome"]), (&"unknown".into(), &"undetermined".into()));
    assert_eq!(json["reason"]["code"], "answer_unreadable");
    Ok(())
}

#[test]
fn attempts_that_never_end_are_bounded_too() {
    let mut check = question().check;
    for _ in 0..5 {
        assert!(!check.is_over(&patience(), moment()));
        check = check.begin(moment(), Variant::AsRecorded);
    }
    assert!(check.is_over(&patience(), moment()));
}

#[test]
fn one_of_many_is_asked_for_hours_and_then_given_up() {
    let check = question().check.until(moment() + TimeDelta::hours(1));
    assert!(check.is_patient() && !question().check.is_patient());
    let (pauses, check, _) = from(check, AttemptOutcome::TimedOut, ReasonCode::PayerDidNotAnswer);
    assert_eq!(pauses[..5], [2, 5, 15, 30, 300]);
    assert_eq!(pauses.len(), 4 + 11, "the last pause begins within the hour");
    let json = serde_json::to_value(&check).expect("JSON");
    assert_eq!(json["reason"]["code"], "payer_did_not_answer");
}

#[test]
fn a_time_that_is_over_ends_whatever_the_attempts() {
    let check = question().check;
    assert!(!check.is_over(&patience(), moment()));
    assert!(check.is_over(&patience(), check.give_up_at));
    let reason = |next: Next| match next {
        Next::Over(check, _) => check.state.finding().and_then(|f| f.reason.as_ref().map(|r| r.code)),
        Next::Again(..) => None,
    };
    assert_eq!(reason(check.clone().given_up()), Some(ReasonCode::NotAskedInTime));
    let tried = check.begin(moment(), Variant::AsRecorded);
    assert_eq!(reason(tried.given_up()), Some(ReasonCode::PayerDidNotAnswer));
}

#[test]
fn a_payer_that_asks_for_silence_gets_it_within_the_check_s_time() {
    let begun = || question().check.begin(moment(), Variant::AsRecorded);
    let Next::Again(check, wait) = begun().put_off(Duration::from_secs(60), moment()) else {
        panic!("again")
    };
    assert_eq!(
        (wait.as_secs(), check.attempts.last().map(|a| a.outcome)),
        (60, Some(AttemptOutcome::Throttled))
    );
    assert!(matches!(begun().put_off(Duration::from_secs(600), moment()), Next::Over(..)));
}

#[test]
fn an_attempt_that_never_left_leaves_no_trace() {
    let check = question().check.begin(moment(), Variant::AsRecorded).unsent();
    assert!(matches!(check.state, State::Queued) && check.attempts.last().is_none());
}
