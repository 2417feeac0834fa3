//! `x12 stats`: how much of what is in files, and how much money.

mod count;
mod money;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use x12::reader::{Stream, StreamError};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::input::{self, Input};
use crate::paper::Paper;
use crate::table::{Align, grouped, table};
use count::Count;

/// Smaller files are read in no time.
const FAST: usize = 1_000_000;

pub(crate) fn run(options: &args::Stats, paper: &mut Paper) -> Result<Outcome, Failure> {
    let mut values: Vec<Value> = Vec::new();
    let mut worst = Outcome::Fine;
    for path in input::named(&options.files)? {
        match input::open(&path).and_then(read) {
            Ok(file) if paper.is_json() => values.push(file.json(options.top)),
            Ok(file) => file.text(options.top, paper)?,
            Err(Failure::Pipe) => return Err(Failure::Pipe),
            Err(Failure::Said(message)) => {
                paper.finish()?;
                eprintln!("x12: {message}");
                values.push(json!({ "file": path.display().to_string(), "error": message }));
                worst = Outcome::Unreadable;
            }
        }
    }
    if paper.is_json() {
        paper.json(&json!({ "files": values }))?;
    }
    Ok(worst)
}

/// A file that was read.
struct Read {
    name: String,
    count: Count,
    bytes: usize,
    took: Duration,
    /// Why it was not read to its end.
    fault: Option<String>,
}

fn read(mut input: Input) -> Result<Read, Failure> {
    let begun = Instant::now();
    let mut stream = Stream::new(&mut input.reader);
    let (mut count, mut fault) = (Count::default(), None);
    loop {
        match stream.next() {
            Ok(Some(segment)) => count.push(&segment),
            Ok(None) => break,
            Err(StreamError::X12(error)) if count.total > 0 => {
                fault = Some(error.to_string());
                break;
            }
            Err(error) => return Err(Failure::from(error).of(&input.name)),
        }
    }
    if count.total == 0 {
        return Err(Failure::said(format!("{}: the file is empty", input.name)));
    }
    Ok(Read { name: input.name.clone(), count, bytes: stream.position(), took: begun.elapsed(), fault })
}

impl Read {
    /// Millions of bytes in a second.
    fn speed(&self) -> u64 {
        let micros = self.took.as_micros().max(1);
        u64::try_from(self.bytes as u128 / micros).unwrap_or(u64::MAX)
    }

    fn json(&self, top: usize) -> Value {
        let mut value = self.count.json(top);
        if let Value::Object(fields) = &mut value {
            fields.insert("file".into(), json!(self.name));
            fields.insert("bytes".into(), json!(self.bytes));
            fields.insert("megabytes_per_second".into(), json!(self.speed()));
            fields.insert("cut".into(), json!(self.fault));
        }
        value
    }

    fn text(&self, top: usize, paper: &mut Paper) -> Result<(), Failure> {
        let bytes = grouped(self.bytes as u64);
        let speed = if self.bytes < FAST { String::new() } else { format!(", {} MB/s", self.speed()) };
        let heading = format!("{}: {bytes} bytes, {} segments{speed}", self.name, grouped(self.count.total));
        paper.line(&paper.ink(crate::paper::Ink::Bold, &heading))?;
        if let Some(fault) = &self.fault {
            paper.line(&paper.ink(crate::paper::Ink::Red, &format!("not read to its end: {fault}")))?;
        }
        for section in self.count.sections(top) {
            paper.line("")?;
            section.write(paper)?;
        }
        Ok(())
    }
}

/// A table with a title.
pub(crate) struct Section {
    pub(crate) columns: Vec<(&'static str, Align)>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Section {
    fn write(&self, paper: &mut Paper) -> Result<(), Failure> {
        for (number, line) in table(&self.columns, &self.rows).iter().enumerate() {
            let ink = (number == 0).then_some(crate::paper::Ink::Faint);
            paper.line(&ink.map_or_else(|| line.clone(), |ink| paper.ink(ink, line)))?;
        }
        Ok(())
    }
}
