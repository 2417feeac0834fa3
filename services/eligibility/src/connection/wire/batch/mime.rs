//! Batches over HTTP MIME multipart (CORE 4.2.1), the file as the field `Payload`.

use super::super::mime;
use super::{Envelope, Errand, NoPayload, Reply, Sealed, fields};

pub fn wrap(envelope: &Envelope<'_>, errand: Errand<'_>) -> Sealed {
    mime::form(envelope, &fields(envelope, errand), errand.file())
}

pub fn unwrap(content_type: &str, body: &str) -> Result<Option<String>, NoPayload> {
    let form = mime::read(content_type, body)?;
    let reply = Reply { code: form.code, payload_type: form.payload_type, check_sum: form.check_sum };
    if !reply.may_bring_a_file()? {
        return Ok(None);
    }
    reply.whole(form.payload.unwrap_or_default().to_owned())
}
