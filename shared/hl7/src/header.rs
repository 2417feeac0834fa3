//! MSH: who sends what to whom, and under which number.

use crate::delimiters::Delimiters;
use crate::error::{Code, Hl7Error, Place};
use crate::line::{Encoded, Line, components, text};
use crate::message::{Limits, Message, Segment};
use crate::when::When;
use chrono::{DateTime, Utc};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// MSH-3, its namespace.
    pub sending_application: String,
    /// MSH-4.
    pub sending_facility: String,
    pub receiving_application: String,
    pub receiving_facility: String,
    /// MSH-7.
    pub sent_at: Option<When>,
    /// MSH-9: the message's code, such as `ORU`, its trigger event, such as `R01`, and its structure.
    pub kind: (String, String, String),
    /// MSH-10: the sender's number of this message, the same each time it is sent.
    pub control_id: String,
    /// MSH-11: `P`, `T` or `D`.
    pub processing: String,
    /// MSH-12, such as `2.5.1`.
    pub version: String,
}

/// Reads the first segment of a text alone, whatever follows it.
///
/// # Errors
/// Where the text begins with no MSH, or that has no MSH-9 or MSH-10.
pub fn header(text: &str) -> Result<Header, Hl7Error> {
    Delimiters::of_message(text)?;
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = format!("{}\r", &text[..end]);
    let message = Message::parse(&line, Limits::default())?;
    let fault =
        Hl7Error::new(Code::SegmentSequence, Place::header(0), "a message begins with an MSH segment");
    Header::read(message.segments().first().ok_or(fault)?)
}

impl Header {
    fn read(segment: &Segment<'_>) -> Result<Self, Hl7Error> {
        let name = |field| segment.field(field).component(1).value().unwrap_or_default();
        let kind = segment.required(9, "names the message, as ORU^R01")?;
        let part = |number| kind.component(number).value().unwrap_or_default();
        let control_id = segment.required(10, "gives the message a number, by which it is answered")?;
        let control_id = control_id
            .value()
            .filter(|id| id.chars().count() <= 199)
            .ok_or_else(|| segment.fault(10, Code::ValueTooLong, "must be 1 to 199 characters"))?;
        Ok(Self {
            sending_application: name(3),
            sending_facility: name(4),
            receiving_application: name(5),
            receiving_facility: name(6),
            sent_at: When::parse(&segment.field(7).component(1).text()),
            kind: (part(1), part(2), part(3)),
            control_id,
            processing: name(11),
            version: name(12),
        })
    }

    /// Whether this crate reads its version: 2.3 to 2.8.
    pub fn is_of_a_known_version(&self) -> bool {
        let mut parts = self.version.split('.');
        let minor = parts.next().filter(|major| *major == "2").and_then(|_| parts.next());
        minor.and_then(|minor| minor.parse::<u8>().ok()).is_some_and(|minor| (3..=8).contains(&minor))
    }

    /// The version's number after the first point, such as 5 of 2.5.1.
    pub(crate) fn minor(&self) -> u8 {
        self.version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(5)
    }

    /// The MSH segment with the usual delimiters; `charset` is MSH-18, left out where it is empty.
    pub fn write(&self, sent_at: DateTime<Utc>, charset: &str) -> String {
        let (code, trigger, structure) = &self.kind;
        // Fields of MSH count the separator as the first, so they stand one place earlier on the line.
        let set = |line: Line, field: usize, content: Encoded| line.field(field - 1, content);
        let plain = [
            (3, &self.sending_application),
            (4, &self.sending_facility),
            (5, &self.receiving_application),
            (6, &self.receiving_facility),
            (10, &self.control_id),
            (11, &self.processing),
            (12, &self.version),
        ];
        let line =
            plain.into_iter().fold(Line::new("MSH"), |line, (field, value)| set(line, field, text(value)));
        let line = set(line, 7, text(&When::written(sent_at)));
        let line = set(line, 9, components([code, trigger, structure].map(|part| text(part))));
        let line = if charset.is_empty() { line } else { set(line, 18, text(charset)) };
        line.write().replacen("MSH|", "MSH|^~\\&", 1)
    }
}
