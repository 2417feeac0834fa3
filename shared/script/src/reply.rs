//! Answers to a message: back to its sender, related to its MessageID, under the same order numbers.

use chrono::{DateTime, FixedOffset};

use crate::{Body, ErrorReport, Header, Message, MessageId, Status, StatusCode, Verify};

/// Says how far the message came: 000 in transit, 010 arrived.
pub fn status(to: &Message, code: StatusCode, message_id: MessageId, now: DateTime<FixedOffset>) -> Message {
    answer(to, Body::Status(Status::of(code)), message_id, now)
}

pub fn error(
    to: &Message,
    report: ErrorReport,
    message_id: MessageId,
    now: DateTime<FixedOffset>,
) -> Message {
    answer(to, Body::Error(report), message_id, now)
}

/// Says that the receiver has looked at the message.
pub fn verify(to: &Message, code: StatusCode, message_id: MessageId, now: DateTime<FixedOffset>) -> Message {
    answer(to, Body::Verify(Verify::of(code)), message_id, now)
}

/// Any other response, a CancelRxResponse for example.
pub fn answer(to: &Message, body: Body, message_id: MessageId, now: DateTime<FixedOffset>) -> Message {
    let asked = &to.header;
    let header = Header {
        relates_to: Some(asked.message_id.clone()),
        rx_reference_number: asked.rx_reference_number.clone(),
        prescriber_order_number: asked.prescriber_order_number.clone(),
        test_message: asked.test_message,
        ..Header::new(asked.from.clone(), asked.to.clone(), message_id, now)
    };
    Message::new(to.versions, header, body)
}
