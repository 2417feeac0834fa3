//! Builds interchanges from segments and checks counts and control numbers on the way.

use std::iter::Peekable;

use super::tokens::CUT;
use super::{Group, Interchange, MAX_TEXT, Segment, Segments, TransactionSet};
use crate::error::{ErrorKind, X12Error};

type Source<'a> = Peekable<Segments<'a>>;

const STRAY: &str = "only TA1, GS and IEA may stand here";

pub(super) fn read(text: &str) -> Result<Vec<Interchange<'_>>, X12Error> {
    if text.len() > MAX_TEXT {
        return Err(
            X12Error::at(ErrorKind::TooLarge { limit: MAX_TEXT }, "ISA", 1, 0).hinted("split the file")
        );
    }
    let mut source = Segments::new(text).peekable();
    let mut interchanges = Vec::new();
    while let Some(header) = source.next().transpose()? {
        if header.id() != "ISA" {
            return Err(header.error(ErrorKind::SegmentUnexpected).hinted("an interchange begins with ISA"));
        }
        interchanges.push(interchange(header, &mut source)?);
    }
    if interchanges.is_empty() {
        return Err(X12Error::at(ErrorKind::NotX12, "ISA", 1, 0).hinted("the file is empty"));
    }
    Ok(interchanges)
}

fn interchange<'a>(header: Segment<'a>, source: &mut Source<'a>) -> Result<Interchange<'a>, X12Error> {
    let delimiters = header.delimiters();
    let mut read =
        Interchange { delimiters, header, groups: Vec::new(), interchange_acknowledgments: Vec::new() };
    loop {
        let segment = following(header, "IEA", source)?;
        match segment.id() {
            "GS" => read.groups.push(group(segment, source)?),
            "TA1" => read.interchange_acknowledgments.push(segment),
            "IEA" => {
                check_trailer(&segment, read.groups.len(), header.element(13))?;
                return Ok(read);
            }
            "ISA" => return Err(trailer_missing(&segment, "IEA")),
            _ => return Err(segment.error(ErrorKind::SegmentUnexpected).hinted(STRAY)),
        }
    }
}

fn group<'a>(header: Segment<'a>, source: &mut Source<'a>) -> Result<Group<'a>, X12Error> {
    let mut transactions = Vec::new();
    loop {
        let segment = following(header, "GE", source)?;
        match segment.id() {
            "ST" => transactions.push(transaction(segment, header.element(8), source)?),
            "GE" => {
                check_trailer(&segment, transactions.len(), header.element(6))?;
                return Ok(Group { header, transactions });
            }
            _ => return Err(trailer_missing(&segment, "GE")),
        }
    }
}

fn transaction<'a>(
    st: Segment<'a>,
    version: &'a str,
    source: &mut Source<'a>,
) -> Result<TransactionSet<'a>, X12Error> {
    let mut segments = vec![st.numbered(1)];
    loop {
        let segment = following(st, "SE", source)?.numbered(segments.len() + 1);
        if matches!(segment.id(), "ST" | "GE" | "GS" | "IEA" | "ISA") {
            return Err(trailer_missing(&segment, "SE"));
        }
        segments.push(segment);
        if segment.id() == "SE" {
            check_trailer(&segment, segments.len(), st.element(2))?;
            let implementation = st.optional(3).unwrap_or(version);
            return Ok(TransactionSet {
                st01: st.element(1),
                control: st.element(2),
                implementation,
                segments,
            });
        }
    }
}

fn following<'a>(
    header: Segment<'a>,
    trailer: &'static str,
    source: &mut Source<'a>,
) -> Result<Segment<'a>, X12Error> {
    source.next().unwrap_or_else(|| Err(trailer_missing(&header, trailer)))
}

fn trailer_missing(segment: &Segment<'_>, trailer: &'static str) -> X12Error {
    segment.error(ErrorKind::TrailerMissing { trailer }).hinted(CUT)
}

/// SE, GE and IEA have the same shape: element 1 counts what was sent, element 2 repeats the control number.
fn check_trailer(trailer: &Segment<'_>, found: usize, control: &str) -> Result<(), X12Error> {
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
