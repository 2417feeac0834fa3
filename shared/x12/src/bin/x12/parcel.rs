//! Builds an interchange out of segments of another: trailers, counts and control numbers are made here.

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
pub(crate) struct Parcel {
    text: String,
    delimiters: Delimiters,
    /// Terminator and line break.
    end: String,
    interchange: Open,
    group: Option<Open>,
    set: Option<Open>,
}

impl Parcel {
    /// Begins with an ISA, and ends segments as `line_break` says.
    pub(crate) fn new(isa: &str, delimiters: Delimiters, line_break: &str) -> Self {
        let end = format!("{}{line_break}", char::from(delimiters.segment));
        let text = format!("{isa}{end}");
        let control = Segment::alone(isa, delimiters).element(13).to_owned();
        Self { text, delimiters, end, interchange: Open { control, count: 0 }, group: None, set: None }
    }

    fn put(&mut self, raw: &str) {
        self.text.push_str(raw);
        self.text.push_str(&self.end);
    }

    /// Puts the next segment; trailers are left out, since they are made.
    pub(crate) fn push(&mut self, raw: &str) {
        let segment = Segment::alone(raw, self.delimiters);
        match segment.id() {
            "SE" | "GE" | "IEA" => return,
            "GS" => {
                self.end_group();
                self.interchange.count += 1;
                self.group = Some(Open { control: segment.element(6).to_owned(), count: 0 });
            }
            "ST" => {
                self.end_set();
                if let Some(group) = &mut self.group {
                    group.count += 1;
                }
                self.set = Some(Open { control: segment.element(2).to_owned(), count: 1 });
            }
            _ => self.set.iter_mut().for_each(|set| set.count += 1),
        }
        self.put(raw);
    }

    fn trailer(&mut self, id: &str, open: &Open) {
        let separator = char::from(self.delimiters.element);
        self.put(&format!("{id}{separator}{}{separator}{}", open.count, open.control));
    }

    fn end_set(&mut self) {
        if let Some(mut set) = self.set.take() {
            set.count += 1;
            self.trailer("SE", &set);
        }
    }

    fn end_group(&mut self) {
        self.end_set();
        if let Some(group) = self.group.take() {
            self.trailer("GE", &group);
        }
    }

    /// The whole interchange.
    pub(crate) fn finish(mut self) -> String {
        self.end_group();
        let interchange = std::mem::take(&mut self.interchange);
        self.trailer("IEA", &interchange);
        self.text
    }
}
