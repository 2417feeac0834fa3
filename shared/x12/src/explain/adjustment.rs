//! CARC: why a payer paid something else than the charge. A short list of the usual ones.

use super::{Explanation, Row, find};

/// Explains a claim adjustment reason code.
#[must_use]
pub fn carc(code: &str) -> Option<Explanation> {
    find(ROWS, code, &[])
}

const PATIENT: &str = "Bill the patient or the next payer.";
const WRITE_OFF: &str = "Write it off where the group is CO.";
const FIX: &str = "Correct the claim and send a replacement.";
const APPEAL: &str = "Check the record; appeal with documentation or write it off.";

pub(super) const ROWS: &[Row] = &[
    ("1", "Deductible.", PATIENT),
    ("2", "Coinsurance.", PATIENT),
    ("3", "Copayment.", "Bill the patient unless collected at the visit."),
    ("4", "The modifier is missing or does not fit the procedure.", FIX),
    ("11", "The diagnosis does not fit the procedure.", FIX),
    ("16", "Information is missing or wrong; the remark code says which.", FIX),
    ("18", "A duplicate of a claim already decided.", "Find the first claim's decision; do not send again."),
    ("22", "Another payer may have to pay first.", "Clear up the order of payers and bill the first one."),
    ("23", "What the earlier payer paid or adjusted.", "Nothing: it repeats the earlier payer's decision."),
    ("27", "The coverage had ended.", "Check eligibility; bill the right payer or the patient."),
    ("29", "Sent too late.", "Appeal with proof of timely filing, or write it off."),
    ("45", "Charge above the fee schedule.", WRITE_OFF),
    ("50", "Not found medically necessary.", APPEAL),
    ("94", "Paid more than the charge.", "Nothing, unless the payer takes it back."),
    ("96", "Not covered; the remark code says why.", "Bill the patient where the group is PR, else appeal."),
    ("97", "Included in the payment of another service.", APPEAL),
    ("109", "Another payer or contractor is responsible.", "Bill the right payer."),
    ("119", "The benefit's maximum is reached.", PATIENT),
    ("131", "A negotiated discount.", WRITE_OFF),
    ("144", "An incentive payment, such as for quality.", "Post it as the payer says."),
    ("151", "The payer does not accept this many services.", APPEAL),
    ("197", "Authorization or notice was missing.", "Ask for a retroactive authorization, or appeal."),
    ("204", "Not covered under the patient's plan.", PATIENT),
    ("252", "A document is needed; the remark code says which.", "Send the document to the payer."),
    ("253", "Federal sequestration reduction.", "Write it off."),
    ("B7", "The provider was not eligible for this service on that day.", "Check enrollment dates; appeal."),
    ("B13", "Paid before, or part of an earlier payment.", "Find the earlier payment."),
];
