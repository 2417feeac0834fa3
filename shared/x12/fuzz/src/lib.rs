//! What every fuzz target does with its input; the tests of the crate run the inputs kept in `regressions` the same way.

pub mod envelope;
pub mod interchange;
pub mod interchange_acknowledgment;
pub mod plain;
pub mod segments;
pub mod stream;
pub mod typed;
pub mod validator;

/// How far an input came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// No transaction set could be made of it: not worth keeping.
    Nothing,
    /// It was refused with an error.
    Refused,
    /// It was read, and could not be written again: a character or a part the writer insists on.
    Read,
    /// It was read, and everything that has to hold of it holds.
    Whole,
}

/// A fuzz target: its name, that of its folders, and what it does.
pub type Target = (&'static str, fn(&[u8]) -> Reached);

/// Every target.
pub const TARGETS: &[Target] = &[
    ("segments", segments::check),
    ("stream", stream::check),
    ("interchange", interchange::check),
    ("inquiry", typed::inquiry),
    ("response", typed::response),
    ("status_request", typed::status_request),
    ("status_response", typed::status_response),
    ("claim_acknowledgment", typed::claim_acknowledgment),
    ("remittance", typed::remittance),
    ("professional_claims", typed::professional_claims),
    ("review_request", typed::review_request),
    ("review_response", typed::review_response),
    ("functional_acknowledgment", typed::functional_acknowledgment),
    ("interchange_acknowledgment", interchange_acknowledgment::check),
    ("validator", validator::check),
];
