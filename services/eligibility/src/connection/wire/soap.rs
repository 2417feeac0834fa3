//! SOAP 1.2 around CORE's envelopes (CORE 4.2.2), the user in a WS-Security token.

use super::{Envelope, NoPayload, Sealed, judge};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

const ENVELOPE: &str = "http://www.w3.org/2003/05/soap-envelope";
const CORE: &str = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd";
const SECURITY: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const PASSWORD: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
/// More elements than any real-time response has.
const MOST_EVENTS: usize = 200;

pub fn wrap(envelope: &Envelope<'_>, payload: &[u8]) -> Sealed {
    let payload = String::from_utf8_lossy(payload);
    let fields = elements(&envelope.fields());
    let request = format!("{fields}<Payload>{}</Payload>", escape(payload.as_ref()));
    let body = enclose(envelope, "COREEnvelopeRealTimeRequest", &request);
    let content_type = "application/soap+xml; charset=utf-8; action=\"RealTimeTransaction\"".to_owned();
    Sealed { content_type, body: body.into_bytes() }
}

pub fn elements(fields: &[(&'static str, String)]) -> String {
    let element = |(name, value): &(&str, String)| format!("<{name}>{}</{name}>", escape(value.as_str()));
    fields.iter().map(element).collect()
}

/// The SOAP envelope around CORE's element of this name.
pub fn enclose(envelope: &Envelope<'_>, element: &str, inner: &str) -> String {
    let (user, password) = envelope.user();
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"{ENVELOPE}\"><soapenv:Header>\
         <wsse:Security soapenv:mustUnderstand=\"true\" xmlns:wsse=\"{SECURITY}\"><wsse:UsernameToken>\
         <wsse:Username>{}</wsse:Username><wsse:Password Type=\"{PASSWORD}\">{}</wsse:Password>\
         </wsse:UsernameToken></wsse:Security></soapenv:Header><soapenv:Body>\
         <ns1:{element} xmlns:ns1=\"{CORE}\">{inner}</ns1:{element}></soapenv:Body></soapenv:Envelope>",
        escape(user),
        escape(password),
    )
}

/// The text of the elements that matter, wherever their prefixes put them; a SOAP fault is an answer too.
#[derive(Default)]
pub struct Found {
    pub payload: Option<String>,
    pub payload_type: Option<String>,
    /// The content id of the part that is the payload (XOP).
    pub attached: Option<String>,
    pub check_sum: Option<String>,
    pub code: Option<String>,
    fault: bool,
    receiver_at_fault: bool,
}

pub fn unwrap(body: &str) -> Result<String, NoPayload> {
    let found = find(body)?;
    judge(found.code.as_deref(), found.payload)
}

/// What an envelope says; a fault is an error.
pub fn find(body: &str) -> Result<Found, NoPayload> {
    // A reply with parts beside the envelope (MTOM) has it between its first tag and the last.
    let start = body.find('<').ok_or(NoPayload::Unreadable)?;
    let end = body.rfind("Envelope>").map(|at| at + "Envelope>".len()).ok_or(NoPayload::Unreadable)?;
    let text = body.get(start..end).ok_or(NoPayload::Unreadable)?;
    let found = read(text).ok_or(NoPayload::Unreadable)?;
    match found {
        Found { fault: true, receiver_at_fault: true, .. } => Err(NoPayload::Unavailable),
        Found { fault: true, .. } => Err(NoPayload::Refused),
        found => Ok(found),
    }
}

/// None when it is not well-formed, or tries to be clever: no DTD, no entities of its own.
fn read(text: &str) -> Option<Found> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut open, mut said) = (Found::default(), Vec::<String>::new(), String::new());
    for _ in 0..MOST_EVENTS {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                if tag.local_name().into_inner() == "Include" {
                    found.attached = attached(&tag);
                }
                open.push(tag.local_name().into_inner().to_owned());
                said.clear();
            }
            Event::Text(text) => said.push_str(&text),
            Event::CData(text) => said.push_str(&text),
            Event::GeneralRef(reference) => said.push(character(&reference)?),
            Event::End(_) => found.take(&open.pop()?, std::mem::take(&mut said)),
            Event::DocType(_) => return None,
            Event::Eof => return open.is_empty().then_some(found),
            Event::Empty(tag) if tag.local_name().into_inner() == "Include" => {
                found.attached = attached(&tag)
            }
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => (),
        }
    }
    None
}

/// `cid:` and the content id, which is a URL (RFC 2392).
fn attached(include: &quick_xml::events::BytesStart<'_>) -> Option<String> {
    let href = include.try_get_attribute("href").ok()??;
    let id = href.value.strip_prefix("cid:")?;
    Some(id.replace("%40", "@"))
}

/// One of XML's own five entities, or a character by its number.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character);
    }
    let resolved = quick_xml::escape::resolve_predefined_entity(reference)?;
    resolved.chars().next()
}

impl Found {
    fn take(&mut self, element: &str, text: String) {
        match element {
            "Payload" => self.payload = Some(text),
            "PayloadType" => self.payload_type = Some(text),
            "CheckSum" => self.check_sum = Some(text),
            "ErrorCode" => self.code = Some(text),
            "Fault" => self.fault = true,
            // env:Receiver of SOAP 1.2, Server of 1.1.
            "Value" | "faultcode" if text.ends_with("Receiver") || text.ends_with("Server") => {
                self.receiver_at_fault = true;
            }
            _ => (),
        }
    }
}
