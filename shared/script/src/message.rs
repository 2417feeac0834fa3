//! A whole message: version, header and one transaction; reading and writing it.

mod body;

pub use body::Body;

use crate::element::{Draft, MAX_BYTES};
use crate::error::Result;
use crate::fields::Fields;
use crate::{Element, Header, ScriptError};

/// The versions 45 CFR 170.205(b) adopts; 2017071 until the end of 2027.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Versions {
    V2017071,
    V2023011,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub versions: Versions,
    pub header: Header,
    pub body: Body,
    /// What stands in Message beside Header and Body.
    pub other: Vec<Element>,
}

impl Versions {
    pub fn number(self) -> &'static str {
        match self {
            Self::V2017071 => "2017071",
            Self::V2023011 => "2023011",
        }
    }

    /// The value of the version attributes; 2017071 writes itself with one digit more.
    fn attribute(self) -> &'static str {
        match self {
            Self::V2017071 => "20170715",
            Self::V2023011 => "2023011",
        }
    }

    fn read(message: &Element) -> Option<Self> {
        let stated = message.attribute("TransactionVersion").or_else(|| message.attribute("version"))?;
        match stated.trim().trim_start_matches(['V', 'v']) {
            "2017071" | "20170715" => Some(Self::V2017071),
            "2023011" => Some(Self::V2023011),
            _ => None,
        }
    }
}

impl Message {
    pub fn new(versions: Versions, header: Header, body: Body) -> Self {
        Self { versions, header, body, other: Vec::new() }
    }

    fn element(&self) -> Result<Element> {
        let version = self.versions.attribute();
        let mut message = Draft::new("Message", self.versions);
        message.attribute("DatatypesVersion", version);
        message.attribute("TransportVersion", version);
        message.attribute("TransactionDomain", "SCRIPT");
        message.attribute("TransactionVersion", version);
        message.attribute("StructuresVersion", version);
        message.attribute("ECLVersion", version);
        message.part("Header", &self.header);
        message.push(Element::holding("Body", vec![self.body.element(self.versions)?]));
        message.preserve(&self.other);
        Ok(message.finish())
    }
}

/// Reads a message, or one that is wrapped as escaped text in a `string` element.
pub fn parse(xml: &str) -> Result<Message, ScriptError> {
    let (versions, header, mut fields) = open(xml)?;
    let body = Body::read(&mut fields)?;
    Ok(Message { versions, header, body, other: fields.rest() })
}

/// Reads the header and names the transaction (as [`Body::Unmodelled`] or [`Body::Unknown`]) without reading it: a
/// message whose body is refused can so still be answered and recorded.
pub fn parse_envelope(xml: &str) -> Result<Message, ScriptError> {
    let (versions, header, mut fields) = open(xml)?;
    let body = Body::name(&mut fields)?;
    Ok(Message { versions, header, body, other: fields.rest() })
}

fn open(xml: &str) -> Result<(Versions, Header, Fields)> {
    let message = unwrapped(Element::parse(xml)?)?;
    let versions = Versions::read(&message).ok_or(ScriptError::Version)?;
    let mut fields = Fields::of(message, String::new())?;
    let header = fields.required_part::<Header>("Header")?;
    Ok((versions, header, fields))
}

fn unwrapped(root: Element) -> Result<Element> {
    let message = match root.name() {
        "string" if !root.text().is_empty() => Element::parse(root.text())?,
        _ => root,
    };
    if message.name() == "Message" { Ok(message) } else { Err(ScriptError::WrongRoot) }
}

/// Writes the attribute form, every element in its fixed place.
pub fn write(message: &Message) -> Result<String, ScriptError> {
    let element = message.element()?;
    let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", element.to_xml());
    if xml.len() > MAX_BYTES { Err(ScriptError::TooLarge { limit: MAX_BYTES }) } else { Ok(xml) }
}
