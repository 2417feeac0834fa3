//! Chunks cut anywhere, and short reads, give the segments of the whole text.

use std::io::{self, Read};

use x12::X12Error;
use x12::reader::{Chunks, Segment, Segments, Stream, StreamError};

use super::Reached;

/// A segment, or the error that ended the text, without borrows.
type Seen = Result<(String, usize, usize, Vec<String>), X12Error>;

/// The first byte says how the rest is cut.
pub fn check(input: &[u8]) -> Reached {
    let Some((&cut, bytes)) = input.split_first() else { return Reached::Nothing };
    let (text, latin1) = decoded(bytes);
    let whole: Vec<Seen> =
        Segments::new(&text).map(|segment| segment.map(|segment| seen(&segment))).collect();
    let (chunked, chunks_latin1) = in_chunks(bytes, cut);
    assert_eq!((chunked, chunks_latin1), (whole.clone(), latin1), "chunks");
    assert_eq!(in_reads(bytes, cut), whole, "reads");
    if whole.iter().any(Result::is_ok) { Reached::Whole } else { Reached::Refused }
}

/// UTF-8 as far as it goes, Latin-1 from the first byte on that is not.
fn decoded(bytes: &[u8]) -> (String, bool) {
    let good = std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), str::len);
    let mut text = String::from_utf8_lossy(&bytes[..good]).into_owned();
    text.extend(bytes[good..].iter().map(|&byte| char::from(byte)));
    (text, good < bytes.len())
}

fn seen(segment: &Segment<'_>) -> (String, usize, usize, Vec<String>) {
    let parts = (0..=segment.elements()).map(|n| segment.element(n).to_owned()).collect();
    (segment.raw().to_owned(), segment.offset(), segment.number(), parts)
}

/// Lengths of the pieces: always the same small one, or a run of ever other ones.
struct Cuts {
    state: u32,
    same: Option<usize>,
}

impl Cuts {
    fn new(cut: u8) -> Self {
        let same = (1..=64).contains(&cut).then_some(usize::from(cut));
        Self { state: u32::from(cut).wrapping_mul(0x9E37_79B9) | 1, same }
    }

    fn next(&mut self) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        self.same.unwrap_or((self.state >> 8) as usize % 190)
    }
}

fn in_chunks(bytes: &[u8], cut: u8) -> (Vec<Seen>, bool) {
    let (mut chunks, mut found, mut cuts) = (Chunks::new(), Vec::new(), Cuts::new(cut));
    let mut rest = bytes;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(cuts.next().min(rest.len()));
        rest = after;
        chunks.push(chunk);
        drain(&mut chunks, &mut found);
    }
    chunks.end();
    drain(&mut chunks, &mut found);
    (found, chunks.is_latin1())
}

fn drain(chunks: &mut Chunks, found: &mut Vec<Seen>) {
    while let Some(segment) = chunks.next() {
        found.push(segment.map(|segment| seen(&segment)));
    }
}

/// Gives pieces, and says now and then that it was interrupted.
struct Short<'a> {
    rest: &'a [u8],
    cuts: Cuts,
}

impl Read for Short<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.cuts.next().max(1).min(self.rest.len()).min(buffer.len());
        let (piece, after) = self.rest.split_at(length);
        buffer[..length].copy_from_slice(piece);
        self.rest = after;
        Ok(length)
    }
}

fn in_reads(bytes: &[u8], cut: u8) -> Vec<Seen> {
    let mut stream = Stream::new(Short { rest: bytes, cuts: Cuts::new(cut) });
    let mut found = Vec::new();
    loop {
        match stream.next() {
            Ok(Some(segment)) => found.push(Ok(seen(&segment))),
            Ok(None) => return found,
            Err(StreamError::X12(error)) => {
                found.push(Err(error));
                return found;
            }
            Err(StreamError::Io(error)) => unreachable!("nothing is read from a device: {error}"),
        }
    }
}
