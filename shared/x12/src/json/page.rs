//! Writes a file as JSON, segment by segment.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use super::nesting::{Nest, Nesting, Stand};
use super::pieces::{Piece, Pieces};
use super::{Form, JsonError};
use crate::delimiters::Delimiters;
use crate::guide::{Guide, SegmentRule};
use crate::reader::Segment;

/// How much is gathered before it is written.
const FULL: usize = 64 << 10;

pub(super) fn write<R: Read, W: Write>(source: R, target: W, form: Form) -> Result<(), JsonError> {
    let mut pieces = Pieces::new(source);
    let mut page = Page::new(target, form);
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Raw(bytes) => page.raw(bytes),
            Piece::Interchange { delimiters, latin1, isa, end } => {
                page.interchange(delimiters, latin1, isa, end);
            }
            Piece::Segment { body, end } => page.segment(body, end),
        }
        page.write_if(FULL)?;
    }
    page.finish()?;
    Ok(())
}

/// What a byte of an element asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Plain,
    /// It may not stand in a string as it is.
    Escaped,
    Component,
    Repetition,
}

pub(super) struct Page<W> {
    target: W,
    pub(super) text: Vec<u8>,
    nesting: Nesting,
    form: Form,
    delimiters: Delimiters,
    pub(super) classes: [Class; 256],
    /// How the segments of the interchange end.
    habit: Vec<u8>,
    latin1: bool,
    /// Nothing stands in the innermost list yet.
    empty: bool,
    depth: usize,
}

impl<W: Write> Page<W> {
    fn new(target: W, form: Form) -> Self {
        let delimiters = Delimiters::default();
        Self {
            target,
            text: b"{\"x12\":1,\"content\":[".to_vec(),
            nesting: Nesting::new(),
            form,
            delimiters,
            classes: classes(delimiters),
            habit: Vec::new(),
            latin1: false,
            empty: true,
            depth: 0,
        }
    }

    fn write_if(&mut self, length: usize) -> io::Result<()> {
        if self.text.len() >= length {
            self.target.write_all(&self.text)?;
            self.text.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.close(self.depth);
        self.push("\n]}\n");
        self.write_if(0)?;
        self.target.flush()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    /// Begins the next item of the innermost list.
    fn item(&mut self) {
        let first = std::mem::take(&mut self.empty);
        self.push(if first { "\n" } else { ",\n" });
        self.indent();
    }

    fn indent(&mut self) {
        self.text.resize(self.text.len() + self.depth, b' ');
    }

    fn open(&mut self, nest: Nest, segment: &Segment<'_>) {
        self.item();
        match nest {
            Nest::Interchange => return,
            Nest::Group => {
                self.pair("{\"group\":", segment.element(1));
                self.pair(",\"control\":", segment.element(6));
                self.pair(",\"version\":", segment.element(8));
            }
            Nest::TransactionSet(guide) => {
                self.pair("{\"transaction_set\":", segment.element(1));
                self.pair(",\"control\":", segment.element(2));
                if let Some(guide) = guide.filter(|guide| is_certain(guide)) {
                    self.pair(",\"guide\":", guide.id);
                    self.pair(",\"name\":", guide.name);
                }
            }
            Nest::Loop(rule) => {
                self.pair("{\"loop\":", rule.id);
                self.pair(",\"name\":", rule.name);
            }
        }
        self.begin_content();
    }

    fn begin_content(&mut self) {
        self.push(",\"content\":[");
        self.depth += 1;
        self.empty = true;
    }

    fn close(&mut self, nests: usize) {
        for _ in 0..nests {
            self.depth -= 1;
            self.push("\n");
            self.indent();
            self.push("]}");
            self.empty = false;
        }
    }

    fn pair(&mut self, key: &str, value: &str) {
        self.push(key);
        self.quoted(value);
    }

    fn raw(&mut self, bytes: &[u8]) {
        let closed = self.nesting.settle();
        self.close(closed);
        let (text, foreign) = self.decoded(bytes);
        self.item();
        self.pair("{\"raw\":", &text);
        self.push(if foreign { ",\"encoding\":\"latin1\"}" } else { "}" });
    }

    /// The text of `bytes`, and whether it is not in the encoding of the interchange.
    fn decoded<'b>(&self, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
        match std::str::from_utf8(bytes) {
            Ok(text) if !self.latin1 || text.is_ascii() => (Cow::Borrowed(text), false),
            _ => (bytes.iter().copied().map(char::from).collect(), !self.latin1),
        }
    }

    fn interchange(&mut self, delimiters: Delimiters, latin1: bool, isa: &[u8], end: &[u8]) {
        self.classes = classes(delimiters);
        (self.delimiters, self.latin1) = (delimiters, latin1);
        let (text, _) = self.decoded(isa);
        let segment = Segment::alone(&text, delimiters);
        let stand = self.nesting.place_interchange();
        self.close(stand.closed);
        self.item();
        self.pair("{\"interchange\":", segment.element(13));
        let Delimiters { element, repetition, component, segment: terminator } = delimiters;
        for (key, byte) in [
            (",\"delimiters\":{\"element\":", Some(element)),
            (",\"repetition\":", repetition),
            (",\"component\":", Some(component)),
            (",\"segment\":", Some(terminator)),
        ] {
            match byte {
                Some(byte) => self.pair(key, char::from(byte).encode_utf8(&mut [0; 4])),
                None => self.push(&format!("{key}null")),
            }
        }
        self.push("}");
        end.clone_into(&mut self.habit);
        self.pair(",\"segment_end\":", &String::from_utf8_lossy(end));
        self.pair(",\"encoding\":", if latin1 { "latin1" } else { "utf-8" });
        self.begin_content();
        self.item();
        self.bare(&segment, true, None);
    }

    fn segment(&mut self, body: &[u8], end: &[u8]) {
        let (text, foreign) = self.decoded(body);
        let segment = Segment::alone(&text, self.delimiters);
        let stand = self.nesting.place_other(&segment);
        self.enter(&stand, &segment);
        self.item();
        if end == self.habit.as_slice() && !foreign {
            return self.bare(&segment, false, stand.rule);
        }
        if self.form == Form::Arrays {
            self.push("{\"segment\":");
            self.list(&segment, false);
        } else {
            self.named(&segment, false, stand.rule);
        }
        if end != self.habit.as_slice() {
            self.pair(",\"end\":", &String::from_utf8_lossy(end));
        }
        self.push(if foreign { ",\"encoding\":\"latin1\"}" } else { "}" });
    }

    fn enter(&mut self, stand: &Stand, segment: &Segment<'_>) {
        self.close(stand.closed);
        for nth in (1..=stand.opened).rev() {
            let open = self.nesting.open();
            let nest = open[open.len() - nth];
            self.open(nest, segment);
        }
    }

    /// A segment that keeps to the habits of its interchange; of an ISA no element is divided.
    fn bare(&mut self, segment: &Segment<'_>, whole: bool, rule: Option<&'static SegmentRule>) {
        if self.form == Form::Arrays {
            return self.list(segment, whole);
        }
        self.named(segment, whole, rule);
        self.push("}");
    }
}

/// A guide that ST alone tells, without BHT.
fn is_certain(guide: &Guide) -> bool {
    Guide::all().filter(|other| other.st01 == guide.st01 && other.id == guide.id).count() == 1
}

fn classes(delimiters: Delimiters) -> [Class; 256] {
    let mut classes = [Class::Plain; 256];
    classes[..usize::from(b' ')].fill(Class::Escaped);
    for byte in *b"\"\\" {
        classes[usize::from(byte)] = Class::Escaped;
    }
    if let Some(repetition) = delimiters.repetition {
        classes[usize::from(repetition)] = Class::Repetition;
    }
    classes[usize::from(delimiters.component)] = Class::Component;
    classes
}
