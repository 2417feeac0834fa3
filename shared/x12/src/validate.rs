//! Checks interchanges against the standard and the implementation guides, segment by segment in constant memory.
//!
//! ```
//! use x12::validate::{Level, Validator};
//! # fn main() -> Result<(), x12::X12Error> {
//! let text = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260309*1405*^*00501*000000042*1*T*:~\
//!             GS*FA*PAYER*CLINIC*20260309*1405*1*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK9*A*1*1~\
//!             SE*4*0001~GE*1*1~IEA*1*000000042~";
//! let mut validator = Validator::new(Level::Relation);
//! let mut findings = Vec::new();
//! for segment in x12::reader::Segments::new(text) {
//!     validator.push(&segment?, &mut findings);
//! }
//! validator.finish(&mut findings);
//! assert_eq!(findings.len(), 1);
//! assert_eq!(
//!     findings[0].to_string(),
//!     "segment 3 (AK9), byte 203, loop ST, AK904: required element is missing \
//!      (Number of Accepted Transaction Sets): send it"
//! );
//! # Ok(())
//! # }
//! ```

mod balance;
mod check;
mod consistency;
mod elements;
mod envelope;
mod finding;
mod form;
mod hierarchy;
mod mark;
mod relation;
mod report;
mod rule;
mod set;
mod shape;
mod value;
mod version;

pub use consistency::Consistency;
pub use finding::{Finding, Level, Position, Severity};
pub(crate) use rule::interchange_note;
pub use rule::{Answer, Rule};

use crate::delimiters::Delimiters;
use crate::guide::SegmentId;
use crate::reader::Segment;
use envelope::{OpenGroup, OpenInterchange, UsedControls};
use report::Report;
use set::OpenSet;
use shape::{Look, Shape};

/// Takes every segment of one or more interchanges in order and finds what is wrong.
#[derive(Debug)]
pub struct Validator {
    deepest: Level,
    delimiters: Delimiters,
    look: Look,
    /// Of the segment at hand.
    shape: Shape,
    interchange: Option<OpenInterchange>,
    group: Option<OpenGroup>,
    set: Option<OpenSet>,
    /// The last transaction set, kept for its memory.
    spare: Option<OpenSet>,
    used: UsedControls,
    /// Where the last segment ended, behind its terminator.
    end: usize,
    /// An ISA has come.
    begun: bool,
}

impl Validator {
    /// Finds what is wrong at `deepest` and the levels above it.
    #[must_use]
    pub fn new(deepest: Level) -> Self {
        let delimiters = Delimiters::default();
        Self {
            deepest,
            delimiters,
            look: Look::new(delimiters),
            shape: Shape::EMPTY,
            interchange: None,
            group: None,
            set: None,
            spare: None,
            used: UsedControls::default(),
            end: 0,
            begun: false,
        }
    }

    /// Adds to `findings` what is wrong with the next segment, and what it shows to be missing before it.
    pub fn push(&mut self, segment: &Segment<'_>, findings: &mut Vec<Finding>) {
        const ISA: SegmentId = SegmentId::new(b"ISA");
        const IEA: SegmentId = SegmentId::new(b"IEA");
        const GS: SegmentId = SegmentId::new(b"GS");
        const GE: SegmentId = SegmentId::new(b"GE");
        const ST: SegmentId = SegmentId::new(b"ST");
        const SE: SegmentId = SegmentId::new(b"SE");
        const TA1: SegmentId = SegmentId::new(b"TA1");
        if segment.delimiters() != self.delimiters {
            self.delimiters = segment.delimiters();
            self.look = Look::new(self.delimiters);
        }
        self.look.at(segment, &mut self.shape);
        let id = SegmentId::new(self.shape.name(segment.raw().as_bytes()));
        let (deepest, test) = (self.deepest, self.is_test());
        let report = &mut Report { segment, number: 0, loop_id: None, deepest, test, findings };
        self.note_blanks(report);
        match id {
            ISA => self.interchange_begins(report),
            IEA => self.interchange_ends(report),
            GS => self.group_begins(report),
            GE => self.group_ends(report),
            ST => self.set_begins(report),
            SE => self.set_ends(report),
            TA1 => self.interchange_acknowledged(report),
            _ => self.body(report, id),
        }
    }

    /// ISA15 of the interchange at hand.
    fn is_test(&self) -> bool {
        self.interchange.as_ref().is_some_and(|open| open.test)
    }

    /// The text has ended: adds what is still open.
    pub fn finish(&mut self, findings: &mut Vec<Finding>) {
        self.cut(findings);
        self.used = UsedControls::default();
        (self.end, self.begun) = (0, false);
    }

    /// Line breaks of one or two characters after the terminator are usual; anything more is worth a note.
    fn note_blanks(&mut self, report: &mut Report<'_, '_>) {
        let offset = report.segment.offset();
        let gap = offset.saturating_sub(self.end);
        if gap > 2
            && self.interchange.is_some()
            && let Some(finding) = report.add(Rule::SegmentBlanks, "send no blanks between segments")
        {
            finding.severity = Severity::Note;
        }
        self.end = offset + report.segment.raw().len() + 1;
    }
}
