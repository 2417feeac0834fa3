//! What every fuzz target does with its input; the tests of the crate run the inputs kept in `regressions` the same way.

pub mod claim_by_claim;
pub mod code_list;
pub mod envelope;
pub mod interchange;
pub mod interchange_acknowledgment;
pub mod json;
pub mod original;
pub mod plain;
pub mod segments;
pub mod stream;
pub mod typed;
pub mod validator;

use std::cell::Cell;

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

thread_local! {
    static EVERY: Cell<bool> = const { Cell::new(false) };
}

/// From now on every input is looked at longer, on this thread.
pub fn choose_every() {
    EVERY.set(true);
}

/// Whether this is the one input out of so many that is looked at longer: what takes time must not cost executions. Its
/// content decides, so that an input fails always or never.
#[must_use]
pub fn is_chosen(input: &[u8], out_of: u64) -> bool {
    let mixed = |sum: u64, piece: &[u8]| {
        let piece = piece.iter().fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        (sum ^ piece).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
    };
    EVERY.get() || (input.chunks(8).fold(input.len() as u64, mixed) >> 16).is_multiple_of(out_of)
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
    ("institutional_claims", typed::institutional_claims),
    ("review_request", typed::review_request),
    ("review_response", typed::review_response),
    ("functional_acknowledgment", typed::functional_acknowledgment),
    ("interchange_acknowledgment", interchange_acknowledgment::check),
    ("claim_by_claim", claim_by_claim::check),
    ("original", original::check),
    ("validator", validator::check),
    ("to_json", json::check_file),
    ("from_json", json::check_document),
    ("code_list", code_list::check),
];
