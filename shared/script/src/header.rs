//! Header: who speaks to whom, about which message, when.

use chrono::{DateTime, FixedOffset};

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
    pub other: Vec<Element>,
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
            other: fields.rest(),
        })
    }

    fn write(&self, into: &mut Element) {
        into.push(self.to.element("To"));
        into.push(self.from.element("From"));
        into.must("MessageID", &self.message_id);
        into.put("RelatesToMessageID", &self.relates_to);
        into.must("SentTime", &write_instant(&self.sent_time));
        if let Some(software) = &self.sender_software {
            into.nest("SenderSoftware", |e| software.write(e));
        }
        into.put("RxReferenceNumber", &self.rx_reference_number);
        into.put("TestMessage", &self.test_message);
        into.put("PrescriberOrderNumber", &self.prescriber_order_number);
        into.preserve(&self.other);
    }
}

impl Address {
    fn element(&self, name: &str) -> Element {
        let element = Element::branch(name).with_text(&self.id);
        match &self.qualifier {
            Some(qualifier) => element.with_attribute("Qualifier", qualifier),
            None => element,
        }
    }
}

impl SenderSoftware {
    fn write(&self, into: &mut Element) {
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
