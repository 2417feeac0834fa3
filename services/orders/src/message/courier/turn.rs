//! What the courier makes of an answer, and of none.

use super::super::evidence::{self, About};
use crate::prescription::state::Recall;
use crate::prescription::{Evidence, State};
use script::{Body, Header, Message};

/// Why the same message must be sent again, if it must. `ours` is its MessageID.
pub(crate) fn why_again(answer: &Message, about: About, ours: &str, order_number: &str) -> Option<String> {
    if !is_about(&answer.header, ours, Some(order_number)) {
        return Some("the answer is about another message".to_owned());
    }
    match &answer.body {
        Body::Error(error) if error.code.retryable() => Some(evidence::reason(error)),
        body => match evidence::read(body, about) {
            None => Some(format!("answered with {}, which is no answer", body.transaction())),
            Some(Evidence::Nothing) if about == About::Prescription => {
                Some(format!("answered with a {} that says nothing", body.transaction()))
            }
            Some(_) => None,
        },
    }
}

/// Receivers that could not read a message answer it with RelatesToMessageID 0 or none: then the connection tells.
pub(crate) fn is_about(answer: &Header, ours: &str, order_number: Option<&str>) -> bool {
    let related = answer.relates_to.as_ref().map(script::MessageId::as_str);
    let ordered = answer.prescriber_order_number.as_ref().map(script::Text::as_str);
    related.is_none_or(|id| id == "0" || id == ours)
        && ordered.zip(order_number).is_none_or(|(theirs, number)| theirs == number)
}

pub(super) fn task(about: About, attempts: i32) -> String {
    match about {
        About::Prescription | About::Answer => format!(
            "Not confirmed after {attempts} tries: call the pharmacy and ask whether it has the prescription; it may be there already"
        ),
        About::Recall => {
            format!(
                "The request to cancel was not confirmed after {attempts} tries: call the pharmacy; it may still dispense"
            )
        }
    }
}

pub(super) fn with_task(state: State, task: Option<String>) -> State {
    match state {
        State::Recalled(Recall::CancelPending { progress, .. }) => {
            State::Recalled(Recall::CancelPending { progress, task })
        }
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use script::{Address, MessageId, StatusCode, Text, Versions, reply};

    fn status(relates_to: Option<&str>, order: Option<&str>) -> Message {
        let text = |text: &str| Text::new(text).expect("plain");
        let place = |id: &str| Address { qualifier: None, id: text(id) };
        let now = DateTime::UNIX_EPOCH.fixed_offset();
        let id = |id: &str| MessageId::new(id).expect("an id");
        let header = Header::new(place("9900011"), place("1993999998"), id("ours"), now);
        let asked = Message::new(Versions::V2017071, header, Body::Unknown("NewRx".to_owned()));
        let mut answer = reply::status(&asked, StatusCode::AcceptedByReceiver, id("theirs"), now);
        answer.header.relates_to = relates_to.map(id);
        answer.header.prescriber_order_number = order.map(text);
        answer
    }

    #[test]
    fn an_answer_counts_only_for_the_message_it_is_about() {
        for (relates_to, order, counts) in [
            (Some("ours"), Some("O1"), true),
            (Some("ours"), None, true),
            (Some("0"), Some("O1"), true),
            (None, None, true),
            (Some("other"), Some("O1"), false),
            (Some("ours"), Some("O2"), false),
            (Some("0"), Some("O2"), false),
        ] {
            let again = why_again(&status(relates_to, order), About::Prescription, "ours", "O1");
            assert_eq!(again.is_none(), counts, "{relates_to:?} {order:?}");
        }
    }
}
