//! Wraps finished transaction sets into ISA/GS … GE/IEA.
//!
//! ```
//! use chrono::{NaiveDate, NaiveTime};
//! use x12::{InterchangeHeader, TransactionWriter, Usage, write_interchange};
//!
//! let header = InterchangeHeader {
//!     sender_qualifier: "ZZ".into(),
//!     sender: "CLINIC".into(),
//!     receiver_qualifier: "ZZ".into(),
//!     receiver: "PAYER".into(),
//!     date: NaiveDate::from_ymd_opt(2026, 3, 9).expect("a day"),
//!     time: NaiveTime::from_hms_opt(14, 5, 0).expect("a time"),
//!     control: 42,
//!     usage: Usage::Test,
//!     acknowledgment_requested: false,
//!     gs_sender: "CLINIC".into(),
//!     gs_receiver: "PAYER".into(),
//!     group_control: 7,
//! };
//! let set = TransactionWriter::new("999", "0001", Some("005010X231A1"))
//!     .with("AK1", &["HC", "17", "005010X222A1"])
//!     .with("AK9", &["A", "1", "1", "1"])
//!     .finish()?;
//! let file = write_interchange(&header, "FA", "005010X231A1", &[set])?;
//! assert!(file.starts_with("ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *260309*1405*^*00501*"));
//! assert!(file.ends_with("~GS*FA*CLINIC*PAYER*20260309*1405*7*X*005010X231A1~ST*999*0001*005010X231A1~\
//!                         AK1*HC*17*005010X222A1~AK9*A*1*1*1~SE*4*0001~GE*1*7~IEA*1*000000042~"));
//! # Ok::<(), x12::X12Error>(())
//! ```
//!
//! [`InterchangeWriter`] writes one that is larger than memory.

mod stream;

pub use stream::{InterchangeWriter, OpenSet, WriteError};

use chrono::{NaiveDate, NaiveTime};

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};
use crate::writer::TransactionText;

/// ISA15: whether what is sent counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// `P`.
    Production,
    /// `T`: nothing in it is to be paid or posted.
    Test,
}

/// What ISA and GS say about sender, receiver, time and control numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeHeader {
    /// ISA05, two characters such as `ZZ`, `30`.
    pub sender_qualifier: String,
    /// ISA06, at most 15 characters.
    pub sender: String,
    /// ISA07, two characters.
    pub receiver_qualifier: String,
    /// ISA08, at most 15 characters.
    pub receiver: String,
    /// ISA09 and GS04: the day it was made.
    pub date: NaiveDate,
    /// ISA10 and GS05: hour and minute.
    pub time: NaiveTime,
    /// ISA13, at most 9 digits, unique per sender and receiver.
    pub control: u32,
    /// ISA15.
    pub usage: Usage,
    /// ISA14: whether a TA1 is wanted.
    pub acknowledgment_requested: bool,
    /// GS02, 2 to 15 characters.
    pub gs_sender: String,
    /// GS03, 2 to 15 characters.
    pub gs_receiver: String,
    /// GS06, at most 9 digits.
    pub group_control: u32,
}

/// One interchange with one group. `functional_id` is GS01 (`HS`, `HC`, ...), `implementation` GS08.
///
/// # Errors
/// Fields of `header` that do not fit ISA or GS; transactions written with different separators.
pub fn write_interchange(
    header: &InterchangeHeader,
    functional_id: &str,
    implementation: &str,
    transactions: &[TransactionText],
) -> Result<String, X12Error> {
    let delimiters = transactions.first().map(TransactionText::delimiters).unwrap_or_default();
    if transactions.iter().any(|transaction| transaction.delimiters() != delimiters) {
        return Err(header_fault("ISA", 16, "all transactions of an interchange have the same separators"));
    }
    let mut text = opening(header, functional_id, implementation, delimiters)?;
    text.extend(transactions.iter().map(TransactionText::as_str));
    text += &closing(header.control, header.group_control, transactions.len(), delimiters);
    Ok(text)
}

/// ISA and GS.
fn opening(
    header: &InterchangeHeader,
    functional_id: &str,
    implementation: &str,
    delimiters: Delimiters,
) -> Result<String, X12Error> {
    check_field("GS", 2, &header.gs_sender, 2..=15, delimiters)?;
    check_field("GS", 3, &header.gs_receiver, 2..=15, delimiters)?;
    check_control("GS", 6, header.group_control)?;
    let (date, time) = (header.date.format("%Y%m%d").to_string(), header.time.format("%H%M").to_string());
    let control = header.group_control.to_string();
    let (from, to) = (&header.gs_sender, &header.gs_receiver);
    let gs = ["GS", functional_id, from, to, &date, &time, &control, "X", implementation];
    Ok(isa(header, delimiters)? + &segment(&gs, delimiters))
}

/// GE and IEA.
fn closing(control: u32, group_control: u32, transactions: usize, delimiters: Delimiters) -> String {
    let ge = segment(&["GE", &transactions.to_string(), &group_control.to_string()], delimiters);
    ge + &segment(&["IEA", "1", &format!("{control:09}")], delimiters)
}

fn segment(elements: &[&str], delimiters: Delimiters) -> String {
    let [element, terminator] = [char::from(delimiters.element), char::from(delimiters.segment)];
    elements.join(element.encode_utf8(&mut [0; 4])) + terminator.encode_utf8(&mut [0; 4])
}

/// The 106 bytes of ISA.
pub(crate) fn isa(header: &InterchangeHeader, delimiters: Delimiters) -> Result<String, X12Error> {
    check_field("ISA", 5, &header.sender_qualifier, 2..=2, delimiters)?;
    check_field("ISA", 6, &header.sender, 1..=15, delimiters)?;
    check_field("ISA", 7, &header.receiver_qualifier, 2..=2, delimiters)?;
    check_field("ISA", 8, &header.receiver, 1..=15, delimiters)?;
    check_control("ISA", 13, header.control)?;
    let InterchangeHeader { sender_qualifier, sender, receiver_qualifier, receiver, control, .. } = header;
    let (date, time) = (header.date.format("%y%m%d"), header.time.format("%H%M"));
    let asked = u8::from(header.acknowledgment_requested);
    let usage = if header.usage == Usage::Production { 'P' } else { 'T' };
    let [e, c, s] = [delimiters.element, delimiters.component, delimiters.segment].map(char::from);
    let r = delimiters.repetition.map_or('U', char::from);
    Ok(format!(
        "ISA{e}00{e}{0:10}{e}00{e}{0:10}{e}{sender_qualifier}{e}{sender:15}{e}{receiver_qualifier}{e}{receiver:15}\
         {e}{date}{e}{time}{e}{r}{e}00501{e}{control:09}{e}{asked}{e}{usage}{e}{c}{s}",
        ""
    ))
}

fn check_field(
    segment: &str,
    element: u8,
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    delimiters: Delimiters,
) -> Result<(), X12Error> {
    let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !delimiters.contains(byte));
    if printable && length.contains(&text.len()) && !text.trim().is_empty() {
        return Ok(());
    }
    Err(header_fault(segment, element, "must be printable ASCII of the right length, without separators"))
}

fn check_control(segment: &str, element: u8, control: u32) -> Result<(), X12Error> {
    if (1..=999_999_999).contains(&control) {
        return Ok(());
    }
    Err(header_fault(segment, element, "a control number has 1 to 9 digits and is not zero"))
}

fn header_fault(segment: &str, element: u8, hint: &'static str) -> X12Error {
    X12Error::at(ErrorKind::ElementInvalid, segment, 1, 0).in_element(element).hinted(hint)
}
