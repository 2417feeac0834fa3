//! `x12 validate`: findings as readable text or JSON, and a table of what was read.

mod finding;
mod tally;

use serde_json::json;
use x12::guide::Guide;
use x12::reader::{Segment, Stream, StreamError};
use x12::validate::{Finding, Level, Position, Rule, Severity, Validator};

use crate::args::{self, Depth};
use crate::failure::{Failure, Outcome};
use crate::input::{self, Input};
use crate::paper::Paper;
use finding::Shown;
use tally::Tally;

pub(crate) fn run(options: &args::Validate, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut tallies = Vec::new();
    let mut worst = Outcome::Fine;
    if paper.is_json() {
        paper.line("{\"files\":[")?;
    }
    for (number, path) in input::named(&options.files)?.iter().enumerate() {
        if paper.is_json() && number > 0 {
            paper.line(",")?;
        }
        let name = path.display().to_string();
        let checked = input::open(path).and_then(|input| check(options, input, paper));
        let tally = match checked {
            Ok(tally) => tally,
            Err(Failure::Pipe) => return Err(Failure::Pipe),
            Err(Failure::Said(message)) => {
                paper.finish()?;
                eprintln!("x12: {message}");
                let tally = Tally { name, unreadable: Some(message), ..Tally::default() };
                if paper.is_json() {
                    paper.line(&json!({ "file": tally.name, "error": tally.unreadable }).to_string())?;
                }
                tally
            }
        };
        worst = worst.max(tally.outcome(options.strict));
        tallies.push(tally);
    }
    if paper.is_json() {
        paper.line("]}")?;
    } else {
        tally::write(&tallies, paper)?;
    }
    Ok(worst)
}

/// A file that is being checked.
struct Check<'o> {
    options: &'o args::Validate,
    tally: Tally,
    /// GS08.
    version: String,
    guide: Option<&'static Guide>,
    findings: Vec<Finding>,
    shown: usize,
}

fn check(options: &args::Validate, mut input: Input, paper: &mut Paper) -> Result<Tally, Failure> {
    let tally = Tally { name: input.name.clone(), ..Tally::default() };
    let version = String::new();
    let mut check = Check { options, tally, version, guide: None, findings: Vec::new(), shown: 0 };
    let mut stream = Stream::new(&mut input.reader);
    let mut validator = Validator::new(level(options.level));
    loop {
        match stream.next() {
            Ok(Some(segment)) => {
                check.note(&segment);
                validator.push(&segment, &mut check.findings);
            }
            Ok(None) => break,
            Err(error) if check.tally.segments == 0 => return Err(Failure::from(error).of(&input.name)),
            Err(error) => {
                check.cut(error, &input.name)?;
                break;
            }
        }
        check.show(paper)?;
    }
    if check.tally.segments == 0 {
        return Err(Failure::said(format!("{}: the file is empty", input.name)));
    }
    validator.finish(&mut check.findings);
    check.show(paper)?;
    check.end(paper)?;
    Ok(check.tally)
}

fn level(depth: Depth) -> Level {
    match depth {
        Depth::Syntax => Level::Syntax,
        Depth::Requirement => Level::Requirement,
        Depth::Balancing => Level::Balance,
        Depth::Relation => Level::Relation,
    }
}

impl Check<'_> {
    /// Counts a segment, and keeps the guide that names its loops.
    fn note(&mut self, segment: &Segment<'_>) {
        self.tally.segments += 1;
        match segment.id() {
            "ISA" => self.tally.interchanges += 1,
            "GS" => segment.element(8).clone_into(&mut self.version),
            "ST" => {
                self.tally.count_set(segment, &self.version);
                self.guide = Guide::of(segment.element(1), segment.optional(3).unwrap_or(&self.version));
            }
            "BHT" => {
                let chosen = self.guide.and_then(|guide| guide.with_purpose(segment.element(2)));
                self.guide = chosen.or(self.guide);
            }
            _ => {}
        }
    }

    /// The stream ended before its time: a finding, since most of the file was read.
    fn cut(&mut self, error: StreamError, name: &str) -> Result<(), Failure> {
        let error = match error {
            StreamError::X12(error) => error,
            io => return Err(Failure::from(io).of(name)),
        };
        let position = Position {
            offset: error.offset,
            segment: error.segment,
            id: error.segment_id.chars().take(3).collect::<String>().into(),
            loop_id: None,
            element: error.element,
            component: None,
            repetition: None,
        };
        let hint = match error.hint.is_empty() {
            true => "the text that follows is no segment: remove it, or send the file again".into(),
            false => error.hint.clone(),
        };
        self.findings.push(Finding {
            level: Level::Syntax,
            severity: Severity::Error,
            position,
            rule: Rule::InterchangeCut,
            name: "",
            reference: "",
            value: None,
            expected: None,
            hint,
        });
        Ok(())
    }

    fn show(&mut self, paper: &mut Paper) -> Result<(), Failure> {
        if self.findings.is_empty() {
            return Ok(());
        }
        let mut findings = std::mem::take(&mut self.findings);
        for finding in findings.drain(..) {
            self.tally.count(finding.severity);
            if self.options.max > 0 && self.shown == self.options.max {
                self.tally.omitted += 1;
                continue;
            }
            let shown = Shown::new(&finding, self.guide, self.options.no_values);
            if paper.is_json() {
                self.begin(paper)?;
                paper.line(&format!("{}{}", if self.shown > 0 { "," } else { "" }, shown.json()))?;
            } else {
                self.begin(paper)?;
                shown.text(paper)?;
            }
            self.shown += 1;
        }
        self.findings = findings;
        Ok(())
    }

    /// Before the first finding.
    fn begin(&self, paper: &mut Paper) -> Result<(), Failure> {
        match (self.shown, paper.is_json()) {
            (0, true) => paper.line(&format!("{{\"file\":{},\"findings\":[", json!(self.tally.name)))?,
            (0, false) => paper.line(&paper.ink(crate::paper::Ink::Bold, &self.tally.name))?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, paper: &mut Paper) -> Result<(), Failure> {
        if paper.is_json() {
            self.begin(paper)?;
            let rest = self.tally.json().to_string();
            return Ok(paper.line(&format!("],{}", rest.trim_start_matches('{')))?);
        }
        if self.tally.omitted > 0 {
            paper.line(&format!("  … and {} more; --max 0 shows all", self.tally.omitted))?;
        }
        Ok(())
    }
}
