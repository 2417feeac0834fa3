//! Why a file could not be turned into JSON or back.

use std::borrow::Cow;
use std::fmt;
use std::io;

use crate::error::X12Error;

/// Why a file could not be turned into JSON or back. No value of the file is shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Source or target failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file has no ISA.
    #[error(transparent)]
    X12(#[from] X12Error),
    /// The JSON is not that of a file.
    #[error("line {line}, {path}: {problem}")]
    Document {
        /// Line of the document, counted from 1.
        line: usize,
        /// Where in the document, as a JSON pointer.
        path: Path,
        /// What is wrong there, without the value.
        problem: Cow<'static, str>,
    },
}

/// Where in a document: a JSON pointer such as `/content/0/content/3/2`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

/// A step inwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Item(usize),
    Key(Cow<'static, str>),
}

impl Path {
    pub(super) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// Goes from an item of a list to the next.
    pub(super) fn advance(&mut self) {
        if let Some(Step::Item(number)) = self.0.last_mut() {
            *number += 1;
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the document");
        }
        self.0.iter().try_for_each(|step| match step {
            Step::Item(number) => write!(f, "/{number}"),
            Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
        })
    }
}
