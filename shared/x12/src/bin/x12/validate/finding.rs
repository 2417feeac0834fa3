//! One finding: where it is, in numbers and names, what stands there, what is wrong, what to do.

use serde_json::{Value, json};
use x12::guide::Guide;
use x12::validate::{Finding, Level, Position, Severity};

use crate::failure::Failure;
use crate::paper::{Ink, Paper, plain};

pub(super) struct Shown<'f> {
    finding: &'f Finding,
    loop_name: &'static str,
    value: Option<&'f str>,
    expected: Option<&'f str>,
}

impl<'f> Shown<'f> {
    pub(super) fn new(finding: &'f Finding, guide: Option<&'static Guide>, no_values: bool) -> Self {
        let id = finding.position.loop_id;
        let found = guide.and_then(|guide| guide.loops().iter().find(|rule| Some(rule.id) == id));
        let value = finding.value.as_deref().filter(|_| !no_values);
        let expected = finding.expected.as_deref().filter(|_| !no_values);
        Self { finding, loop_name: found.map_or("", |rule| rule.name), value, expected }
    }

    pub(super) fn text(&self, paper: &mut Paper) -> Result<(), Failure> {
        let Finding { position, rule, name, hint, .. } = self.finding;
        let (ink, word) = match self.finding.severity {
            Severity::Error => (Ink::Red, "error"),
            Severity::Warning => (Ink::Yellow, "warning"),
            Severity::Note => (Ink::Faint, "note"),
        };
        let word = paper.ink(ink, &format!("{word:<7}"));
        let mut place =
            format!("segment {} ({}), byte {}", position.segment, plain(&position.id), position.offset);
        if let Some(id) = position.loop_id.filter(|id| *id != "ST") {
            place += &format!(", loop {id} {}", self.loop_name);
        }
        paper.line(&format!("  {word}  {}", place.trim_end()))?;
        let element = element(position);
        let what = [element.as_str(), name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let mut line = what.join(" ");
        if let Some(value) = self.value {
            line += &format!(" {}", paper.ink(Ink::Bold, &format!("\"{}\"", plain(value))));
        }
        if let Some(expected) = self.expected {
            line += &format!(", expected \"{}\"", plain(expected));
        }
        let line = if line.is_empty() { rule.to_string() } else { format!("{line}: {rule}") };
        paper.line(&format!("           {line}"))?;
        if !hint.is_empty() {
            paper.line(&format!("           {}", paper.ink(Ink::Faint, &format!("-> {hint}"))))?;
        }
        Ok(())
    }

    pub(super) fn json(&self) -> Value {
        let Finding { level, severity, position, rule, name, reference, hint, .. } = self.finding;
        let level = match level {
            Level::Syntax => "syntax",
            Level::Requirement => "requirement",
            Level::Balance => "balancing",
            Level::Relation => "relation",
        };
        json!({
            "severity": format!("{severity:?}").to_lowercase(),
            "level": level,
            "rule": rule.name(),
            "problem": rule.to_string(),
            "hint": hint,
            "segment": position.segment,
            "offset": position.offset,
            "id": position.id,
            "loop": position.loop_id,
            "loop_name": Some(self.loop_name).filter(|name| !name.is_empty()),
            "element": position.element,
            "component": position.component,
            "repetition": position.repetition,
            "name": Some(*name).filter(|name| !name.is_empty()),
            "data_element": Some(*reference).filter(|number| !number.is_empty()),
            "value": self.value,
            "expected": self.expected,
        })
    }
}

/// `CLM05-03`, and which of several repetitions.
fn element(position: &Position) -> String {
    let Some(element) = position.element else { return String::new() };
    let mut text = format!("{}{element:02}", position.id);
    if let Some(component) = position.component {
        text += &format!("-{component:02}");
    }
    match position.repetition {
        Some(repetition) if repetition > 1 => format!("{text}, repetition {repetition},"),
        _ => text,
    }
}
