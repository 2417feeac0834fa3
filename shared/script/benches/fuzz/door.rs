//! What must hold for any text that comes through the door.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::DateTime;
use script::{
    Body, ErrorCode, ErrorReport, Message, MessageId, ScriptError, StatusCode, Text, check, parse,
    parse_envelope, reply, write,
};

pub struct Seen {
    pub read: bool,
    /// Equal for inputs that took the same way.
    pub behaviour: u64,
}

pub fn try_all(input: &str) -> Seen {
    let (whole, envelope) = (parse(input), parse_envelope(input));
    let mut hasher = DefaultHasher::new();
    match &whole {
        Ok(message) => {
            assert!(envelope.is_ok(), "what is read has a readable envelope");
            assert_eq!(envelope.as_ref().map(|e| &e.header).ok(), Some(&message.header));
            comes_back(message);
            shape(message).hash(&mut hasher);
        }
        Err(error) => without_positions(error).hash(&mut hasher),
    }
    if let Ok(envelope) = &envelope {
        is_answered(envelope);
    }
    Seen { read: whole.is_ok(), behaviour: hasher.finish() }
}

/// Written and read again it is the same, unless its kind is never written.
fn comes_back(message: &Message) {
    match write(message) {
        Err(ScriptError::NotWritable { .. } | ScriptError::TooLarge { .. }) => {}
        Err(error) => panic!("what was read cannot be written: {error}"),
        Ok(written) => {
            let again = parse(&written).unwrap_or_else(|error| panic!("{error} in\n{written}"));
            assert!(again == *message, "another message came back:\n{written}");
        }
    }
    judged(&message.body);
}

/// Everything a service does with a body it was sent.
fn judged(body: &Body) {
    match body {
        Body::NewRx(prescription) => {
            let _ = check(prescription);
            let _ = prescription.medication.sig.as_ref().map(script::Sig::agrees);
        }
        Body::RxRenewalRequest(request) => {
            let on = script::When::Day(chrono::NaiveDate::default());
            let _ = request.approve(3, on, None);
        }
        Body::RxChangeRequest(request) => {
            let _ = (request.approve(0, None), request.validate(script::Remark::default()));
        }
        Body::RxHistoryResponse(response) => {
            let _ = response.has_more();
        }
        _ => {}
    }
}

fn is_answered(envelope: &Message) {
    let (Ok(id), Ok(words)) = (MessageId::new("answer"), Text::new("no")) else { return };
    let now = DateTime::UNIX_EPOCH.fixed_offset();
    let report = ErrorReport::of(ErrorCode::Rejected, Some(words));
    for answer in [
        reply::status(envelope, StatusCode::AcceptedByReceiver, id.clone(), now),
        reply::error(envelope, report, id.clone(), now),
        reply::verify(envelope, StatusCode::AcceptedByReceiver, id, now),
    ] {
        let written = write(&answer).expect("an answer can always be written");
        assert!(parse(&written).as_ref() == Ok(&answer), "an answer is read as it was meant:\n{written}");
    }
}

/// The transaction and which of its parts are there.
fn shape(message: &Message) -> String {
    let kept = message.header.other.len() + message.other.len();
    let said = format!("{:?}", message.body);
    let parts: String = said.chars().filter(|c| !c.is_ascii_digit()).take(400).collect();
    let findings = match &message.body {
        Body::NewRx(prescription) => check(prescription).len(),
        _ => 0,
    };
    format!("{:?} {} {kept} {findings} {parts}", message.versions, message.body.transaction())
}

fn without_positions(error: &ScriptError) -> String {
    error.to_string().chars().filter(|c| !c.is_ascii_digit()).collect()
}
