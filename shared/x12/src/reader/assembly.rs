//! Puts segments together to transaction sets and interchanges, and checks counts and control numbers on the way.

use super::tokens::{CUT, within_limit};
use super::{Group, Interchange, MAX_TEXT, Segment, Segments, TransactionSet};
use crate::error::{ErrorKind, X12Error};

const STRAY: &str = "only TA1, GS and IEA may stand here";

/// The transaction sets of a text one after the other, each with the envelope it came in: what one needs to read a large
/// file without holding the segments of all of it.
///
/// ```
/// # let file = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~\
/// #   GS*FA*A*B*20260309*1405*7*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HC*1~AK9*A*1*1*1~SE*4*0001~GE*1*7~IEA*1*000000042~";
/// for delivery in x12::reader::Transactions::new(file) {
///     let delivery = delivery?;
///     assert_eq!((delivery.set.st01, delivery.group.element(1)), ("999", "FA"));
/// }
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Transactions<'a>(Envelopes<'a>);

/// A transaction set and the headers of its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery<'a> {
    /// ISA.
    pub interchange: Segment<'a>,
    /// GS.
    pub group: Segment<'a>,
    /// ST to SE; SE01 and SE02 are right.
    pub set: TransactionSet<'a>,
}

impl<'a> Transactions<'a> {
    /// The transaction sets of `text`, which begins with ISA; one error ends them.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self(Envelopes::new(text))
    }
}

impl<'a> Iterator for Transactions<'a> {
    type Item = Result<Delivery<'a>, X12Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next()? {
                Ok(Piece::Begin(st)) => {
                    let (interchange, group) = (self.0.isa?, self.0.gs?);
                    let set = self.0.transaction(st, group.element(8));
                    self.0.failed = set.is_err();
                    return Some(set.map(|set| Delivery { interchange, group, set }));
                }
                Ok(_) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// What an envelope is made of; its end was checked when it is given.
pub(super) enum Piece<'a> {
    Interchange(Segment<'a>),
    Acknowledgment(Segment<'a>),
    Group(Segment<'a>),
    /// ST; what follows it, to its SE, must be taken before the next piece.
    Begin(Segment<'a>),
    End,
}

#[derive(Debug, Clone)]
pub(super) struct Envelopes<'a> {
    pub(super) source: Segments<'a>,
    pub(super) isa: Option<Segment<'a>>,
    pub(super) gs: Option<Segment<'a>>,
    groups: usize,
    transactions: usize,
    /// Segments of the transaction set before; the next one is often about as long.
    usual: usize,
    pub(super) failed: bool,
}

impl<'a> Iterator for Envelopes<'a> {
    type Item = Result<Piece<'a>, X12Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let piece = self.piece().transpose();
        self.failed = piece.as_ref().is_some_and(Result::is_err);
        piece
    }
}

impl<'a> Envelopes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let source = Segments::new(text);
        Self { source, isa: None, gs: None, groups: 0, transactions: 0, usual: 0, failed: false }
    }

    fn piece(&mut self) -> Result<Option<Piece<'a>>, X12Error> {
        let Some(segment) = self.source.next().transpose()? else {
            return match (self.isa, self.gs) {
                (Some(isa), None) => Err(trailer_missing(&isa, "IEA")),
                (_, Some(gs)) => Err(trailer_missing(&gs, "GE")),
                (None, None) => Ok(None),
            };
        };
        let piece = match (self.isa, self.gs) {
            (None, _) => self.begin(segment)?,
            (Some(isa), None) => self.in_interchange(segment, &isa)?,
            (Some(_), Some(gs)) => self.in_group(segment, &gs)?,
        };
        Ok(Some(piece))
    }

    fn begin(&mut self, segment: Segment<'a>) -> Result<Piece<'a>, X12Error> {
        if segment.id() != "ISA" {
            return Err(segment.error(ErrorKind::SegmentUnexpected).hinted("an interchange begins with ISA"));
        }
        (self.isa, self.groups) = (Some(segment), 0);
        Ok(Piece::Interchange(segment))
    }

    fn in_interchange(&mut self, segment: Segment<'a>, isa: &Segment<'a>) -> Result<Piece<'a>, X12Error> {
        match segment.id() {
            "GS" => {
                (self.gs, self.transactions) = (Some(segment), 0);
                Ok(Piece::Group(segment))
            }
            "TA1" => Ok(Piece::Acknowledgment(segment)),
            "IEA" => {
                check_trailer(&segment, self.groups, isa.element(13))?;
                self.isa = None;
                Ok(Piece::End)
            }
            "ISA" => Err(trailer_missing(&segment, "IEA")),
            _ => Err(segment.error(ErrorKind::SegmentUnexpected).hinted(STRAY)),
        }
    }

    fn in_group(&mut self, segment: Segment<'a>, gs: &Segment<'a>) -> Result<Piece<'a>, X12Error> {
        match segment.id() {
            "ST" => {
                self.transactions += 1;
                Ok(Piece::Begin(segment))
            }
            "GE" => {
                check_trailer(&segment, self.transactions, gs.element(6))?;
                (self.gs, self.groups) = (None, self.groups + 1);
                Ok(Piece::End)
            }
            _ => Err(trailer_missing(&segment, "GE")),
        }
    }

    fn transaction(&mut self, st: Segment<'a>, version: &'a str) -> Result<TransactionSet<'a>, X12Error> {
        let mut segments = Vec::with_capacity(self.usual.max(32));
        segments.push(st.numbered(1));
        loop {
            self.source.take_body(&mut segments)?;
            let next = self.source.next().unwrap_or_else(|| Err(trailer_missing(&st, "SE")));
            let segment = next?.numbered(segments.len() + 1);
            within_set(&segment)?;
            within_limit(&segment, segments.len())?;
            segments.push(segment);
            if segment.id() == "SE" {
                check_trailer(&segment, segments.len(), st.element(2))?;
                self.usual = segments.len();
                let implementation = st.optional(3).unwrap_or(version);
                let (st01, control) = (st.element(1), st.element(2));
                return Ok(TransactionSet { st01, control, implementation, segments });
            }
        }
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Interchange<'_>>, X12Error> {
    let fault = |kind| X12Error::at(kind, "ISA", 1, 0);
    if text.len() > MAX_TEXT {
        let error = fault(ErrorKind::TooLarge { limit: MAX_TEXT });
        return Err(error.hinted("split the file, or read one transaction set at a time"));
    }
    let mut interchanges: Vec<Interchange<'_>> = Vec::new();
    let mut envelopes = Envelopes::new(text);
    while let Some(piece) = envelopes.next() {
        match (piece?, interchanges.last_mut()) {
            (Piece::Interchange(header), _) => interchanges.push(Interchange::begun(header)),
            (Piece::Acknowledgment(ta1), Some(current)) => current.interchange_acknowledgments.push(ta1),
            (Piece::Group(header), Some(current)) => {
                current.groups.push(Group { header, transactions: Vec::new() });
            }
            (Piece::Begin(st), Some(current)) => {
                if let Some(group) = current.groups.last_mut() {
                    group.transactions.push(envelopes.transaction(st, group.implementation())?);
                }
            }
            _ => {}
        }
    }
    if interchanges.is_empty() {
        return Err(fault(ErrorKind::NotX12).hinted("the file is empty"));
    }
    Ok(interchanges)
}

impl<'a> Interchange<'a> {
    fn begun(header: Segment<'a>) -> Self {
        let (groups, interchange_acknowledgments) = (Vec::new(), Vec::new());
        Self { delimiters: header.delimiters(), header, groups, interchange_acknowledgments }
    }
}

/// A header or another trailer where the set has not ended.
pub(super) fn within_set(segment: &Segment<'_>) -> Result<(), X12Error> {
    if matches!(segment.id(), "ST" | "GE" | "GS" | "IEA" | "ISA") {
        return Err(trailer_missing(segment, "SE"));
    }
    Ok(())
}

pub(super) fn trailer_missing(segment: &Segment<'_>, trailer: &'static str) -> X12Error {
    segment.error(ErrorKind::TrailerMissing { trailer }).hinted(CUT)
}

/// SE, GE and IEA have the same shape: element 1 counts what was sent, element 2 repeats the control number.
pub(super) fn check_trailer(trailer: &Segment<'_>, found: usize, control: &str) -> Result<(), X12Error> {
    let says = trailer.element(1).trim();
    if says.parse() != Ok(found) {
        let cut = says.parse::<usize>().is_ok_and(|says| says > found);
        let hint = if cut { CUT } else { "the sender counted wrongly; ask the sender to correct it" };
        return Err(trailer
            .error(ErrorKind::Count { says: shortened(says), found })
            .in_element(1)
            .hinted(hint));
    }
    if !same_control(trailer.element(2), control) {
        let kind = ErrorKind::Control { says: shortened(trailer.element(2)), header: shortened(control) };
        let hint = "header and trailer of different envelopes met; ask the sender to send it again";
        return Err(trailer.error(kind).in_element(2).hinted(hint));
    }
    Ok(())
}

/// Control numbers are compared without padding: senders zero-pad one end and forget the other.
fn same_control(left: &str, right: &str) -> bool {
    let plain = |value: &str| value.trim().trim_start_matches('0').to_owned();
    plain(left) == plain(right)
}

/// Control values have at most 9 characters; of anything longer the beginning is enough to recognize it.
fn shortened(value: &str) -> Box<str> {
    value.chars().take(12).collect::<String>().into()
}
