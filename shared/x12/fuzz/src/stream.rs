//! Chunks cut anywhere, and short reads, give the segments of the whole text.

use std::io::{self, Read};

use x12::X12Error;
use x12::reader::{Chunks, Segment, Segments, Stream, StreamError};

use super::Reached;

/// A segment, or the error that ended the text.
type Found<'a> = Result<Segment<'a>, X12Error>;

/// The first byte says how the rest is cut.
pub fn check(input: &[u8]) -> Reached {
    let Some((&cut, bytes)) = input.split_first() else { return Reached::Nothing };
    let (text, latin1) = decoded(bytes);
    let whole: Vec<Found<'_>> = Segments::new(&text).collect();
    assert_eq!(in_chunks(bytes, cut, &whole), latin1, "chunks");
    in_reads(bytes, cut, &whole);
    if whole.iter().any(Result::is_ok) { Reached::Whole } else { Reached::Refused }
}

/// The next of the whole text is the same as what was found in pieces of it.
fn compare<'w>(whole: &mut impl Iterator<Item = &'w Found<'w>>, found: Result<&Segment<'_>, &X12Error>) {
    let same = match (whole.next(), found) {
        (Some(Ok(segment)), Ok(found)) => {
            let place = |segment: &Segment<'_>| (segment.offset(), segment.number(), segment.elements());
            segment.raw() == found.raw()
                && place(segment) == place(found)
                && segment.parts().eq(found.parts())
                && (0..=segment.elements().min(20)).all(|n| segment.element(n) == found.element(n))
        }
        (Some(Err(error)), Err(found)) => error == found,
        _ => false,
    };
    assert!(same, "in pieces it is {found:?}");
}

/// UTF-8 as far as it goes, Latin-1 from the first byte on that is not.
fn decoded(bytes: &[u8]) -> (String, bool) {
    let good = std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), str::len);
    let mut text = String::from_utf8_lossy(&bytes[..good]).into_owned();
    text.extend(bytes[good..].iter().map(|&byte| char::from(byte)));
    (text, good < bytes.len())
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

/// Whether the text is Latin-1.
fn in_chunks(bytes: &[u8], cut: u8, whole: &[Found<'_>]) -> bool {
    let (mut chunks, mut whole, mut cuts) = (Chunks::new(), whole.iter(), Cuts::new(cut));
    let mut rest = bytes;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(cuts.next().min(rest.len()));
        rest = after;
        chunks.push(chunk);
        drain(&mut chunks, &mut whole);
    }
    chunks.end();
    drain(&mut chunks, &mut whole);
    assert!(whole.next().is_none(), "in chunks there is less");
    chunks.is_latin1()
}

fn drain<'w>(chunks: &mut Chunks, whole: &mut impl Iterator<Item = &'w Found<'w>>) {
    while let Some(found) = chunks.next() {
        compare(whole, found.as_ref());
    }
}

/// Gives pieces.
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

fn in_reads(bytes: &[u8], cut: u8, whole: &[Found<'_>]) {
    let mut stream = Stream::new(Short { rest: bytes, cuts: Cuts::new(cut) });
    let mut whole = whole.iter();
    loop {
        match stream.next() {
            Ok(Some(segment)) => compare(&mut whole, Ok(&segment)),
            Ok(None) => break,
            Err(StreamError::X12(error)) => break compare(&mut whole, Err(&error)),
            Err(StreamError::Io(error)) => unreachable!("nothing is read from a device: {error}"),
        }
    }
    assert!(whole.next().is_none(), "in reads there is less");
}
