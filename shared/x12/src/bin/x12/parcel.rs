//! Builds an interchange out of segments of another: trailers, counts and control numbers are made here.

use std::io::{self, Write};

use x12::Delimiters;
use x12::reader::Segment;

/// A header whose trailer is still to come.
#[derive(Debug, Default)]
struct Open {
    control: String,
    /// Groups, transaction sets or segments in it.
    count: usize,
}

/// An interchange in the making.
#[derive(Debug)]
pub(crate) struct Parcel<W> {
    target: W,
    delimiters: Delimiters,
    /// Terminator and line break.
    end: String,
    /// Characters become the bytes of that number where they can.
    pub(crate) latin1: bool,
    interchange: Open,
    group: Option<Open>,
    set: Option<Open>,
}

impl<W: Write> Parcel<W> {
    /// Begins with an ISA, and ends segments as `line_break` says.
    pub(crate) fn new(target: W, isa: &str, delimiters: Delimiters, line_break: &str) -> io::Result<Self> {
        let end = format!("{}{line_break}", char::from(delimiters.segment));
        let control = Segment::alone(isa, delimiters).element(13).to_owned();
        let interchange = Open { control, count: 0 };
        let mut parcel = Self { target, delimiters, end, latin1: false, interchange, group: None, set: None };
        parcel.put(isa)?;
        Ok(parcel)
    }

    fn put(&mut self, raw: &str) -> io::Result<()> {
        let bytes = if self.latin1 { raw.chars().map(|one| u8::try_from(one).ok()).collect() } else { None };
        match bytes {
            Some::<Vec<u8>>(bytes) => self.target.write_all(&bytes)?,
            None => self.target.write_all(raw.as_bytes())?,
        }
        self.target.write_all(self.end.as_bytes())
    }

    /// Puts the next segment; what trailers say is left out, since they are made.
    pub(crate) fn push(&mut self, raw: &str) -> io::Result<()> {
        let segment = Segment::alone(raw, self.delimiters);
        match segment.id() {
            "SE" => return self.end_set(),
            "GE" => return self.end_group(),
            "IEA" => return Ok(()),
            "GS" => {
                self.end_group()?;
                self.interchange.count += 1;
                self.group = Some(Open { control: segment.element(6).to_owned(), count: 0 });
            }
            "ST" => {
                self.end_set()?;
                if let Some(group) = &mut self.group {
                    group.count += 1;
                }
                self.set = Some(Open { control: segment.element(2).to_owned(), count: 1 });
            }
            _ => self.set.iter_mut().for_each(|set| set.count += 1),
        }
        self.put(raw)
    }

    fn trailer(&mut self, id: &str, open: &Open) -> io::Result<()> {
        let separator = char::from(self.delimiters.element);
        self.put(&format!("{id}{separator}{}{separator}{}", open.count, open.control))
    }

    fn end_set(&mut self) -> io::Result<()> {
        let Some(mut set) = self.set.take() else { return Ok(()) };
        set.count += 1;
        self.trailer("SE", &set)
    }

    fn end_group(&mut self) -> io::Result<()> {
        self.end_set()?;
        self.group.take().map_or(Ok(()), |group| self.trailer("GE", &group))
    }

    /// Ends the interchange.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.end_group()?;
        let interchange = std::mem::take(&mut self.interchange);
        self.trailer("IEA", &interchange)?;
        self.target.flush()?;
        Ok(self.target)
    }
}

/// `isa` with another control number.
pub(crate) fn renumbered(isa: &str, delimiters: Delimiters, control: u32) -> String {
    let mut elements: Vec<&str> = isa.split(char::from(delimiters.element)).collect();
    let number = format!("{control:09}");
    if let Some(isa13) = elements.get_mut(13) {
        *isa13 = &number;
    }
    elements.join(char::from(delimiters.element).encode_utf8(&mut [0; 4]))
}
