//! What a prescription asks of a person where it stands, and what need not be done any more.

use super::State;
use super::progress::Progress;
use super::state::Recall;
use crate::task::Kind;

/// The tasks a change opens, each with what to do.
pub fn opened(before: &State, after: &State) -> Vec<(Kind, String)> {
    let asked = asked(before);
    asks(after).into_iter().filter(|(kind, _)| !asked.contains(kind)).collect()
}

/// The tasks a change ends, whoever opened them.
pub fn ended(before: &State, after: &State) -> Vec<Kind> {
    let stand = may_stand(after);
    may_stand(before).into_iter().filter(|kind| !stand.contains(kind)).collect()
}

fn asked(state: &State) -> Vec<Kind> {
    asks(state).into_iter().map(|(kind, _)| kind).collect()
}

fn asks(state: &State) -> Vec<(Kind, String)> {
    let way = match state.progress() {
        Some(Progress::Failed { reason }) => {
            let what =
                format!("The pharmacy's side refused it ({reason}): mend it and prescribe anew, or call.");
            Some((Kind::TransmissionFailed, what))
        }
        Some(Progress::NotDispensed { reason }) => {
            let reason = reason.as_deref().unwrap_or("the pharmacy gave no reason");
            let what = format!(
                "The pharmacy does not dispense it ({reason}): change the pharmacy or the prescription."
            );
            Some((Kind::NotDispensed, what))
        }
        Some(Progress::Unknown { task: Some(task), .. }) => Some((Kind::TransmissionUnknown, task.clone())),
        _ => None,
    };
    let recall = match state {
        State::Recalled(Recall::CancelPending { task: Some(task), .. }) => {
            Some((Kind::CancelUnanswered, task.clone()))
        }
        State::Recalled(Recall::CancelDenied { reason, .. }) => {
            let what = format!("The pharmacy does not cancel it ({reason}): call it, and tell the patient.");
            Some((Kind::CancelDenied, what))
        }
        _ => None,
    };
    way.into_iter().chain(recall).collect()
}

/// What may be open while it stands here.
fn may_stand(state: &State) -> Vec<Kind> {
    let way = match state.progress() {
        Some(Progress::Failed { .. }) => Some(Kind::TransmissionFailed),
        Some(Progress::NotDispensed { .. }) => Some(Kind::NotDispensed),
        Some(progress) if !progress.has_arrived() => Some(Kind::TransmissionUnknown),
        _ => None,
    };
    let recall = match state {
        State::Recalled(Recall::CancelPending { .. }) => Some(Kind::CancelUnanswered),
        State::Recalled(Recall::CancelDenied { .. }) => Some(Kind::CancelDenied),
        _ => None,
    };
    way.into_iter().chain(recall).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prescription::Evidence;

    fn sent(progress: Progress) -> State {
        State::OnItsWay(progress)
    }

    fn unknown(task: Option<&str>) -> State {
        sent(Progress::Unknown { attempts: 5, task: task.map(str::to_owned) })
    }

    fn kinds(before: &State, after: &State) -> (Vec<Kind>, Vec<Kind>) {
        (opened(before, after).into_iter().map(|(kind, _)| kind).collect(), ended(before, after))
    }

    #[test]
    fn a_task_is_opened_by_the_change_that_asks_for_it_and_ended_by_the_one_that_settles_it() {
        let failed = || sent(Progress::Failed { reason: "900".to_owned() });
        let declined = || sent(Progress::NotDispensed { reason: None });
        let pending = || sent(Progress::Verified).recall(None).expect("can be recalled").0;
        let denied = || pending().learn(Evidence::CancelDenied { reason: "sold".to_owned() }).0;
        let approved = || pending().learn(Evidence::CancelApproved { note: None }).0;
        for (before, after, open, end) in [
            (sent(Progress::Signed), sent(Progress::Sending), vec![], vec![]),
            (sent(Progress::Sending), unknown(None), vec![], vec![]),
            (unknown(None), unknown(Some("call")), vec![Kind::TransmissionUnknown], vec![]),
            (unknown(Some("call")), unknown(Some("call")), vec![], vec![]),
            (unknown(Some("call")), sent(Progress::AcceptedByNetwork), vec![], vec![]),
            (
                unknown(Some("call")),
                sent(Progress::AcceptedByPharmacy),
                vec![],
                vec![Kind::TransmissionUnknown],
            ),
            (
                sent(Progress::Sending),
                failed(),
                vec![Kind::TransmissionFailed],
                vec![Kind::TransmissionUnknown],
            ),
            (failed(), sent(Progress::Verified), vec![], vec![Kind::TransmissionFailed]),
            (sent(Progress::Verified), declined(), vec![Kind::NotDispensed], vec![]),
            (declined(), sent(Progress::PartiallyDispensed), vec![], vec![Kind::NotDispensed]),
            (pending(), denied(), vec![Kind::CancelDenied], vec![Kind::CancelUnanswered]),
            (pending(), approved(), vec![], vec![Kind::CancelUnanswered]),
        ] {
            assert_eq!(kinds(&before, &after), (open, end), "{} to {}", before.status(), after.status());
        }
    }
}
