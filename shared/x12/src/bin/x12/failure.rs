//! How a run ends.

use std::io;
use std::process::ExitCode;

use x12::X12Error;
use x12::json::JsonError;
use x12::reader::StreamError;

/// Exit code where whoever reads our output went away, as of a program that the signal ends.
pub(crate) const PIPE: u8 = 141;

/// How a run ends that went to its end; of several files the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// 0.
    Fine,
    /// 1: findings, or a difference.
    Found,
    /// 2: a file could not be read at all.
    Unreadable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Why a run could not go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads our output any more.
    Pipe,
    /// What is wrong, and what to do.
    Said(String),
}

impl Failure {
    pub(crate) fn said(message: impl Into<String>) -> Self {
        Self::Said(message.into())
    }

    /// The same, of a file.
    pub(crate) fn of(self, name: &str) -> Self {
        match self {
            Self::Pipe => Self::Pipe,
            Self::Said(message) => Self::Said(format!("{name}: {message}")),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Pipe } else { Self::Said(error.to_string()) }
    }
}

impl From<X12Error> for Failure {
    fn from(error: X12Error) -> Self {
        Self::Said(error.to_string())
    }
}

impl From<StreamError> for Failure {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Io(error) => Self::from(error),
            StreamError::X12(error) => Self::from(error),
        }
    }
}

impl From<JsonError> for Failure {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Io(error) => Self::from(error),
            other => Self::Said(other.to_string()),
        }
    }
}
