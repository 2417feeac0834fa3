//! TA1: whether an interchange's envelope was taken.

use super::functional::AckStatus;
use crate::delimiters::Delimiters;
use crate::envelope::{InterchangeHeader, isa};
use crate::error::{ErrorKind, X12Error};
use crate::reader::{Interchange, Segment};
use crate::writer::CharacterSet;

/// One TA1. It stands between ISA and IEA, outside of groups.
///
/// ```
/// use x12::Interchange;
/// use x12::acknowledgment::{AckStatus, Ta1};
///
/// let file = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
///             TA1*000000017*260309*1300*A*000~IEA*0*000000042~";
/// let interchanges = Interchange::read(file)?;
/// let answer = Ta1::parse(&interchanges[0].interchange_acknowledgments[0])?;
/// assert_eq!((answer.status, answer.control.as_str()), (AckStatus::Accepted, "000000017"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ta1 {
    /// TA101: ISA13 of the interchange acknowledged.
    pub control: String,
    /// TA102: its ISA09, YYMMDD.
    pub date: String,
    /// TA103: its ISA10, HHMM.
    pub time: String,
    /// TA104: accepted, accepted with errors, or rejected.
    pub status: AckStatus,
    /// TA105: `000` no error, `001` control numbers differ, `025` duplicate, ...
    pub note: String,
}

impl Ta1 {
    /// TA104 = A and TA105 = 000.
    #[must_use]
    pub fn accept(interchange: &Interchange<'_>) -> Self {
        Self::answer(interchange, AckStatus::Accepted, "000")
    }

    /// TA104 = R; `note` is TA105, three digits.
    #[must_use]
    pub fn reject(interchange: &Interchange<'_>, note: &str) -> Self {
        Self::answer(interchange, AckStatus::Rejected, note)
    }

    fn answer(interchange: &Interchange<'_>, status: AckStatus, note: &str) -> Self {
        let text = |n| interchange.header.element(n).to_owned();
        Self { control: text(13), date: text(9), time: text(10), status, note: note.to_owned() }
    }

    /// Reads a TA1, as found in `Interchange::interchange_acknowledgments`.
    ///
    /// # Errors
    /// TA101, TA104 or TA105 is missing.
    pub fn parse(ta1: &Segment<'_>) -> Result<Self, X12Error> {
        let required = |n| ta1.required(n, "TA1", "the acknowledgment cannot be matched without it");
        Ok(Self {
            control: required(1)?.to_owned(),
            date: ta1.element(2).to_owned(),
            time: ta1.element(3).to_owned(),
            status: AckStatus::from_code(required(4)?),
            note: required(5)?.to_owned(),
        })
    }
}

/// An interchange that holds nothing but a TA1.
///
/// # Errors
/// Fields of `header` that do not fit ISA; a character X12 does not allow.
pub fn write_interchange_acknowledgment(header: &InterchangeHeader, ta1: &Ta1) -> Result<String, X12Error> {
    let Ta1 { control, date, time, status, note } = ta1;
    let header_text = isa(header, Delimiters::default())?;
    let status = status.code();
    for (n, value) in (1..).zip([control.as_str(), date, time, status, note]) {
        check_characters(n, value)?;
    }
    Ok(format!("{header_text}TA1*{control}*{date}*{time}*{status}*{note}~IEA*0*{:09}~", header.control))
}

fn check_characters(element: u8, value: &str) -> Result<(), X12Error> {
    let allowed = |byte| CharacterSet::Extended.allows(byte) && !Delimiters::default().contains(byte);
    if value.bytes().all(allowed) {
        return Ok(());
    }
    let error = X12Error::at(ErrorKind::Character, "TA1", 2, 0).in_element(element);
    Err(error
        .hinted("use letters, digits and printable ASCII, and none of the separators of the interchange"))
}
