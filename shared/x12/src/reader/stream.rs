//! Reads files of any size in constant memory: chunks in, segments out.

use std::io::{self, Read};

use super::segment::Found;
use super::tokens::Course;
use super::{MAX_SEGMENT, Segment};
use crate::error::{ErrorKind, X12Error};

/// How much is read at a time.
const CHUNK: usize = 256 << 10;

/// Takes chunks as they arrive, from a socket or an async reader, and gives the segments that are whole. It does no
/// I/O itself and holds no more than one chunk and one segment.
///
/// ```
/// let mut chunks = x12::reader::Chunks::new();
/// let isa = format!("ISA*00*{0:10}*00*{0:10}*ZZ*{1:15}*ZZ*{2:15}*260309*1405*^*00501*000000042*1*T*:~", "", "A", "B");
/// chunks.push(isa.as_bytes());
/// chunks.push(b"IEA*0*0000");
/// assert_eq!(chunks.next().transpose()?.map(|segment| segment.id().to_owned()).as_deref(), Some("ISA"));
/// assert!(chunks.next().is_none(), "IEA is not whole yet");
/// chunks.push(b"00042~");
/// chunks.end();
/// assert_eq!(chunks.next().transpose()?.map(|segment| segment.element(2).to_owned()).as_deref(), Some("000000042"));
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Clone)]
pub struct Chunks {
    text: String,
    course: Course,
    /// The first bytes of a character whose last ones have not come yet.
    begun: Vec<u8>,
    /// The file is not UTF-8: every byte is the Latin-1 character of that number.
    latin1: bool,
    /// Bytes of the file before `text`.
    before: usize,
    ended: bool,
}

impl std::fmt::Debug for Chunks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chunks({} bytes read)", self.before + self.text.len())
    }
}

impl Default for Chunks {
    fn default() -> Self {
        Self::new()
    }
}

impl Chunks {
    /// No byte seen.
    #[must_use]
    pub fn new() -> Self {
        let (text, course, begun) = (String::new(), Course::new(), Vec::new());
        Self { text, course, begun, latin1: false, before: 0, ended: false }
    }

    /// Adds what arrived. Take every whole segment with `next` before the next push, or the text grows.
    pub fn push(&mut self, chunk: &[u8]) {
        let passed = self.course.position();
        self.text.drain(..passed);
        self.before += passed;
        if self.begun.is_empty() {
            self.decode(chunk);
        } else {
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(chunk);
            self.decode(&whole);
        }
        self.course.restart();
    }

    /// Says that no more chunks come.
    pub fn end(&mut self) {
        self.ended = true;
        let begun = std::mem::take(&mut self.begun);
        self.push_latin1(&begun);
        let passed = self.course.position();
        self.text.drain(..passed);
        self.before += passed;
        self.course.restart();
    }

    /// The next whole segment, with its offset in the file; `None` where more must be pushed, or after the end.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot lend; the segment lies in this buffer"
    )]
    #[inline]
    pub fn next(&mut self) -> Option<Result<Segment<'_>, X12Error>> {
        let found = self.find()?;
        Some(found.map(|found| self.lend(found)))
    }

    #[inline]
    fn find(&mut self) -> Option<Result<Found, X12Error>> {
        let found = self.course.next(&self.text, self.ended)?;
        Some(found.map_err(|error| error.moved(self.before)))
    }

    #[inline]
    fn lend(&self, found: Found) -> Segment<'_> {
        self.course.lend(found, &self.text).moved(self.before)
    }

    /// True where the file is not UTF-8 and was read as Latin-1.
    #[must_use]
    pub fn is_latin1(&self) -> bool {
        self.latin1
    }

    /// How many bytes wait for the rest of their segment.
    fn waiting(&self) -> usize {
        self.text.len() - self.course.position()
    }

    fn decode(&mut self, bytes: &[u8]) {
        if self.latin1 {
            return self.push_latin1(bytes);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(fault) => {
                let (good, rest) = bytes.split_at(fault.valid_up_to());
                self.text.push_str(std::str::from_utf8(good).unwrap_or_default());
                if fault.error_len().is_none() {
                    rest.clone_into(&mut self.begun);
                } else {
                    self.latin1 = true;
                    self.push_latin1(rest);
                }
            }
        }
    }

    fn push_latin1(&mut self, bytes: &[u8]) {
        self.latin1 |= !bytes.is_empty();
        self.text.extend(bytes.iter().map(|&byte| char::from(byte)));
    }
}

/// Why a stream ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// The source failed.
    #[error("the file could not be read: {0}")]
    Io(#[from] io::Error),
    /// The text is no X12, or was cut.
    #[error(transparent)]
    X12(#[from] X12Error),
}

/// The segments of a reader, one at a time, in constant memory: ISA to IEA, of one interchange after the other. Counts
/// and control numbers are not judged here.
#[derive(Debug)]
pub struct Stream<R> {
    source: R,
    chunks: Chunks,
    buffer: Box<[u8]>,
}

impl<R: Read> Stream<R> {
    /// Reads `source` in pieces of 256 KB; it needs no buffer of its own.
    #[must_use]
    pub fn new(source: R) -> Self {
        Self { source, chunks: Chunks::new(), buffer: vec![0; CHUNK].into_boxed_slice() }
    }

    /// The next segment; `None` after the last.
    ///
    /// # Errors
    /// The source cannot be read, the text has no ISA, a segment never ends, or the file was cut inside a segment.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot lend; the segment lies in this buffer"
    )]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Segment<'_>>, StreamError> {
        let found = loop {
            match self.chunks.find() {
                Some(found) => break found?,
                None if self.chunks.ended => return Ok(None),
                None => self.fill()?,
            }
        };
        Ok(Some(self.chunks.lend(found)))
    }

    /// Bytes of the file that were given as segments, or read past.
    #[must_use]
    pub fn position(&self) -> usize {
        self.chunks.before + self.chunks.course.position()
    }

    /// The file is not UTF-8 and is read as Latin-1.
    #[must_use]
    pub fn is_latin1(&self) -> bool {
        self.chunks.is_latin1()
    }

    #[cold]
    fn fill(&mut self) -> Result<(), StreamError> {
        if self.chunks.waiting() > MAX_SEGMENT {
            let error = X12Error::at(ErrorKind::TooLarge { limit: MAX_SEGMENT }, "", 0, self.position());
            return Err(error
                .hinted("no segment terminator comes; the terminator is the byte after ISA16")
                .into());
        }
        match self.source.read(&mut self.buffer)? {
            0 => self.chunks.end(),
            read => self.chunks.push(&self.buffer[..read]),
        }
        Ok(())
    }
}
