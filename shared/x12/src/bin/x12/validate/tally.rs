//! What was read of a file, and how much was found.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use x12::reader::Segment;
use x12::validate::Severity;

use crate::failure::{Failure, Outcome};
use crate::paper::{Ink, Paper};
use crate::set_name::set_name;
use crate::table::{Align, grouped, table};

#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) name: String,
    /// Why nothing of it could be read.
    pub(super) unreadable: Option<String>,
    pub(super) segments: u64,
    pub(super) interchanges: u64,
    /// By kind, such as `837P`.
    pub(super) sets: BTreeMap<String, u64>,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) notes: u64,
    /// Findings that were not shown.
    pub(super) omitted: u64,
}

impl Tally {
    pub(super) fn count_set(&mut self, st: &Segment<'_>, version: &str) {
        *self.sets.entry(set_name(st, version)).or_default() += 1;
    }

    pub(super) fn count(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *count += 1;
    }

    pub(super) fn outcome(&self, strict: bool) -> Outcome {
        match self {
            Self { unreadable: Some(_), .. } => Outcome::Unreadable,
            Self { errors: 0, warnings, .. } if *warnings == 0 || !strict => Outcome::Fine,
            _ => Outcome::Found,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "segments": self.segments,
            "interchanges": self.interchanges,
            "transaction_sets": self.sets,
            "errors": self.errors,
            "warnings": self.warnings,
            "notes": self.notes,
            "omitted": self.omitted,
        })
    }

    fn row(&self) -> Vec<String> {
        if self.unreadable.is_some() {
            return vec![self.name.clone(), "-".into(), "could not be read".into()];
        }
        let sets = self.sets.iter().map(|(name, count)| match count {
            1 => name.clone(),
            _ => format!("{name} x {}", grouped(*count)),
        });
        let sets = sets.collect::<Vec<_>>().join(", ");
        let mut row = vec![self.name.clone(), grouped(self.interchanges), sets];
        row.extend([self.segments, self.errors, self.warnings, self.notes].map(grouped));
        row
    }
}

pub(super) fn write(tallies: &[Tally], paper: &mut Paper) -> Result<(), Failure> {
    use Align::{Left, Right};
    let columns = [
        ("file", Left),
        ("interchanges", Right),
        ("transaction sets", Left),
        ("segments", Right),
        ("errors", Right),
        ("warnings", Right),
        ("notes", Right),
    ];
    let rows: Vec<Vec<String>> = tallies.iter().map(Tally::row).collect();
    for (number, line) in table(&columns, &rows).iter().enumerate() {
        let tally = number.checked_sub(1).and_then(|row| tallies.get(row));
        let ink = match tally.map(|tally| tally.outcome(false)) {
            None => Ink::Faint,
            Some(Outcome::Fine) => Ink::Green,
            Some(_) => Ink::Red,
        };
        paper.line(&paper.ink(ink, line))?;
    }
    Ok(())
}
