//! Puts segments together again, and refuses what would break the file.

use std::io::{self, Write};

use super::pieces::is_gap;
use crate::delimiters::{Delimiters, ISA_LENGTH};

const FULL: usize = 64 << 10;

/// Why a segment or text cannot be written.
pub(super) type Refusal = &'static str;

/// How text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Latin1,
}

impl Encoding {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "utf-8" => Some(Self::Utf8),
            "latin1" => Some(Self::Latin1),
            _ => None,
        }
    }
}

pub(super) struct Composer<W> {
    target: W,
    bytes: Vec<u8>,
    /// `None` before the first interchange.
    pub(super) delimiters: Option<Delimiters>,
    /// How segments end that do not say it themselves.
    pub(super) habit: Vec<u8>,
    pub(super) encoding: Encoding,
    /// The last segment has no terminator.
    unended: bool,
}

impl<W: Write> Composer<W> {
    pub(super) fn new(target: W) -> Self {
        let (bytes, habit) = (Vec::with_capacity(2 * FULL), Vec::new());
        Self { target, bytes, delimiters: None, habit, encoding: Encoding::Utf8, unended: false }
    }

    pub(super) fn write_if(&mut self, length: usize) -> io::Result<()> {
        if self.bytes.len() >= length {
            self.target.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    pub(super) fn save(&mut self) -> io::Result<()> {
        self.write_if(FULL)
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.write_if(0)?;
        self.target.flush()
    }

    /// Adds text as it is.
    pub(super) fn raw(&mut self, text: &[u8], encoding: Option<Encoding>) -> Result<(), Refusal> {
        self.encoded(text, encoding)
    }

    /// Adds a segment; `body` is UTF-8 with separators.
    pub(super) fn segment(
        &mut self,
        body: &[u8],
        end: Option<&[u8]>,
        encoding: Option<Encoding>,
    ) -> Result<(), Refusal> {
        let terminator = self.delimiters.ok_or("a segment stands before the first interchange")?.segment;
        if self.unended {
            return Err("the segment before has no terminator in its `end`");
        }
        self.encoded(body, encoding)?;
        match end {
            None => self.bytes.extend_from_slice(&self.habit),
            Some(end) => {
                self.unended = !is_end(end, terminator)?;
                self.bytes.extend_from_slice(end);
            }
        }
        Ok(())
    }

    /// Adds the ISA that begins an interchange.
    pub(super) fn isa(&mut self, body: &[u8], end: Option<&[u8]>) -> Result<(), Refusal> {
        let terminator = self.delimiters.map(|delimiters| char::from(delimiters.segment)).unwrap_or_default();
        let text = format!("{}{terminator}", String::from_utf8_lossy(body));
        match Delimiters::of_isa(&text, 0) {
            Ok(read) if text.len() == ISA_LENGTH && Some(read) == self.delimiters => {}
            Ok(_) => return Err("ISA11 or ISA16 is another than `delimiters` of its interchange say"),
            Err(_) => return Err("the elements of ISA keep their widths: 106 bytes in all"),
        }
        self.segment(body, end, None)
    }

    fn encoded(&mut self, text: &[u8], encoding: Option<Encoding>) -> Result<(), Refusal> {
        if text.is_ascii() || encoding.unwrap_or(self.encoding) == Encoding::Utf8 {
            self.bytes.extend_from_slice(text);
            return Ok(());
        }
        for character in std::str::from_utf8(text).unwrap_or_default().chars() {
            self.bytes.push(u8::try_from(character).or(Err("Latin-1 has no such character"))?);
        }
        Ok(())
    }
}

/// Whether what stands between two segments has the terminator; refused where it has anything that is no blank.
pub(super) fn is_end(end: &[u8], terminator: u8) -> Result<bool, Refusal> {
    const BLANKS: Refusal = "a segment ends with its terminator, and blanks or line breaks beside it";
    let Some(at) = end.iter().position(|&byte| byte == terminator) else {
        return if end.iter().all(|&byte| is_gap(byte)) { Ok(false) } else { Err(BLANKS) };
    };
    let (before, after) = (&end[..at], &end[at + 1..]);
    let blank = before.iter().all(|byte| b"\r\n".contains(byte)) && after.iter().all(|&byte| is_gap(byte));
    if blank { Ok(true) } else { Err(BLANKS) }
}
