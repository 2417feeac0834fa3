//! A forward cursor over the segments of a transaction set, for typed parsers.
//!
//! ```
//! use x12::Delimiters;
//! use x12::cursor::Cursor;
//! use x12::reader::Segments;
//!
//! let segments: Vec<_> =
//!     Segments::body("NM1*IL*1*ALDER~ZZZ*9~REF*1W*M0033~REF*SY*1~", Delimiters::default()).collect();
//! let mut cursor = Cursor::new(&segments);
//! let insured = cursor.expect("NM1", "2010BA")?;
//! if cursor.peek_id() != "REF" {
//!     cursor.set_aside();
//! }
//! let numbers = cursor.take_while("REF");
//! assert_eq!((insured.element(3), numbers.len()), ("ALDER", 2));
//! assert_eq!(cursor.into_unknown_text(), ["ZZZ*9"]);
//! # Ok::<(), x12::X12Error>(())
//! ```

use crate::error::{ErrorKind, X12Error};
use crate::reader::Segment;

/// Walks segments once; those no loop wanted are kept in `unknown`, so that nothing is dropped silently.
#[derive(Debug)]
pub struct Cursor<'s, 'a> {
    segments: &'s [Segment<'a>],
    position: usize,
    unknown: Vec<Segment<'a>>,
}

impl<'s, 'a> Cursor<'s, 'a> {
    /// A cursor before the first segment.
    #[must_use]
    pub fn new(segments: &'s [Segment<'a>]) -> Self {
        Self { segments, position: 0, unknown: Vec::new() }
    }

    /// The current segment, not consumed.
    #[must_use]
    #[inline]
    pub fn peek(&self) -> Option<Segment<'a>> {
        self.segments.get(self.position).copied()
    }

    /// The current segment where it lies, not consumed.
    #[inline]
    pub(crate) fn current(&self) -> Option<&'s Segment<'a>> {
        self.segments.get(self.position)
    }

    /// Passes the current segment.
    #[inline]
    pub(crate) fn pass(&mut self) {
        self.position += 1;
    }

    /// The name of the current segment; empty at the end.
    #[must_use]
    #[inline]
    pub fn peek_id(&self) -> &'a str {
        self.current().map_or("", Segment::id)
    }

    /// Whether a segment comes, and none of those that end what is read. One without a name ends nothing.
    #[must_use]
    pub fn is_before(&self, ends: &[&str]) -> bool {
        self.current().is_some_and(|segment| !ends.contains(&segment.id()))
    }

    /// Consumes the current segment.
    #[inline]
    pub fn advance(&mut self) -> Option<Segment<'a>> {
        let segment = self.peek();
        self.position += usize::from(segment.is_some());
        segment
    }

    /// Consumes the current segment where its name is `id`.
    #[inline(always)]
    pub fn take_if(&mut self, id: &str) -> Option<Segment<'a>> {
        if self.peek_id() == id { self.advance() } else { None }
    }

    /// Consumes the current segment where its name is `id` and its first element is one of `qualifiers`.
    #[inline(always)]
    pub fn take_qualified(&mut self, id: &str, qualifiers: &[&str]) -> Option<Segment<'a>> {
        self.peek().filter(|segment| segment.id() == id && qualifiers.contains(&segment.element(1)))?;
        self.advance()
    }

    /// Consumes every following segment named `id`.
    pub fn take_while(&mut self, id: &str) -> Vec<Segment<'a>> {
        std::iter::from_fn(|| self.take_if(id)).collect()
    }

    /// Consumes the current segment, which must be `id`.
    ///
    /// # Errors
    /// `ErrorKind::SegmentMissing` at the segment that stands in its place.
    #[inline(always)]
    pub fn expect(&mut self, id: &str, loop_id: &'static str) -> Result<Segment<'a>, X12Error> {
        self.take_if(id).ok_or_else(|| self.missing(id, loop_id))
    }

    /// The error that `id` should stand here.
    #[must_use]
    pub fn missing(&self, id: &str, loop_id: &'static str) -> X12Error {
        let kind = ErrorKind::SegmentMissing { id: id.into() };
        let here = self.peek().or(self.segments.last().copied());
        let error =
            here.map_or_else(|| X12Error::at(kind.clone(), id, 0, 0), |segment| segment.error(kind.clone()));
        error.in_loop(loop_id).hinted("the sender must add it; the loop cannot be understood without it")
    }

    /// Sets the current segment aside in `unknown`.
    pub fn set_aside(&mut self) {
        let segment = self.advance();
        self.unknown.extend(segment);
    }

    /// The segments set aside so far, in order.
    #[must_use]
    pub fn into_unknown(self) -> Vec<Segment<'a>> {
        self.unknown
    }

    /// The segments set aside so far, in order, as their text.
    #[must_use]
    pub fn into_unknown_text(self) -> Vec<String> {
        self.unknown.iter().map(|segment| segment.raw().to_owned()).collect()
    }

    /// True behind the last segment.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.position >= self.segments.len()
    }
}
