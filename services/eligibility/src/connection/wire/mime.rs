//! HTTP MIME multipart as CORE's real-time envelope (CORE 4.2.1): one form field a part.

use super::{Envelope, NoPayload, Sealed, judge};

/// More parts than any real-time response has.
const MOST_PARTS: usize = 50;

pub fn wrap(envelope: &Envelope<'_>, payload: &[u8]) -> Sealed {
    // X12 never holds this: its terminator ends before a run of hyphens with the message's own id.
    let boundary = format!("----praxis-{}", envelope.id);
    let (user, password) = envelope.user();
    let mut body = Vec::with_capacity(payload.len() + 2000);
    let mut part = |name: &str, value: &[u8]| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in envelope.fields() {
        part(name, value.as_bytes());
    }
    part("UserName", user.as_bytes());
    part("Password", password.as_bytes());
    part("Payload", payload);
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Sealed { content_type: format!("multipart/form-data; boundary={boundary}"), body }
}

pub fn unwrap(content_type: &str, body: &str) -> Result<String, NoPayload> {
    let boundary = boundary(content_type).ok_or(NoPayload::Unreadable)?;
    let delimiter = format!("--{boundary}");
    // What stands before the first delimiter is no part (RFC 2046, 5.1.1).
    let (_, parts) = body.split_once(&delimiter).ok_or(NoPayload::Unreadable)?;
    let (mut code, mut payload, mut ended) = (None, None, false);
    for part in parts.split(&delimiter).take(MOST_PARTS) {
        if part.starts_with("--") {
            ended = true;
            break;
        }
        let (head, text) = part.split_once("\r\n\r\n").ok_or(NoPayload::Unreadable)?;
        let text = text.strip_suffix("\r\n").unwrap_or(text);
        match name(head) {
            Some("ErrorCode") => code = Some(text.to_owned()),
            Some("Payload") => payload = Some(text.to_owned()),
            _ => (),
        }
    }
    if ended { judge(code.as_deref(), payload) } else { Err(NoPayload::Unreadable) }
}

pub fn boundary(content_type: &str) -> Option<&str> {
    let multipart = content_type.trim_start().get(..10)?.eq_ignore_ascii_case("multipart/");
    let (_, after) = content_type.split_once("boundary=").filter(|_| multipart)?;
    let value = match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => after.split([';', ' ']).next()?,
    };
    (1..=70).contains(&value.len()).then_some(value)
}

fn name(head: &str) -> Option<&str> {
    let (_, after) = head.split_once("name=\"")?;
    after.split('"').next()
}
