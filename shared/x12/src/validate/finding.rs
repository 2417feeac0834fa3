//! What is wrong, where, by which rule, and what to do.

use std::borrow::Cow;
use std::fmt;

use super::rule::Rule;

/// Depth of a check, as the SNIP types 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 1: envelope, counts, segment syntax, element types and lengths.
    Syntax,
    /// 2: loops, required and unused segments and elements, codes, repeats.
    Requirement,
    /// 3: amounts add up.
    Balance,
    /// 4: what one segment asks of another.
    Relation,
}

/// Whether the receiver may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with what is sent.
    Note,
    /// May be wrong, such as a code that may be newer than the list at hand.
    Warning,
    /// Breaks a rule: a receiver may refuse it.
    Error,
}

/// Where a finding is. Numbers count from 1, bytes from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Byte of the file at which the segment begins, counted from 0.
    pub offset: usize,
    /// In the transaction set, ST = 1; of envelope segments in the interchange, ISA = 1.
    pub segment: usize,
    /// Name of the segment; of a missing one, what it should be.
    pub id: Box<str>,
    /// Such as `2110`; `None` outside of transaction sets.
    pub loop_id: Option<&'static str>,
    /// Of the segment, counted from 1; `None` where the segment as a whole is meant.
    pub element: Option<u8>,
    /// Of the element, counted from 1; `None` where the element as a whole is meant.
    pub component: Option<u8>,
    /// Of a repeated element, counted from 1.
    pub repetition: Option<u16>,
}

/// One thing found wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// At which level it was found: that of its rule.
    pub level: Level,
    /// How much it matters here; milder for some rules in test files.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// What is broken.
    pub rule: Rule,
    /// What the guide calls the segment, loop or element.
    pub name: &'static str,
    /// Number of the data element, such as `782`; empty where no element is meant.
    pub reference: &'static str,
    /// What stands there. It may be health data: neither Debug nor Display show it.
    pub value: Option<Box<str>>,
    /// What should stand there, where other segments say so. As `value`, it is not shown until asked for.
    pub expected: Option<Box<str>>,
    /// What to do.
    pub hint: Cow<'static, str>,
}

impl Finding {
    /// As Display, and with the values found and expected.
    #[must_use]
    pub fn with_value(&self) -> String {
        match (&self.value, &self.expected) {
            (Some(value), Some(expected)) => format!("{self} (found {value:?}, expected {expected:?})"),
            (Some(value), None) => format!("{self} (found {value:?})"),
            (None, Some(expected)) => format!("{self} (expected {expected:?})"),
            (None, None) => self.to_string(),
        }
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finding({:?} {:?}: {self})", self.level, self.severity)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.rule)?;
        if !self.name.is_empty() {
            write!(f, " ({})", self.name)?;
        }
        if self.hint.is_empty() { Ok(()) } else { write!(f, ": {}", self.hint) }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {} ({}), byte {}", self.segment, self.id, self.offset)?;
        if let Some(loop_id) = self.loop_id {
            write!(f, ", loop {loop_id}")?;
        }
        let Some(element) = self.element else { return Ok(()) };
        write!(f, ", {}{element:02}", self.id)?;
        if let Some(component) = self.component {
            write!(f, "-{component:02}")?;
        }
        match self.repetition {
            Some(repetition) => write!(f, ", repetition {repetition}"),
            None => Ok(()),
        }
    }
}
