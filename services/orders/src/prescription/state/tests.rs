use super::*;
use proptest::prelude::*;

fn sent(progress: Progress) -> State {
    State::OnItsWay(progress)
}

fn learn(state: State, steps: &[Progress]) -> State {
    steps.iter().cloned().fold(state, |state, step| state.learn(Evidence::Progress(step)).0)
}

const ANSWERS: [Progress; 4] =
    [Progress::AcceptedByNetwork, Progress::AcceptedByPharmacy, Progress::Verified, Progress::Dispensed];

proptest! {
    #[test]
    fn in_whatever_order_and_however_often_answers_come_the_end_is_the_same(
        order in Just(ANSWERS.to_vec()).prop_shuffle(),
        twice in prop::sample::subsequence(ANSWERS.to_vec(), 0..=4),
    ) {
        let all: Vec<Progress> = order.into_iter().chain(twice).collect();
        let state = learn(sent(Progress::Sending), &all);
        prop_assert!(state == sent(Progress::Dispensed));
    }
}

#[test]
fn each_step_is_announced_once() {
    let (state, turn) = sent(Progress::Sending).learn(Evidence::Progress(Progress::AcceptedByPharmacy));
    assert_eq!(turn, Some(Turn::Accepted));
    let (state, turn) = state.learn(Evidence::Progress(Progress::AcceptedByPharmacy));
    assert_eq!(turn, None);
    assert_eq!(state.learn(Evidence::Progress(Progress::AcceptedByNetwork)).1, None);
}

#[test]
fn an_error_does_not_undo_what_a_pharmacist_did() {
    let failed = Progress::Failed { reason: "900".to_owned() };
    assert!(learn(sent(Progress::Verified), std::slice::from_ref(&failed)) == sent(Progress::Verified));
    assert!(learn(sent(Progress::AcceptedByNetwork), std::slice::from_ref(&failed)) == sent(failed.clone()));
    assert!(learn(sent(failed), &[Progress::Dispensed]) == sent(Progress::Dispensed));
}

#[test]
fn doubt_never_hides_an_answer() {
    assert_eq!(sent(Progress::Sending).doubt(1, None).status(), Status::Unknown);
    assert_eq!(sent(Progress::Verified).doubt(1, None).status(), Status::Verified);
    let pending = State::Recalled(Recall::CancelPending { progress: Progress::Sending, task: None });
    let State::Recalled(Recall::CancelPending { progress, .. }) = pending.doubt(5, Some("call".to_owned()))
    else {
        panic!("still pending");
    };
    assert!(!progress.is_being_sent());
}

#[test]
fn what_left_the_house_is_cancelled_only_when_the_pharmacy_says_so() {
    for (state, step, status) in [
        (State::DRAFT, RecallStep::Done, Status::Cancelled),
        (State::READY, RecallStep::Done, Status::Cancelled),
        (sent(Progress::Signed), RecallStep::Done, Status::Cancelled),
        (sent(Progress::Sending), RecallStep::AskPharmacy, Status::CancelPending),
        (sent(Progress::Verified), RecallStep::AskPharmacy, Status::CancelPending),
        (sent(Progress::PartiallyDispensed), RecallStep::AskPharmacy, Status::CancelPending),
    ] {
        let (recalled, took) = state.recall(None).expect("can be recalled");
        assert_eq!((took, recalled.status()), (step, status));
    }
}

#[test]
fn a_recall_ends_by_its_answer() {
    let pending = || sent(Progress::Verified).recall(None).expect("can be recalled").0;
    assert_eq!(pending().recall(None).err(), Some(Status::CancelPending));
    let (cancelled, turn) = pending().learn(Evidence::CancelApproved { note: None });
    assert_eq!((cancelled.status(), turn), (Status::Cancelled, Some(Turn::Cancelled)));
    assert_eq!(learn(cancelled, &[Progress::Dispensed]).status(), Status::Cancelled);

    let (denied, turn) = pending().learn(Evidence::CancelDenied { reason: "was picked up".to_owned() });
    assert_eq!((denied.status(), turn), (Status::CancelDenied, None));
    assert_eq!(learn(denied.clone(), &[Progress::Dispensed]).status(), Status::Dispensed);
    assert_eq!(denied.recall(None).expect("may be tried again").0.status(), Status::CancelPending);
}

#[test]
fn a_fill_during_a_recall_is_told_and_the_recall_stays_open() {
    let pending = sent(Progress::Verified).recall(None).expect("can be recalled").0;
    let (state, turn) = pending.learn(Evidence::Progress(Progress::Dispensed));
    assert_eq!((state.status(), turn), (Status::CancelPending, Some(Turn::Dispensed)));
    assert_eq!(state.progress(), Some(&Progress::Dispensed));
}

#[test]
fn nobody_can_approve_a_cancel_that_was_not_asked() {
    let (state, turn) = sent(Progress::Verified).learn(Evidence::CancelApproved { note: None });
    assert_eq!((state.status(), turn), (Status::Verified, None));
}

#[test]
fn states_are_flat_in_json_and_come_back_the_same() {
    for state in [
        State::DRAFT,
        sent(Progress::Unknown { attempts: 3, task: None }),
        sent(Progress::Failed { reason: "900: no such drug".to_owned() }),
        State::Recalled(Recall::CancelDenied { progress: Progress::Dispensed, reason: "sold".to_owned() }),
    ] {
        let json = serde_json::to_value(&state).expect("json");
        assert_eq!(json["status"], state.status().as_str());
        assert!(serde_json::from_value::<State>(json).expect("a state") == state);
    }
}

#[test]
fn only_a_fill_is_taken_back_and_never_forward() {
    use Progress::{AcceptedByPharmacy, Dispensed, PartiallyDispensed, Verified};
    for (from, back, to, turn) in [
        (Dispensed, Verified, Verified, Some(Turn::FillWithdrawn)),
        (Dispensed, PartiallyDispensed, PartiallyDispensed, Some(Turn::FillWithdrawn)),
        (Dispensed, Dispensed, Dispensed, Some(Turn::FillWithdrawn)),
        (PartiallyDispensed, Dispensed, PartiallyDispensed, None),
        (PartiallyDispensed, AcceptedByPharmacy, PartiallyDispensed, None),
        (Verified, Verified, Verified, None),
    ] {
        let (state, told) = sent(from.clone()).learn(Evidence::FillWithdrawn(back.clone()));
        assert!(state == sent(to), "{from:?} {back:?}");
        assert_eq!(told, turn, "{from:?} {back:?}");
    }
    let cancelled = State::Recalled(Recall::Cancelled { note: None });
    assert_eq!(cancelled.learn(Evidence::FillWithdrawn(Verified)).0.status(), Status::Cancelled);
}
