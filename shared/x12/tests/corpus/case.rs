//! The table of cases.

use std::collections::BTreeMap;

use super::document::Document;
use super::operation;
use super::table::{folder, rows};

/// One file made from a base file, and what is to be found in it.
pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub expected: Expected,
}

/// What the validator is to say.
pub enum Expected {
    /// Nothing is wrong.
    Accepted,
    /// An error.
    Refused(Wanted),
    /// No error, but a warning: a receiver may know more than the list at hand.
    Doubted(Wanted),
}

/// A finding that must be among those made.
pub struct Wanted {
    /// 1 syntax, 2 requirement, 3 balancing, 4 between segments.
    pub level: u8,
    /// One of the names in `ours.rs`.
    pub rule: String,
    /// Such as `SVC01-02`, or `NM1` for the whole segment; `-` is anywhere.
    pub place: String,
}

impl Expected {
    pub fn accepts(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }

    fn read(text: &str) -> Result<Self, String> {
        if text == "ok" {
            return Ok(Self::Accepted);
        }
        let words: Vec<&str> = text.split(' ').collect();
        let [level, rule, place] = words[..] else {
            return Err(format!("{text} is not level, rule and place"));
        };
        let digit = level.trim_end_matches('?').parse().map_err(|_| format!("{level} is no level"))?;
        let wanted = Wanted { level: digit, rule: rule.to_owned(), place: place.to_owned() };
        Ok(if level.ends_with('?') { Self::Doubted(wanted) } else { Self::Refused(wanted) })
    }
}

/// All of them, in the order of the table.
pub fn cases() -> Result<Vec<Case>, String> {
    let mut bases = BTreeMap::new();
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for row in rows("cases.tsv")? {
        let [name, base, operations, expected] = &row[..] else {
            return Err(format!("{row:?} has not four columns"));
        };
        let document = match bases.get(base) {
            Some(document) => document,
            None => bases.entry(base.clone()).or_insert(self::base(base)?),
        };
        let mut document: Document = document.clone();
        if let Err(error) = operation::apply(&mut document, operations) {
            faults.push(format!("{name}: {error}"));
            continue;
        }
        let expected = Expected::read(expected).map_err(|error| format!("{name}: {error}"))?;
        cases.push(Case { name: name.clone(), bytes: document.into_bytes(), expected });
    }
    if faults.is_empty() { Ok(cases) } else { Err(faults.join("\n")) }
}

fn base(name: &str) -> Result<Document, String> {
    let path = folder().join("base").join(name).with_extension("edi");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Document::read(&text))
}
