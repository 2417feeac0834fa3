//! Answers go back to the sender and name what they answer.

use script::{Body, ErrorCode, ErrorReport, ScriptError, StatusCode, parse, reply, write};

use crate::example::{golden, id, message, text, time};

#[test]
fn a_reply_swaps_the_addresses_and_relates() -> Result<(), ScriptError> {
    let asked = parse(&golden())?;
    let now = time("2026-11-22T14:30:02Z");
    let report = ErrorReport::of(ErrorCode::Rejected, Some(text("no such prescriber")));
    for (answer, transaction) in [
        (reply::status(&asked, StatusCode::AcceptedByNetwork, id("r-1"), now), "Status"),
        (reply::error(&asked, report, id("r-2"), now), "Error"),
        (reply::verify(&asked, StatusCode::AcceptedByReceiver, id("r-3"), now), "Verify"),
    ] {
        let read = parse(&write(&answer)?)?;
        assert!(read == answer, "{transaction}");
        assert_eq!(read.body.transaction(), transaction);
        assert_eq!(read.header.to, asked.header.from);
        assert_eq!(read.header.from, asked.header.to);
        assert_eq!(read.header.relates_to.as_ref(), Some(&asked.header.message_id));
        assert_eq!(read.header.prescriber_order_number, asked.header.prescriber_order_number);
        assert_eq!(read.header.sent_time, now);
    }
    Ok(())
}

#[test]
fn debug_output_shows_nothing_of_the_patient() {
    let shown = format!("{:?}", message());
    for secret in ["Nora", "Amoxicillin", "1988", "Elm", "J0190", "308191"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(matches!(message().body, Body::NewRx(_)));
}
