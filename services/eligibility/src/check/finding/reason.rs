//! Why nothing could be determined, and what to do then.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// Why nothing could be determined.
    ReasonCode {
        PayerDidNotAnswer = "payer_did_not_answer",
        /// The connection was closed for all, or its turn never came, until its time was over.
        NotAskedInTime = "not_asked_in_time",
        PayerThrottles = "payer_throttles",
        PayerRefusedConnection = "payer_refused_connection",
        /// The connection's address leads into a private network; nothing was sent.
        AddressNotAllowed = "address_not_allowed",
        /// The payer's system found a fault in the inquiry as a message (999, TA1).
        InquiryRefused = "inquiry_refused",
        RejectedByPayer = "rejected_by_payer",
        AnswerTooLarge = "answer_too_large",
        AnswerUnreadable = "answer_unreadable",
        AnswerMismatched = "answer_mismatched",
        NothingStated = "nothing_stated",
        OtherServicesOnly = "other_services_only",
        Contradictory = "contradictory",
        CannotProcess = "cannot_process",
        OtherDay = "other_day",
        InquiryNotPossible = "inquiry_not_possible",
        NoLocation = "no_location",
        /// The payer wants something that is not recorded; nothing was sent.
        RecordIncomplete = "record_incomplete",
        Withdrawn = "withdrawn",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityReason)]
pub struct Reason {
    pub code: ReasonCode,
    pub meaning: String,
    /// What to do next.
    pub action: String,
    /// What is wrong, and in which segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        let (meaning, action) = code.in_words();
        Self { code, meaning: meaning.to_owned(), action: action.to_owned(), detail: None }
    }
}

const AGAIN_OR_CALL: &str = "Ask again later, or call the payer.";
const CONNECTION: &str = "Check the payer's connection, and report it to whoever runs it.";
const READ_OR_CALL: &str = "Read the benefits, or call the payer.";

impl ReasonCode {
    fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::PayerDidNotAnswer => ("The payer did not answer.", AGAIN_OR_CALL),
            Self::NotAskedInTime => (
                "The payer was not asked in time: its connection is down, or too much else waits for it.",
                "See the connection's status; ask again later, or call the payer.",
            ),
            Self::PayerThrottles => ("The payer's system asked to be left alone for longer.", AGAIN_OR_CALL),
            Self::PayerRefusedConnection => ("The payer's system refused the message.", CONNECTION),
            Self::AddressNotAllowed => (
                "The connection's address leads into a private network, which this installation does not call.",
                "Correct the connection's address; whoever runs this installation can allow private networks.",
            ),
            Self::InquiryRefused => (
                "The payer's system did not take the inquiry.",
                "See the detail; correct the record it comes from, and ask again, or report it to whoever runs the connection.",
            ),
            Self::RejectedByPayer => ("The payer rejected the inquiry.", "See the rejections."),
            Self::AnswerTooLarge => {
                ("The payer's answer is larger than can be kept: 4 MB, and 50,000 statements.", CONNECTION)
            }
            Self::AnswerUnreadable => ("The payer's answer is not a readable 271.", CONNECTION),
            Self::AnswerMismatched => (
                "The payer's answer is for another inquiry or another patient; it is not shown.",
                AGAIN_OR_CALL,
            ),
            Self::NothingStated => {
                ("The payer answered, but says neither active nor inactive.", READ_OR_CALL)
            }
            Self::OtherServicesOnly => (
                "The payer speaks only of services that were not asked about, such as another plan of the patient.",
                "Ask about the service of the visit, or call the payer.",
            ),
            Self::Contradictory => {
                ("The payer says both active and inactive of the same plan and day.", READ_OR_CALL)
            }
            Self::CannotProcess => ("The payer says it cannot process what was asked about.", READ_OR_CALL),
            Self::OtherDay => (
                "The payer's answer is for another time than the day asked about.",
                "Ask again nearer to the day of the visit, or call the payer about it.",
            ),
            Self::InquiryNotPossible => (
                "The inquiry cannot be written as X12.",
                "Look for unusual characters in the names and ids of patient, payer and location.",
            ),
            Self::RecordIncomplete => (
                "The payer wants to be told more than is recorded of the patient or the coverage.",
                "See the payer's inquiries.required, and complete patient and coverage.",
            ),
            Self::Withdrawn => (
                "The question was taken back before it was sent.",
                "Ask again if the answer is needed after all.",
            ),
            Self::NoLocation => (
                "No location of the practice is known, so nobody can be named as asking.",
                "Record a location with its NPI.",
            ),
        }
    }
}
