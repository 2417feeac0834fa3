//! `x12 split`: parts of a file, each a whole interchange.

mod claims;
mod parts;

use std::fs;

use serde_json::json;
use x12::json::Nesting;
use x12::reader::{Segment, Stream};

use crate::args::{self, By};
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::paper::Paper;
use crate::table::counted;
use claims::Claims;
use parts::Parts;

/// How far the first ISA may be from the beginning, where its line break is looked for.
const HEAD: u64 = 64 << 10;

pub(crate) fn run(options: &args::Split, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut input = input::open(&options.file)?;
    let line_break = line_break(&input.head(HEAD)?);
    fs::create_dir_all(&options.out)
        .map_err(|error| Failure::said(format!("{}: {error}; name another folder", options.out.display())))?;
    let parts = Parts::new(options, line_break);
    let (nesting, claims) = (Nesting::new(), Claims::default());
    let mut splitter = Splitter { by: options.by, parts, nesting, claims, left_out: 0 };
    if paper.is_json() {
        paper.line("{\"parts\":[")?;
    }
    let mut stream = Stream::new(&mut input.reader);
    let mut latin1 = false;
    let mut read = || -> Result<(), Failure> {
        while let Some(segment) = stream.next()? {
            splitter.push(&segment, latin1, paper)?;
            latin1 = stream.is_latin1();
        }
        Ok(())
    };
    let done = read();
    splitter.end(paper)?;
    done.map_err(|failure| failure.of(&input.name))?;
    splitter.report(options, paper)?;
    Ok(Outcome::Fine)
}

/// The line break after the first ISA.
fn line_break(head: &[u8]) -> String {
    let isa = head.windows(3).position(|three| three == b"ISA").unwrap_or(0);
    let after = head.get(isa + 106..).unwrap_or_default();
    after.iter().take_while(|byte| b"\r\n".contains(byte)).map(|&byte| char::from(byte)).collect()
}

struct Splitter<'o> {
    by: By,
    parts: Parts<'o>,
    nesting: Nesting,
    claims: Claims,
    /// Segments that stood where no part could take them.
    left_out: usize,
}

impl Splitter<'_> {
    fn push(&mut self, segment: &Segment<'_>, latin1: bool, paper: &mut Paper) -> Result<(), Failure> {
        self.parts.latin1 = latin1;
        let stand = self.nesting.place(segment);
        self.claims.close(stand.closed, &mut self.parts, paper)?;
        let id = segment.id();
        match (id, self.by) {
            ("ISA", _) => {
                self.parts.end(paper)?;
                self.parts.interchange(segment);
                if self.by == By::Interchange {
                    self.parts.begin()?;
                }
            }
            ("IEA", _) | ("GE", By::Group) | ("SE" | "GE", By::Transaction | By::Claim) => {
                self.parts.end(paper)?;
            }
            ("GS" | "ST", By::Interchange) => self.parts.push(segment.raw())?,
            ("GS", _) => {
                self.parts.end(paper)?;
                self.parts.group(segment);
                if self.by == By::Group {
                    self.parts.begin()?;
                }
            }
            ("ST", By::Claim) if self.claims.begin(self.nesting.guide()) => {
                self.parts.end(paper)?;
                self.claims.push(segment, &stand, self.nesting.open());
            }
            ("ST", By::Transaction | By::Claim) => {
                self.parts.end(paper)?;
                self.parts.begin()?;
                self.parts.push(segment.raw())?;
            }
            ("TA1", By::Group | By::Transaction | By::Claim)
                if !self.parts.is_open() && !self.claims.is_open() =>
            {
                self.parts.begin_without_group()?;
                self.parts.push(segment.raw())?;
            }
            _ if self.claims.is_open() => self.claims.push(segment, &stand, self.nesting.open()),
            _ if self.parts.is_open() => self.parts.push(segment.raw())?,
            _ => self.left_out += 1,
        }
        Ok(())
    }

    fn end(&mut self, paper: &mut Paper) -> Result<(), Failure> {
        self.claims.close(usize::MAX, &mut self.parts, paper)?;
        self.parts.end(paper)
    }

    fn report(&self, options: &args::Split, paper: &mut Paper) -> Result<(), Failure> {
        let (count, out) = (self.parts.count(), options.out.display());
        if paper.is_json() {
            return Ok(paper.line(&format!("],\"left_out\":{}}}", json!(self.left_out)))?);
        }
        let first = if count == 0 { String::new() } else { format!(", the first is {}", self.parts.name(1)) };
        paper.line(&format!("{} in {out}{first}", counted(count, "part")))?;
        if self.left_out > 0 {
            let left_out = counted(self.left_out, "segment");
            paper.line(&format!("{left_out} stood outside of every part, left out"))?;
        }
        Ok(())
    }
}
