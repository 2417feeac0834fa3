//! Header: who speaks to whom, about which message, when.

use chrono::{DateTime, FixedOffset};

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::when::{read_instant, write_instant};
use crate::{Element, MessageId, Qualifier, Text};

/// To or From; the qualifier is an attribute that some senders leave out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    pub qualifier: Option<Qualifier>,
    pub id: Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderSoftware {
    pub developer: Text,
    pub product: Text,
    pub version: Text,
}

/// Says that a controlled substance prescription was signed under 21 CFR 1311.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitalSignature {
    /// The Version attribute.
    pub version: Option<Text>,
    /// DigitalSignatureIndicator.
    pub signed: bool,
    /// Digest, signature value and certificate, where they travel with the message.
    pub other: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub to: Address,
    pub from: Address,
    pub message_id: MessageId,
    /// The message this one answers, or, on a CancelRx, the NewRx it cancels. Some receivers answer a message they
    /// could not read with `0`: then only the connection tells which message is meant.
    pub relates_to: Option<MessageId>,
    pub sent_time: DateTime<FixedOffset>,
    pub sender_software: Option<SenderSoftware>,
    /// The pharmacy's number of the prescription.
    pub rx_reference_number: Option<Text>,
    /// The prescriber's number of the prescription: the same for its whole life, the key a re-send is known by.
    pub prescriber_order_number: Option<Text>,
    pub test_message: Option<bool>,
    pub digital_signature: Option<DigitalSignature>,
    pub other: Vec<Element>,
}

impl Header {
    pub fn new(to: Address, from: Address, message_id: MessageId, sent_time: DateTime<FixedOffset>) -> Self {
        Self {
            to,
            from,
            message_id,
            relates_to: None,
            sent_time,
            sender_software: None,
            rx_reference_number: None,
            prescriber_order_number: None,
            test_message: None,
            digital_signature: None,
            other: Vec::new(),
        }
    }
}

impl DigitalSignature {
    /// As seen on the wire: version 1.1.
    pub fn given() -> Self {
        Self { version: Text::of_legal("1.1"), signed: true, other: Vec::new() }
    }

    fn read_from(fields: &mut Fields) -> Result<Option<Self>> {
        const INDICATOR: &str = "DigitalSignatureIndicator";
        if !fields.holds("DigitalSignature", INDICATOR) {
            return Ok(None);
        }
        let version = fields.attribute_of("DigitalSignature", "Version");
        let Some(element) = fields.take("DigitalSignature")? else { return Ok(None) };
        let mut inner = Fields::of(element, fields.path_of("DigitalSignature"))?;
        let signed = inner.truth(INDICATOR)?;
        Ok(Some(Self { version, signed: inner.require(INDICATOR, signed)?, other: inner.rest() }))
    }

    fn write(&self, into: &mut Draft) {
        if let Some(version) = &self.version {
            into.attribute("Version", version);
        }
        into.must("DigitalSignatureIndicator", &self.signed);
        into.preserve(&self.other);
    }
}

const SHORT: &str = "at most 35 characters long";

impl Part for Header {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self {
            to: address(fields, "To")?,
            from: address(fields, "From")?,
            message_id: {
                let id = fields.value("MessageID", SHORT)?;
                fields.require("MessageID", id)?
            },
            relates_to: fields.value("RelatesToMessageID", SHORT)?,
            sent_time: sent_time(fields)?,
            sender_software: sender_software(fields)?,
            rx_reference_number: fields.text("RxReferenceNumber")?,
            prescriber_order_number: fields.text("PrescriberOrderNumber")?,
            test_message: fields.truth("TestMessage")?,
            digital_signature: DigitalSignature::read_from(fields)?,
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("To", |e| self.to.write(e));
        into.nest("From", |e| self.from.write(e));
        into.must("MessageID", &self.message_id);
        into.put("RelatesToMessageID", &self.relates_to);
        into.must("SentTime", &write_instant(&self.sent_time));
        if let Some(software) = &self.sender_software {
            into.nest("SenderSoftware", |e| software.write(e));
        }
        into.put("RxReferenceNumber", &self.rx_reference_number);
        into.put("TestMessage", &self.test_message);
        into.put("PrescriberOrderNumber", &self.prescriber_order_number);
        if let Some(signature) = &self.digital_signature {
            into.nest("DigitalSignature", |e| signature.write(e));
        }
        into.preserve(&self.other);
    }
}

impl Address {
    fn write(&self, into: &mut Draft) {
        if let Some(qualifier) = &self.qualifier {
            into.attribute("Qualifier", qualifier);
        }
        into.text(&self.id);
    }
}

impl SenderSoftware {
    fn write(&self, into: &mut Draft) {
        into.must("SenderSoftwareDeveloper", &self.developer);
        into.must("SenderSoftwareProduct", &self.product);
        into.must("SenderSoftwareVersionRelease", &self.version);
    }
}

fn address(fields: &mut Fields, name: &str) -> Result<Address> {
    let element = fields.take(name)?;
    let element = fields.require(name, element)?;
    let id = fields.require(name, Text::of_legal(element.text()))?;
    let qualifier = element.attribute("Qualifier").and_then(Text::of_legal).map(Qualifier::from);
    Ok(Address { qualifier, id })
}

fn sent_time(fields: &mut Fields) -> Result<DateTime<FixedOffset>> {
    let text = fields.required_text("SentTime")?;
    let expected = "a time with its offset (YYYY-MM-DDThh:mm:ssZ)";
    read_instant(text.as_str()).ok_or_else(|| fields.invalid("SentTime", expected))
}

/// Software that does not name itself in full is kept as it came.
fn sender_software(fields: &mut Fields) -> Result<Option<SenderSoftware>> {
    const NAMES: [&str; 3] =
        ["SenderSoftwareDeveloper", "SenderSoftwareProduct", "SenderSoftwareVersionRelease"];
    let read = |inner: &mut Fields| {
        let texts = [inner.text(NAMES[0])?, inner.text(NAMES[1])?, inner.text(NAMES[2])?];
        Ok(match texts {
            [Some(developer), Some(product), Some(version)] => {
                Some(SenderSoftware { developer, product, version })
            }
            incomplete => {
                inner.put_back(NAMES, incomplete);
                None
            }
        })
    };
    Ok(fields.inside("SenderSoftware", read)?.flatten())
}
