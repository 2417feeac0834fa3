//! A message: its text, cut into segments, nothing of it lost.

use crate::delimiters::Delimiters;
use crate::error::{Code, Hl7Error, Place};
use crate::piece::Piece;

/// What a message may hold; more is refused before it costs anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    pub segments: usize,
    /// Fields of one segment.
    pub fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 << 20, segments: 10_000, fields: 256 }
    }
}

#[derive(Clone)]
pub struct Message<'a> {
    text: &'a str,
    delimiters: Delimiters,
    segments: Vec<Segment<'a>>,
}

/// One line of a message.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    line: &'a str,
    delimiters: Delimiters,
    name: [u8; 3],
    /// Counts segments of this name from 1.
    sequence: usize,
}

impl<'a> Message<'a> {
    /// Cuts a text into segments. They end with a carriage return, also the last, which shows that nothing was cut off;
    /// line feeds, and both together, are taken as well.
    ///
    /// # Errors
    /// Where the text is larger than `limits`, begins with no MSH, breaks off, or has a line that is no segment.
    pub fn parse(text: &'a str, limits: Limits) -> Result<Self, Hl7Error> {
        let whole = |code, hint| Err(Hl7Error::new(code, Place::header(0), hint));
        if text.len() > limits.bytes {
            return whole(Code::ValueTooLong, "the message is too large: send the report in parts");
        }
        let delimiters = Delimiters::of_message(text)?;
        if !text.ends_with(['\r', '\n']) {
            return whole(
                Code::SegmentSequence,
                "the last segment is not ended by a carriage return: the message seems to be cut off",
            );
        }
        let end = if text.contains('\r') { '\r' } else { '\n' };
        let lines = text.split(end).map(|line| line.trim_start_matches('\n')).filter(|line| !line.is_empty());
        let mut segments: Vec<Segment<'a>> = Vec::new();
        for line in lines {
            if segments.len() == limits.segments {
                return whole(Code::ValueTooLong, "the message has too many segments: send it in parts");
            }
            let segment = Segment::cut(line, delimiters, &segments)?;
            if line.bytes().filter(|byte| *byte == delimiters.field).count() > limits.fields {
                return Err(segment.fault(0, Code::ValueTooLong, "the segment has too many fields"));
            }
            segments.push(segment);
        }
        Ok(Self { text, delimiters, segments })
    }

    /// Exactly what was parsed.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    pub const fn delimiters(&self) -> Delimiters {
        self.delimiters
    }

    /// In order; the first is the MSH.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// The first segment of a name.
    pub fn segment(&self, name: &str) -> Option<&Segment<'a>> {
        self.segments.iter().find(|segment| segment.name() == name)
    }

    /// The segments, each ended by a carriage return: the text it was parsed from, where that keeps to the standard.
    pub fn write(&self) -> String {
        self.segments.iter().flat_map(|segment| [segment.line, "\r"]).collect()
    }
}

impl<'a> Segment<'a> {
    fn cut(line: &'a str, delimiters: Delimiters, before: &[Segment<'_>]) -> Result<Self, Hl7Error> {
        let shape = |hint| {
            let place = before.last().map_or(Place::header(0), |last| last.place(0));
            Hl7Error::new(Code::SegmentSequence, place, hint)
        };
        let bytes = line.as_bytes();
        let name: Option<[u8; 3]> = bytes.get(..3).and_then(|name| name.try_into().ok());
        let name = name.filter(|name| {
            name[0].is_ascii_uppercase()
                && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                && bytes.get(3).is_none_or(|byte| *byte == delimiters.field)
        });
        let name = name.ok_or_else(|| {
            shape("the line after this segment is no segment: it must begin with three capital letters or digits")
        })?;
        if (&name == b"MSH") != before.is_empty() {
            return Err(shape("one message has one MSH, at its beginning"));
        }
        // Segments of one name stand close together, so looking back from the end is short.
        let last = before.iter().rev().find(|segment| segment.name == name);
        Ok(Self { line, delimiters, name, sequence: last.map_or(1, |last| last.sequence + 1) })
    }

    pub fn name(&self) -> &str {
        std::str::from_utf8(&self.name).unwrap_or_default()
    }

    pub const fn sequence(&self) -> usize {
        self.sequence
    }

    /// As written, without its end.
    pub const fn line(&self) -> &'a str {
        self.line
    }

    /// The field of this number as the standard counts them: MSH-1 is the separator itself.
    pub fn field(&self, number: usize) -> Piece<'a> {
        let index = if &self.name == b"MSH" { number.saturating_sub(1) } else { number };
        if &self.name == b"MSH" && number == 1 {
            return Piece::new(&self.line[3..4], self.delimiters);
        }
        let raw = self.line.split(char::from(self.delimiters.field)).nth(index);
        Piece::new(raw.filter(|_| number > 0).unwrap_or_default(), self.delimiters)
    }

    pub const fn place(&self, field: usize) -> Place {
        Place { segment: self.name, sequence: self.sequence, field }
    }

    pub fn fault(&self, field: usize, code: Code, hint: &'static str) -> Hl7Error {
        Hl7Error::new(code, self.place(field), hint)
    }

    /// The text of a field that must be there.
    pub(crate) fn required(&self, field: usize, hint: &'static str) -> Result<Piece<'a>, Hl7Error> {
        let piece = self.field(field);
        if piece.is_empty() { Err(self.fault(field, Code::RequiredFieldMissing, hint)) } else { Ok(piece) }
    }
}

crate::redacted!(Message<'_>, Segment<'_>);
