//! Cuts a file into segments and all that is between them, so that the pieces put together are the file.

use std::io::{self, Read};

use super::JsonError;
use crate::delimiters::{Delimiters, ISA_LENGTH};
use crate::error::{ErrorKind, X12Error};

/// How much is read at first, and at most, at a time: a short file costs little.
const FIRST: usize = 8 << 10;
const CHUNK: usize = 256 << 10;
/// How far an ISA may be from the beginning, and how much may stand between two segments.
const LOOKAHEAD: usize = 64 << 10;
/// How much of an interchange tells its encoding.
const ENCODING_WINDOW: usize = 16 << 10;
/// Anything longer is no segment.
const MAX_SEGMENT: usize = 1 << 20;
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A piece of the file, in place.
pub(super) enum Piece<'b> {
    /// The ISA that begins an interchange.
    Interchange {
        delimiters: Delimiters,
        latin1: bool,
        isa: &'b [u8],
        end: &'b [u8],
    },
    /// `end` is its terminator, and what stands before the next piece.
    Segment {
        body: &'b [u8],
        end: &'b [u8],
    },
    Raw(&'b [u8]),
}

/// Lengths of the next piece.
enum Cut {
    Interchange(Delimiters, usize),
    Segment(usize, usize),
    Raw(usize),
}

pub(super) struct Pieces<R> {
    source: R,
    window: Vec<u8>,
    /// How much is read next.
    chunk: usize,
    /// Bytes of `window` that were given.
    given: usize,
    ended: bool,
    /// `None` before the first ISA.
    delimiters: Option<Delimiters>,
    /// Behind IEA.
    outside: bool,
    /// In a text that is too long for a segment.
    endless: bool,
}

/// As the reader has it: what is skipped between segments.
pub(super) fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            window: Vec::new(),
            chunk: FIRST,
            given: 0,
            ended: false,
            delimiters: None,
            outside: true,
            endless: false,
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, JsonError> {
        self.ensure(LOOKAHEAD + ISA_LENGTH)?;
        let cut = match self.delimiters {
            None => self.first()?,
            Some(_) if self.rest().is_empty() => return Ok(None),
            Some(delimiters) => self.following(delimiters)?,
        };
        if let Cut::Interchange(delimiters, _) = cut {
            (self.delimiters, self.outside) = (Some(delimiters), false);
        }
        Ok(Some(self.give(cut)))
    }

    fn give(&mut self, cut: Cut) -> Piece<'_> {
        let start = self.given;
        let (body, end) = match cut {
            Cut::Interchange(_, gap) => (ISA_LENGTH - 1, 1 + gap),
            Cut::Segment(body, end) => (body, end),
            Cut::Raw(length) => (length, 0),
        };
        self.given += body + end;
        let latin1 = matches!(cut, Cut::Interchange(..)) && {
            let window = &self.window[start..];
            let known = &window[..window.len().min(ENCODING_WINDOW)];
            std::str::from_utf8(known).is_err_and(|fault| fault.error_len().is_some())
        };
        let (body, end) = self.window[start..self.given].split_at(body);
        match cut {
            Cut::Interchange(delimiters, _) => Piece::Interchange { delimiters, latin1, isa: body, end },
            Cut::Segment(..) => {
                self.outside |= body.starts_with(b"IEA");
                Piece::Segment { body, end }
            }
            Cut::Raw(_) => Piece::Raw(body),
        }
    }

    fn rest(&self) -> &[u8] {
        &self.window[self.given..]
    }

    /// Reads on until `length` bytes wait, or the file ends.
    fn ensure(&mut self, length: usize) -> io::Result<()> {
        while !self.ended && self.window.len() - self.given < length {
            self.fill()?;
        }
        Ok(())
    }

    #[cold]
    fn fill(&mut self) -> io::Result<()> {
        self.window.drain(..self.given);
        self.given = 0;
        let before = self.window.len();
        self.window.resize(before + self.chunk, 0);
        self.chunk = CHUNK.min(2 * self.chunk);
        let read = self.source.read(&mut self.window[before..])?;
        self.window.truncate(before + read);
        self.ended = read == 0;
        Ok(())
    }

    /// What stands before the first ISA, or that ISA.
    fn first(&mut self) -> Result<Cut, JsonError> {
        let rest = self.rest();
        let near = &rest[..rest.len().min(LOOKAHEAD)];
        let mut places = near.windows(3).enumerate().filter(|(_, three)| *three == b"ISA");
        let found = places.find_map(|(at, _)| delimiters_at(&rest[at..]).ok().map(|read| (at, read)));
        match found {
            Some((0, delimiters)) => self.interchange(delimiters),
            Some((at, _)) => Ok(Cut::Raw(at)),
            None => {
                let blank = rest.iter().take_while(|&&byte| is_gap(byte)).count();
                let hint = "the file is empty";
                let empty = || X12Error::at(ErrorKind::NotX12, "ISA", 1, blank).hinted(hint);
                let body = &rest[blank..];
                let error = if body.is_empty() { Some(empty()) } else { delimiters_at(body).err() };
                Err(error.unwrap_or_else(empty).into())
            }
        }
    }

    fn interchange(&mut self, delimiters: Delimiters) -> Result<Cut, JsonError> {
        Ok(Cut::Interchange(delimiters, self.gap(ISA_LENGTH)?))
    }

    fn following(&mut self, delimiters: Delimiters) -> Result<Cut, JsonError> {
        let rest = self.rest();
        let terminator = rest.iter().position(|&byte| byte == delimiters.segment);
        if self.endless {
            let length = terminator.map_or(rest.len(), |at| at + 1);
            self.endless = terminator.is_none();
            return Ok(Cut::Raw(length));
        }
        let gap = rest.iter().take(LOOKAHEAD).take_while(|&&byte| is_gap(byte)).count();
        if gap > 0 {
            return Ok(Cut::Raw(gap));
        }
        if self.outside && rest.starts_with(BOM) {
            return Ok(Cut::Raw(BOM.len()));
        }
        if rest.starts_with(b"ISA")
            && let Ok(delimiters) = delimiters_at(rest)
        {
            return self.interchange(delimiters);
        }
        self.segment(delimiters, terminator)
    }

    fn segment(&mut self, delimiters: Delimiters, mut terminator: Option<usize>) -> Result<Cut, JsonError> {
        let mut searched = self.rest().len();
        while terminator.is_none() && !self.ended && searched < MAX_SEGMENT {
            self.ensure(searched + 1)?;
            let found = self.rest()[searched..].iter().position(|&byte| byte == delimiters.segment);
            terminator = found.map(|at| searched + at);
            searched = self.rest().len();
        }
        let rest = self.rest();
        let Some(at) = terminator else {
            let body = rest.iter().rposition(|&byte| !is_gap(byte)).map_or(0, |last| last + 1);
            let whole = self.ended && (!self.outside || rest.starts_with(b"IEA"));
            let cut = if whole { Cut::Segment(body, rest.len() - body) } else { Cut::Raw(rest.len()) };
            self.endless = !self.ended;
            return Ok(cut);
        };
        let body = rest[..at].iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
        Ok(Cut::Segment(body, at + 1 + self.gap(at + 1)? - body))
    }

    /// How many bytes stand between `from` and the next segment.
    fn gap(&mut self, from: usize) -> io::Result<usize> {
        let mut length = 0;
        loop {
            let rest = &self.rest()[from + length..];
            length += rest.iter().take(LOOKAHEAD - length).take_while(|&&byte| is_gap(byte)).count();
            let known = from + length;
            if length == LOOKAHEAD || known < self.rest().len() || self.ended {
                return Ok(length);
            }
            self.ensure(known + 1)?;
        }
    }
}

fn delimiters_at(text: &[u8]) -> Result<Delimiters, X12Error> {
    let head = &text[..text.len().min(ISA_LENGTH)];
    Delimiters::of_isa(std::str::from_utf8(head).unwrap_or_default(), 0)
}
