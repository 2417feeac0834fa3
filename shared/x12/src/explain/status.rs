//! STC01-1: claim status categories of 277 and 277CA.

use super::{Explanation, Row, find};

/// Explains a claim status category code; codes not listed fall back to their family (`R16` to `R`).
#[must_use]
pub fn status_category(code: &str) -> Option<Explanation> {
    let retryable = ["E1", "E2"];
    find(ROWS, code, &retryable).or_else(|| find(ROWS, code.get(..1)?, &retryable))
}

const WAIT: &str = "Wait for the payer's decision.";
const RESEND: &str = "Correct the claim and send it again as an original; no remittance will come.";
const REMITTANCE: &str = "Look for the remittance.";
const ASKED: &str = "Send what the payer asks for.";
const LATER: &str = "Ask again later.";

pub(super) const ROWS: &[Row] = &[
    ("A0", "Passed on to another organization.", WAIT),
    ("A1", "Received, not yet accepted.", WAIT),
    ("A2", "Accepted for adjudication.", WAIT),
    ("A3", "Returned: it cannot be processed.", RESEND),
    (
        "A4",
        "The claim is not found.",
        "Check identifiers and dates; if they are right, send the claim again.",
    ),
    ("A5", "Split into several claims.", "Watch for one remittance for each part."),
    ("A6", "Rejected: something is missing.", RESEND),
    ("A7", "Rejected: something is invalid.", RESEND),
    ("A8", "Rejected: two fields contradict each other.", RESEND),
    ("P", "In process.", WAIT),
    ("P0", "In process, without detail.", WAIT),
    ("P1", "In process at the payer.", WAIT),
    ("P2", "Held back for review.", WAIT),
    ("P3", "Held until the provider sends something.", ASKED),
    ("P4", "Held until the patient sends something.", "Ask the patient to answer the payer."),
    ("P5", "Held until another payer decides.", WAIT),
    ("F0", "Decided.", REMITTANCE),
    ("F1", "Decided and paid.", REMITTANCE),
    (
        "F2",
        "Decided and denied.",
        "Read the reason in the remittance; appeal or bill the patient as it allows.",
    ),
    ("F3", "Decided again after a change.", REMITTANCE),
    ("F3F", "Passed on to another payer after the decision.", "Watch for that payer's remittance."),
    ("F3N", "Decided, not passed on.", "Bill the next payer."),
    ("F4", "Decided; no payment will be made.", REMITTANCE),
    ("R", "The payer wants more.", ASKED),
    ("E", "The request failed.", LATER),
    ("E0", "The request has an error.", "Correct the request and ask again."),
    ("E1", "The payer's system is away.", LATER),
    ("E2", "The payer's system did not answer in time.", LATER),
    ("E3", "The request does not meet the payer's rules.", "Correct the request and ask again."),
    ("E4", "The payer needs a translation or agreement first.", "Report it to whoever runs the connection."),
    ("D0", "Nothing was found.", "Check member id, name and dates of service, and ask again."),
];
