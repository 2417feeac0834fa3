//! What may be wrong with the text of a guide: a fault of this crate, found by its own tests.

/// Where and why a guide, dictionary or code list could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}, line {line}: {what}")]
pub struct GuideError {
    /// First words of the text, such as the guide's identifier.
    pub text: &'static str,
    /// Counted from 1; 0 where the text as a whole is meant.
    pub line: usize,
    /// What is wrong with the line.
    pub what: &'static str,
}

impl GuideError {
    pub(super) fn new(text: &'static str, line: usize, what: &'static str) -> Self {
        Self { text, line, what }
    }
}
