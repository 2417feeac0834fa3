//! Why a message is refused: where, what is wrong and what to do, never the value itself.

use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScriptError {
    #[error("the message is larger than {limit} bytes: send one prescription transaction per message")]
    TooLarge { limit: usize },
    #[error("the message is not well-formed XML near byte {at}: send the complete document again")]
    Malformed { at: u64 },
    #[error("the message carries a document type declaration: remove DOCTYPE, it is never read")]
    Doctype,
    #[error("{path} uses an entity other than lt, gt, amp, apos and quot: write the character itself")]
    Entity { path: String },
    #[error("{path} lies deeper than {limit} elements: no SCRIPT message nests so far, correct the sender")]
    TooDeep { path: String, limit: usize },
    #[error("the message holds more than {limit} elements or attributes: correct the sender")]
    TooMany { limit: usize },
    #[error("{path} mixes text with elements: send either text or elements")]
    Mixed { path: String },
    #[error("{path} uses a namespace prefix that is not declared, or too long: declare it on Message")]
    Prefix { path: String },
    #[error("the root element is not Message: send a SCRIPT Message, or one wrapped as text in string")]
    WrongRoot,
    #[error("Message states no version this practice speaks: send SCRIPT 2017071 or 2023011")]
    Version,
    #[error("{path} is missing: add it")]
    Missing { path: String },
    #[error("{path} stands more than once: send it once")]
    Repeated { path: String },
    #[error("{path} is not {expected}: correct it and send again")]
    Invalid { path: String, expected: &'static str },
    #[error("{path} must hold exactly one of {options}: state one outcome")]
    NotOne { path: String, options: String },
    #[error("Body/{transaction} is read but never written: send a transaction that has its own type")]
    NotWritable { transaction: String },
}

pub(crate) type Result<T, E = ScriptError> = std::result::Result<T, E>;
