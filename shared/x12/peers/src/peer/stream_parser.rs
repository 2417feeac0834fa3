//! x12-stream-parser: splits segments and elements, and no more.

use std::hint::black_box;

use x12_delimiters::Delimiters;
use x12_stream_parser::{Parser, SegmentSlice};

use crate::Fault;
use crate::contest::Outcome;

pub const NAME: &str = "x12-stream-parser 0.1";
pub const LISTED: &str = "x12-stream-parser, listed";

/// As `measured::tokenize`: element after element.
pub fn tokenize(text: &str) -> Result<Outcome, Fault> {
    each_segment(text, |segment| {
        let lengths = segment.elements().map(|element| black_box(element).len());
        lengths.fold((0, black_box(segment.id()).len()), |(count, bytes), length| (count + 1, bytes + length))
    })
}

/// As `measured::tokenize_by_number`: with the elements of a segment in a list, which is what it takes here.
pub fn list(text: &str) -> Result<Outcome, Fault> {
    each_segment(text, |segment| {
        let elements = black_box(segment.elements().collect::<Vec<_>>());
        let bytes: usize = elements.iter().map(|element| black_box(element).len()).sum();
        (elements.len(), bytes + black_box(segment.id()).len())
    })
}

fn each_segment(text: &str, measure: impl Fn(SegmentSlice<'_>) -> Outcome) -> Result<Outcome, Fault> {
    let delimiters = Delimiters::from_isa(text.as_bytes()).map_err(|error| format!("{error:?}"))?;
    let (mut elements, mut bytes) = (0, 0);
    for segment in Parser::new(text.as_bytes(), delimiters) {
        let (count, length) = measure(segment.map_err(|error| format!("{error:?}"))?);
        elements += count;
        bytes += length;
    }
    Ok((elements, bytes))
}
