//! MSA and ERR: what becomes of a message, read and written.

use crate::error::{Code, Hl7Error};
use crate::header::Header;
use crate::line::{Line, coded, components, text};
use crate::message::{Limits, Message};
use chrono::{DateTime, Utc};

/// MSA-1 (table 0008).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `AA`, `CA`.
    Accepted,
    /// `AE`, `CE`: there is something to mend.
    Error,
    /// `AR`, `CR`.
    Rejected,
}

impl Verdict {
    const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "AA",
            Self::Error => "AE",
            Self::Rejected => "AR",
        }
    }
}

/// An answer of the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgment {
    pub verdict: Verdict,
    /// MSA-2: the number of the message it answers.
    pub control_id: String,
    /// MSA-3, ERR-8, ERR-7 or ERR-3: the first words it has on the matter.
    pub words: Option<String>,
}

impl Acknowledgment {
    /// # Errors
    /// Where there is no MSA with a code of table 0008.
    pub fn read(message: &Message<'_>) -> Result<Self, Hl7Error> {
        let missing = || {
            let hint = "an acknowledgment has an MSA segment";
            message.segments()[0].fault(0, Code::SegmentSequence, hint)
        };
        let msa = message.segment("MSA").ok_or_else(missing)?;
        let verdict = match msa.field(1).text().as_ref() {
            "AA" | "CA" => Verdict::Accepted,
            "AE" | "CE" => Verdict::Error,
            "AR" | "CR" => Verdict::Rejected,
            _ => {
                return Err(msa.fault(
                    1,
                    Code::TableValueNotFound,
                    "is no acknowledgment code of table 0008",
                ));
            }
        };
        let err = message.segment("ERR");
        let words = [
            err.and_then(|err| err.field(8).value()),
            err.and_then(|err| err.field(7).value()),
            msa.field(3).value(),
            err.and_then(|err| err.field(3).component(2).value()),
            err.and_then(|err| err.field(1).component(4).subcomponent(2).value()),
        ];
        Ok(Self {
            verdict,
            control_id: msa.field(2).value().unwrap_or_default(),
            words: words.into_iter().flatten().next(),
        })
    }

    /// Reads a whole answer.
    ///
    /// # Errors
    /// Where it is no message, or no acknowledgment.
    pub fn parse(answer: &str) -> Result<Self, Hl7Error> {
        Self::read(&Message::parse(answer, Limits::default())?)
    }
}

/// The ACK to a message with this header, or to one whose header could not be read.
///
/// `number` is the answer's own MSH-10. Errors are told in ERR as the version of the message has it: by ERR-1 before 2.5,
/// by ERR-2 to ERR-8 since.
pub fn acknowledge(
    to: Option<&Header>,
    verdict: Verdict,
    errors: &[Hl7Error],
    number: &str,
    now: DateTime<Utc>,
) -> String {
    let header = answering(to, number);
    let minor = header.minor();
    let first = errors.first().map(ToString::to_string);
    let msa = Line::new("MSA")
        .field(1, text(verdict.code()))
        .optional(2, to.map(|to| to.control_id.as_str()))
        .optional(3, first.as_deref().filter(|_| minor < 7));
    let errors: String = errors.iter().map(|error| told(error, minor).write()).collect();
    [header.write(now, ""), msa.write(), errors].concat()
}

fn answering(to: Option<&Header>, number: &str) -> Header {
    let of = |value: fn(&Header) -> &String| to.map(value).cloned().unwrap_or_default();
    let given = |value: String, usual: &str| if value.is_empty() { usual.to_owned() } else { value };
    Header {
        sending_application: of(|to| &to.receiving_application),
        sending_facility: of(|to| &to.receiving_facility),
        receiving_application: of(|to| &to.sending_application),
        receiving_facility: of(|to| &to.sending_facility),
        sent_at: None,
        kind: ("ACK".to_owned(), of(|to| &to.kind.1), "ACK".to_owned()),
        control_id: number.to_owned(),
        processing: given(of(|to| &to.processing), "P"),
        version: given(of(|to| &to.version), "2.5.1"),
    }
}

fn told(error: &Hl7Error, minor: u8) -> Line {
    let (code, words) = error.code.said();
    let (sequence, field) = (error.place.sequence.to_string(), error.place.field.to_string());
    let field = if error.place.field == 0 { "" } else { &field };
    let place = [error.place.segment(), &sequence, field].map(text);
    if minor < 5 {
        let [segment, sequence, field] = place;
        return Line::new("ERR").field(1, components([segment, sequence, field, text(code)]));
    }
    Line::new("ERR")
        .field(2, components(place))
        .field(3, coded(code, words, "HL70357"))
        .field(4, text("E"))
        .field(8, text(&error.to_string()))
}
