//! The transaction sets of a file one after the other, each as an interchange of its own, whatever its envelope is like.

use std::io::{self, Read};

use x12::Delimiters;
use x12::reader::{Segment, Stream, StreamError};

use crate::parcel::Parcel;
use crate::set_name::set_name;

/// Something that can be explained by itself.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// `837P`; `TA1` for an acknowledgment of an interchange.
    pub(crate) name: String,
    /// ST02; ISA13 of a TA1.
    pub(crate) control: String,
    /// ISA to IEA.
    pub(crate) text: String,
}

/// What was written as text is text.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

pub(crate) struct Sets<R> {
    stream: Stream<R>,
    isa: String,
    delimiters: Delimiters,
    gs: String,
    /// The ST that ended the transaction set before it.
    waiting: Option<String>,
}

/// A transaction set that is being gathered.
struct Begun {
    name: String,
    control: String,
    parcel: Parcel<Vec<u8>>,
}

impl Begun {
    fn finish(self) -> io::Result<Gathered> {
        let Self { name, control, parcel } = self;
        Ok(Gathered { name, control, text: text(parcel.finish()?) })
    }
}

impl<R: Read> Sets<R> {
    pub(crate) fn new(source: R) -> Self {
        let (isa, gs) = (String::new(), String::new());
        Self { stream: Stream::new(source), isa, delimiters: Delimiters::default(), gs, waiting: None }
    }

    /// The next one; `None` after the last. A transaction set that is cut is given as far as it goes.
    pub(crate) fn next(&mut self) -> Result<Option<Gathered>, StreamError> {
        let mut begun = self.waiting.take().map(|st| self.begin(&st)).transpose()?;
        loop {
            let segment = match self.stream.next() {
                Ok(Some(segment)) => segment,
                Ok(None) => return Ok(begun.map(Begun::finish).transpose()?),
                Err(error) => return begun.map_or(Err(error), |set| Ok(Some(set.finish()?))),
            };
            let (raw, delimiters) = (segment.raw(), segment.delimiters());
            match segment.id() {
                "ISA" => {
                    raw.clone_into(&mut self.isa);
                    self.delimiters = delimiters;
                    self.gs.clear();
                }
                "GS" => raw.clone_into(&mut self.gs),
                "ST" => {
                    let st = raw.to_owned();
                    match begun.take() {
                        Some(done) => {
                            self.waiting = Some(st);
                            return Ok(Some(done.finish()?));
                        }
                        None => begun = Some(self.begin(&st)?),
                    }
                    continue;
                }
                "TA1" if begun.is_none() => {
                    let ta1 = raw.to_owned();
                    return Ok(Some(self.acknowledgment(&ta1)?));
                }
                "SE" | "GE" | "IEA" => {}
                _ => {
                    if let Some(set) = &mut begun {
                        set.parcel.push(raw)?;
                    }
                    continue;
                }
            }
            if let Some(done) = begun.take() {
                return Ok(Some(done.finish()?));
            }
        }
    }

    fn begin(&self, st: &str) -> io::Result<Begun> {
        let version = Segment::alone(&self.gs, self.delimiters).element(8);
        let segment = Segment::alone(st, self.delimiters);
        let mut parcel = Parcel::new(Vec::new(), &self.isa, self.delimiters, "")?;
        if !self.gs.is_empty() {
            parcel.push(&self.gs)?;
        }
        parcel.push(st)?;
        Ok(Begun { name: set_name(&segment, version), control: segment.element(2).to_owned(), parcel })
    }

    fn acknowledgment(&self, ta1: &str) -> io::Result<Gathered> {
        let mut parcel = Parcel::new(Vec::new(), &self.isa, self.delimiters, "")?;
        parcel.push(ta1)?;
        let control = Segment::alone(&self.isa, self.delimiters).element(13).to_owned();
        Ok(Gathered { name: "TA1".to_owned(), control, text: text(parcel.finish()?) })
    }
}
