//! `x12 ack`: reads a file as its receiver would, and writes the TA1 and 999 that answer it.

mod received;

use std::collections::VecDeque;
use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset, Local, Timelike};
use serde_json::json;
use x12::acknowledgment::{AckStatus, Acknowledger, InterchangeAnswer};
use x12::reader::{Stream, StreamError};
use x12::validate::{Level, Validator};

use crate::args;
use crate::explain::acknowledgment;
use crate::failure::{Failure, Outcome};
use crate::input;
use crate::paper::Paper;
use received::Received;

pub(crate) fn run(options: &args::Ack, paper: &mut Paper) -> Result<Outcome, Failure> {
    let at = match &options.at {
        Some(text) => DateTime::parse_from_rfc3339(text)
            .map_err(|error| Failure::said(format!("--at {text}: {error}; write 2026-03-09T14:05:00Z")))?,
        None => Local::now().fixed_offset(),
    };
    let control = options.control.unwrap_or_else(|| number_of(at));
    let mut answering = Answering { options, at, control, refused: false, written: 0 };
    if paper.is_json() {
        paper.line("{\"answers\":[")?;
    }
    for path in input::named(&options.files)? {
        answering.file(&path, paper)?;
    }
    if paper.is_json() {
        paper.line("]}")?;
    }
    Ok(if answering.refused { Outcome::Found } else { Outcome::Fine })
}

/// Day of the year and time of day: another number each second of a year.
fn number_of(at: DateTime<FixedOffset>) -> u32 {
    at.ordinal() * 1_000_000 + at.hour() * 10_000 + at.minute() * 100 + at.second()
}

struct Answering<'o> {
    options: &'o args::Ack,
    at: DateTime<FixedOffset>,
    /// ISA13 and GS06 of the next answer.
    control: u32,
    /// Something was not taken.
    refused: bool,
    /// Answers so far.
    written: usize,
}

impl Answering<'_> {
    fn file(&mut self, path: &Path, paper: &mut Paper) -> Result<(), Failure> {
        let mut input = input::open(path)?;
        let name = input.name.clone();
        let mut stream = Stream::new(&mut input.reader);
        let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
        let (mut findings, mut waiting) = (Vec::new(), VecDeque::new());
        let mut begun = false;
        loop {
            match stream.next() {
                Ok(Some(segment)) => {
                    begun = true;
                    Received::note(&segment, &mut waiting);
                    validator.push(&segment, &mut findings);
                    acknowledger.push(&segment, &findings);
                    findings.clear();
                }
                Ok(None) if begun => break,
                Ok(None) => return Err(Failure::said(format!("{name}: the file is empty"))),
                // The cut is found at the end; what was read until then is answered.
                Err(StreamError::X12(_)) if begun => break,
                Err(error) => return Err(Failure::from(error).of(&name)),
            }
            self.answer(&name, &mut acknowledger, &mut waiting, paper)?;
        }
        validator.finish(&mut findings);
        acknowledger.finish(&findings);
        self.answer(&name, &mut acknowledger, &mut waiting, paper)
    }

    /// Writes the answers to interchanges that have ended.
    fn answer(
        &mut self,
        name: &str,
        acknowledger: &mut Acknowledger,
        waiting: &mut VecDeque<Received>,
        paper: &mut Paper,
    ) -> Result<(), Failure> {
        while let Some(answer) = acknowledger.take() {
            let received = waiting.pop_front().unwrap_or_default();
            for control in &received.acknowledgments {
                eprintln!("x12: {name}: group {control} holds 999s, which are never acknowledged");
            }
            let taken =
                answer.ta1.status == AckStatus::Accepted && answer.groups.iter().all(|one| one.is_accepted());
            self.refused |= !taken;
            let text = self.text(&answer, &received).map_err(|failure| failure.of(name))?;
            self.write(name, &answer, text, paper)?;
        }
        Ok(())
    }

    fn text(&mut self, answer: &InterchangeAnswer, received: &Received) -> Result<String, Failure> {
        let (only_ta1, only_999) = (self.options.ta1, self.options.functional);
        let needs_ta1 = answer.requested || answer.ta1.status != AckStatus::Accepted;
        let mut text = String::new();
        if only_ta1 || (!only_999 && needs_ta1) {
            text += &received.interchange_answer(&answer.ta1, self.at, self.next_control())?;
        }
        if !only_ta1 {
            for groups in received.together(&answer.groups) {
                text += &received.functional_answer(groups, self.at, self.next_control())?;
            }
        }
        Ok(text)
    }

    fn next_control(&mut self) -> u32 {
        let control = self.control;
        self.control = if control >= 999_999_999 { 1 } else { control + 1 };
        control
    }

    fn write(
        &mut self,
        name: &str,
        answer: &InterchangeAnswer,
        text: String,
        paper: &mut Paper,
    ) -> Result<(), Failure> {
        let text = if self.options.lines { text.replace('~', "~\n") } else { text };
        if !paper.is_json() {
            return Ok(paper.put(&text)?);
        }
        let groups: Vec<_> =
            answer.groups.iter().map(|one| acknowledgment::functional(one, "").json()).collect();
        let ta1 = acknowledgment::ta1(&answer.ta1).json();
        let value = json!({ "file": name, "interchange": answer.ta1.control, "ta1": ta1, "groups": groups, "text": text });
        let comma = if self.written > 0 { "," } else { "" };
        self.written += 1;
        Ok(paper.line(&format!("{comma}{value}"))?)
    }
}
