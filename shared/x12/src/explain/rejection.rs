//! AAA03: why an eligibility inquiry was not answered.

use super::{Explanation, Row, find};

/// Explains an AAA03 code.
#[must_use]
pub fn aaa(code: &str) -> Option<Explanation> {
    find(ROWS, code, &["42", "80"])
}

const SUPPORT: &str = "Report it to whoever runs the connection to this payer.";
const PROVIDER: &str = "Check the provider's NPI and its enrollment with this payer.";
const DATES: &str = "Correct the date asked about and send again.";
const IDENTITY: &str = "Compare with the insurance card, correct and send again.";
const DIAGNOSIS: &str = "Correct the diagnosis, or leave it out and send again.";
const SERVICE: &str = "Correct the service asked about, or ask for plan coverage (30).";
const AUTHORIZATION: &str = "Ask the payer for the authorization number.";

pub(super) const ROWS: &[Row] = &[
    ("04", "The payer takes fewer questions per transmission.", "Send fewer questions at once."),
    ("15", "The payer needs more to identify provider or patient.", "Add what is missing and send again."),
    ("33", "The question lacks input the payer needs.", SERVICE),
    ("35", "The patient is outside of the plan's network or area.", "Call the payer."),
    ("41", "The practice is not cleared for this payer's answers.", SUPPORT),
    ("42", "The payer cannot answer at the moment.", "Wait and ask again; it is retried by itself."),
    ("43", "The payer does not accept the provider's identifier.", PROVIDER),
    ("44", "The provider's name is wrong or missing.", PROVIDER),
    ("45", "The provider's specialty is wrong or missing.", PROVIDER),
    ("46", "The provider's phone number is wrong or missing.", PROVIDER),
    ("47", "The provider's state is wrong or missing.", PROVIDER),
    ("48", "The referring provider's identifier is wrong or missing.", PROVIDER),
    ("49", "The provider is not the patient's primary care physician.", "Ask the patient for a referral."),
    ("50", "The provider may not ask about this patient.", PROVIDER),
    ("51", "The payer does not know the provider.", PROVIDER),
    ("52", "The date asked about is outside of the provider's contract.", DATES),
    ("53", "The payer does not answer this kind of question.", SERVICE),
    ("54", "The product or service code does not fit.", SERVICE),
    ("55", "The product or service code is not covered here.", SERVICE),
    ("56", "The date is wrong.", DATES),
    ("57", "The dates of service are wrong or missing.", DATES),
    ("58", "The date of birth is wrong or missing.", IDENTITY),
    ("60", "The date of birth lies after the date of service.", IDENTITY),
    (
        "61",
        "The date of death lies before the date of service.",
        "Check the date of service with the patient's file.",
    ),
    ("62", "The payer does not answer for a date so long ago or so far ahead.", DATES),
    ("63", "The date lies in the future.", DATES),
    ("64", "The patient's identifier is wrong or missing.", IDENTITY),
    ("65", "The patient's name is wrong or missing.", IDENTITY),
    ("66", "The patient's sex is wrong or missing.", IDENTITY),
    ("67", "The payer does not find the patient.", IDENTITY),
    ("68", "The patient's identifier belongs to several people.", "Add the date of birth and send again."),
    ("69", "The service does not fit the patient's age.", SERVICE),
    ("70", "The service does not fit the patient's sex.", SERVICE),
    ("71", "The date of birth is not the one the payer has.", IDENTITY),
    ("72", "The member id is wrong or missing.", IDENTITY),
    ("73", "The subscriber's name is wrong or missing.", IDENTITY),
    ("74", "The subscriber's sex is wrong or missing.", IDENTITY),
    ("75", "The payer does not find the subscriber.", IDENTITY),
    ("76", "The member id belongs to several people.", "Add the date of birth and send again."),
    ("77", "The payer found the subscriber but not the patient.", IDENTITY),
    ("78", "The subscriber is not in the group or plan named.", IDENTITY),
    ("79", "The payer's identifier is wrong.", SUPPORT),
    ("80", "The payer did not answer.", "Wait and ask again; it is retried by itself."),
    ("97", "The provider's address is wrong or missing.", PROVIDER),
    ("98", "The payer does not know this kind of service.", SERVICE),
    ("AA", "The authorization number is not found.", AUTHORIZATION),
    ("AE", "An authorization number is needed.", AUTHORIZATION),
    ("AF", "The diagnosis is wrong or missing.", DIAGNOSIS),
    ("AG", "The procedure code is wrong or missing.", SERVICE),
    ("AO", "More about the patient's condition is needed.", "Call the payer."),
    ("CI", "The certification does not fit the patient.", AUTHORIZATION),
    ("E8", "Medical review is required.", "Call the payer."),
    ("IA", "The authorization number has a wrong form.", AUTHORIZATION),
    ("MA", "The authorization number is missing.", AUTHORIZATION),
    ("T4", "The payer's name or identifier is missing.", SUPPORT),
];
