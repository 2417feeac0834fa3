use super::samples::{moment, question};
use super::*;

fn patience() -> Patience {
    Patience { pauses: [2, 5, 15, 30].map(Duration::from_secs).to_vec(), unavailable_retries: 3 }
}

/// Every attempt misses like this, until patience ends; the pauses there were.
fn until_over(outcome: AttemptOutcome, reason: ReasonCode) -> (Vec<u64>, Check, EligibilityChecked) {
    let (mut check, mut pauses) = (question().check, Vec::new());
    loop {
        match check.begin(moment()).missed(outcome, State::unknown(reason), &patience()) {
            Next::Again(again, pause) => {
                assert!(again.is_open());
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
    let check = question().check.begin(moment()).begin(moment());
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
        assert!(!patience().is_over(&check.attempts));
        check = check.begin(moment());
    }
    assert!(patience().is_over(&check.attempts));
}
