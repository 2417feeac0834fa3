//! Transaction sets in pieces, for readers that hold one loop at a time.

use super::assembly::{Envelopes, Piece, check_trailer, trailer_missing, within_set};
use super::{Segment, Segments};
use crate::error::X12Error;

/// The sets of a text one after the other, each in pieces that begin where the reader says. The envelope is checked as
/// `Transactions` does.
#[derive(Debug, Clone)]
pub(crate) struct Pieces<'a> {
    envelopes: Envelopes<'a>,
    open: Option<Open<'a>>,
    /// Segments of the piece that was given last; used again for the next.
    room: Vec<Segment<'a>>,
}

/// A set whose SE was not reached.
#[derive(Debug, Clone)]
struct Open<'a> {
    st: Segment<'a>,
    /// How many segments were read.
    count: usize,
    /// The segment that begins the next piece.
    ahead: Segment<'a>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { envelopes: Envelopes::new(text), open: None, room: Vec::new() }
    }

    /// ISA and GS of the set that was begun last.
    pub(crate) fn envelope(&self) -> Option<(Segment<'a>, Segment<'a>)> {
        self.envelopes.isa.zip(self.envelopes.gs)
    }

    /// Passes to the next set; false where none follows.
    pub(crate) fn begin(&mut self) -> Result<bool, X12Error> {
        for piece in self.envelopes.by_ref() {
            if let Piece::Begin(st) = piece? {
                let ahead = st.numbered(1);
                self.open = Some(Open { st: ahead, count: 1, ahead });
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next piece: one segment and those that follow it, up to one whose name `begins` says begins another. Empty
    /// after the last.
    pub(crate) fn piece(&mut self, begins: impl Fn(&[u8]) -> bool) -> Result<&[Segment<'a>], X12Error> {
        self.room.clear();
        if let Some(mut open) = self.open.take() {
            self.room.push(open.ahead);
            let next = self.fill(&mut open, begins);
            self.envelopes.failed = next.is_err();
            self.open = next?.map(|ahead| Open { ahead, ..open });
        }
        Ok(&self.room)
    }

    /// The segment that begins another piece; `None` at SE.
    fn fill(
        &mut self,
        open: &mut Open<'a>,
        begins: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Segment<'a>>, X12Error> {
        loop {
            let source: &mut Segments<'a> = &mut self.envelopes.source;
            while let Some(segment) = source.next_of_body(open.count + 1) {
                open.count += 1;
                if begins(segment.name()) {
                    return Ok(Some(segment));
                }
                self.room.push(segment);
            }
            let next = source.next().unwrap_or_else(|| Err(trailer_missing(&open.st, "SE")));
            open.count += 1;
            let segment = next?.numbered(open.count);
            within_set(&segment)?;
            if segment.id() == "SE" {
                check_trailer(&segment, open.count, open.st.element(2))?;
                return Ok(None);
            }
            if begins(segment.name()) {
                return Ok(Some(segment));
            }
            self.room.push(segment);
        }
    }
}
