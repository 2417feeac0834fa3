//! HTTP MIME multipart as CORE's envelope (CORE 4.2.1): one form field a part.

use super::{Envelope, NoPayload, Sealed, judge, multipart};

pub fn wrap(envelope: &Envelope<'_>, payload: &[u8]) -> Sealed {
    form(envelope, &envelope.fields(), Some(payload))
}

/// A form of these fields, user name and password, and the payload where there is one.
pub fn form(envelope: &Envelope<'_>, fields: &[(&'static str, String)], payload: Option<&[u8]>) -> Sealed {
    // X12 never holds this: its terminator ends before a run of hyphens with the message's own id.
    let boundary = format!("----praxis-{}", envelope.id);
    let (user, password) = envelope.user();
    let mut body = Vec::with_capacity(payload.map_or(0, <[u8]>::len) + 2000);
    let mut part = |name: &str, value: &[u8]| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(name, value.as_bytes());
    }
    part("UserName", user.as_bytes());
    part("Password", password.as_bytes());
    if let Some(payload) = payload {
        part("Payload", payload);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Sealed { content_type: format!("multipart/form-data; boundary={boundary}"), body }
}

/// The fields of a reply that matter.
#[derive(Default)]
pub struct Form<'a> {
    pub payload: Option<&'a str>,
    pub payload_type: Option<&'a str>,
    pub check_sum: Option<&'a str>,
    pub code: Option<&'a str>,
}

pub fn unwrap(content_type: &str, body: &str) -> Result<String, NoPayload> {
    let form = read(content_type, body)?;
    judge(form.code, form.payload.map(str::to_owned))
}

pub fn read<'a>(content_type: &str, body: &'a str) -> Result<Form<'a>, NoPayload> {
    let boundary = multipart::boundary(content_type).ok_or(NoPayload::Unreadable)?;
    let mut form = Form::default();
    for part in multipart::parts(boundary, body).ok_or(NoPayload::Unreadable)? {
        let field = match name(part.head) {
            Some("Payload") => &mut form.payload,
            Some("PayloadType") => &mut form.payload_type,
            Some("CheckSum") => &mut form.check_sum,
            Some("ErrorCode") => &mut form.code,
            _ => continue,
        };
        *field = Some(part.text);
    }
    Ok(form)
}

fn name(head: &str) -> Option<&str> {
    let (_, after) = head.split_once("name=\"")?;
    after.split('"').next()
}
