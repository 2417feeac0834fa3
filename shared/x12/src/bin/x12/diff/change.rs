//! One difference.

use serde_json::{Value, json};

use super::line::{Line, shown};
use crate::failure::Failure;
use crate::paper::{Ink, Paper, plain};
use crate::table::counted;

#[derive(Debug)]
pub(super) struct Change {
    /// What it is in, outermost first.
    pub(super) path: Vec<String>,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// A loop stands in one file only.
    Loop { added: bool, label: String, segments: usize, first: String },
    /// A segment stands in one file only.
    Segment { added: bool, text: String, name: &'static str },
    /// An element has another value.
    Element { place: String, name: &'static str, left: String, right: String },
}

impl What {
    pub(super) fn segment(line: &Line, added: bool) -> Self {
        Self::Segment { added, text: line.raw().to_owned(), name: line.name() }
    }
}

impl Change {
    /// What it is in.
    pub(super) fn place(&self) -> String {
        if self.path.is_empty() { "file".to_owned() } else { plain(&self.path.join(" > ")) }
    }

    pub(super) fn text(&self, paper: &mut Paper) -> Result<(), Failure> {
        let (ink, line) = match &self.what {
            What::Loop { added, label, segments, .. } => {
                (side(*added), format!("{} {label}: {}", sign(*added), counted(*segments, "segment")))
            }
            What::Segment { added, text, name } => (side(*added), format!("{} {text}  {name}", sign(*added))),
            What::Element { place, name, left, right } => {
                let [left, right] =
                    [left, right].map(|text| if text.is_empty() { "nothing".into() } else { shown(text) });
                (Ink::Yellow, format!("~ {place} {name}: {left} -> {right}"))
            }
        };
        Ok(paper.line(&paper.ink(ink, &format!("  {}", plain(line.trim_end()))))?)
    }

    pub(super) fn json(&self) -> Value {
        let word = |added: &bool| if *added { "added" } else { "removed" };
        let mut value = match &self.what {
            What::Loop { added, label, segments, first } => {
                json!({ "change": word(added), "what": "loop", "loop": label, "segments": segments, "first_segment": first })
            }
            What::Segment { added, text, name } => {
                json!({ "change": word(added), "what": "segment", "segment": text, "name": name })
            }
            What::Element { place, name, left, right } => {
                json!({ "change": "changed", "what": "element", "element": place, "name": name,
                    "left": shown(left), "right": shown(right) })
            }
        };
        value["path"] = json!(self.path);
        value
    }
}

fn sign(added: bool) -> char {
    if added { '+' } else { '-' }
}

fn side(added: bool) -> Ink {
    if added { Ink::Green } else { Ink::Red }
}
