//! Writes an interchange of any size in constant memory.

use std::io::{self, Write};

use super::{InterchangeHeader, closing, opening};
use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};
use crate::writer::{TransactionText, TransactionWriter};

/// Why an interchange could not be written to its end.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The sink refused.
    #[error("the interchange could not be written: {0}")]
    Io(#[from] io::Error),
    /// A header that does not fit ISA or GS, a character X12 does not allow, or other separators.
    #[error(transparent)]
    X12(#[from] X12Error),
}

/// One interchange with one group, written as it grows; control numbers and counts are made here.
///
/// ```
/// use x12::envelope::InterchangeWriter;
/// use x12::writer::TransactionWriter;
/// # let header = x12::InterchangeHeader {
/// #     sender_qualifier: "ZZ".into(), sender: "A".into(), receiver_qualifier: "ZZ".into(), receiver: "B".into(),
/// #     date: chrono::NaiveDate::from_ymd_opt(2026, 3, 9).expect("valid"), time: chrono::NaiveTime::MIN, control: 42,
/// #     usage: x12::Usage::Test, acknowledgment_requested: false, gs_sender: "AA".into(), gs_receiver: "BB".into(),
/// #     group_control: 7,
/// # };
/// let mut interchange = InterchangeWriter::begin(Vec::new(), &header, "FA", "005010X231A1", Default::default())?;
/// let mut set = interchange.set(TransactionWriter::new("999", "0001", Some("005010X231A1")))?;
/// for control in ["1", "2", "3"] {
///     set.write(|writer| { writer.segment("AK1", &["HC", control]); })?;
/// }
/// set.end()?;
/// let file = String::from_utf8(interchange.end()?)?;
/// assert!(file.ends_with("AK1*HC*3~SE*5*0001~GE*1*7~IEA*1*000000042~"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct InterchangeWriter<W> {
    sink: W,
    delimiters: Delimiters,
    control: u32,
    group_control: u32,
    sets: usize,
}

impl<W: Write> InterchangeWriter<W> {
    /// Writes ISA and GS. `functional_id` is GS01, `implementation` GS08.
    ///
    /// # Errors
    /// Fields of `header` that do not fit ISA or GS; the sink refuses.
    pub fn begin(
        mut sink: W,
        header: &InterchangeHeader,
        functional_id: &str,
        implementation: &str,
        delimiters: Delimiters,
    ) -> Result<Self, WriteError> {
        sink.write_all(opening(header, functional_id, implementation, delimiters)?.as_bytes())?;
        let InterchangeHeader { control, group_control, .. } = *header;
        Ok(Self { sink, delimiters, control, group_control, sets: 0 })
    }

    /// Adds a finished transaction set.
    ///
    /// # Errors
    /// It was written with other separators; the sink refuses.
    pub fn add(&mut self, set: &TransactionText) -> Result<(), WriteError> {
        self.check(set.delimiters())?;
        self.sets += 1;
        Ok(self.sink.write_all(set.as_str().as_bytes())?)
    }

    /// Begins a transaction set that is written piece by piece.
    ///
    /// # Errors
    /// `writer` has other separators.
    pub fn set(&mut self, writer: TransactionWriter) -> Result<OpenSet<'_, W>, WriteError> {
        self.check(writer.delimiters())?;
        self.sets += 1;
        Ok(OpenSet { sink: &mut self.sink, writer })
    }

    /// Writes GE and IEA, and gives the sink back.
    ///
    /// # Errors
    /// The sink refuses.
    pub fn end(mut self) -> Result<W, WriteError> {
        let closing = closing(self.control, self.group_control, self.sets, self.delimiters);
        self.sink.write_all(closing.as_bytes())?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn check(&self, delimiters: Delimiters) -> Result<(), X12Error> {
        if delimiters == self.delimiters {
            return Ok(());
        }
        let error = X12Error::at(ErrorKind::ElementInvalid, "ISA", 1, 0).in_element(16);
        Err(error.hinted("all transactions of an interchange have the same separators"))
    }
}

/// A transaction set that is being written.
#[derive(Debug)]
pub struct OpenSet<'w, W> {
    sink: &'w mut W,
    writer: TransactionWriter,
}

impl<W: Write> OpenSet<'_, W> {
    /// Writes one piece, such as a claim, and passes it on.
    ///
    /// # Errors
    /// A character that X12 does not allow: the piece is not passed on then; the sink refuses.
    pub fn write(&mut self, piece: impl FnOnce(&mut TransactionWriter)) -> Result<(), WriteError> {
        piece(&mut self.writer);
        let sink = &mut self.sink;
        self.writer.pass_on(|written| Ok(sink.write_all(written)?))
    }

    /// Writes SE.
    ///
    /// # Errors
    /// The sink refuses.
    pub fn end(self) -> Result<(), WriteError> {
        Ok(self.sink.write_all(self.writer.finish()?.as_str().as_bytes())?)
    }
}
