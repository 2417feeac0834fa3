//! What a check found out, in the words staff act on.

use super::benefit::Benefit;
use chrono::{DateTime, Utc};
use model::Money;
use model::event::EligibilityOutcome;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityFinding)]
pub struct Finding {
    pub outcome: EligibilityOutcome,
    /// Why it could not be determined; absent when it could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Absent when the payer never answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// For an office visit in the network, else for the plan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copay: Option<Money>,
    /// One person's, in the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deductible: Option<Limit>,
    /// One person's, in the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_pocket: Option<Limit>,
    pub benefits: Vec<Benefit>,
    pub rejections: Vec<Rejection>,
    pub differences: Vec<Difference>,
}

/// What the patient pays at most, and what of it is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitLimit)]
pub struct Limit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Money>,
}

model::word_enum! {
    /// Why nothing could be determined.
    ReasonCode {
        PayerDidNotAnswer = "payer_did_not_answer",
        PayerRefusedConnection = "payer_refused_connection",
        RejectedByPayer = "rejected_by_payer",
        AnswerTooLarge = "answer_too_large",
        AnswerUnreadable = "answer_unreadable",
        AnswerMismatched = "answer_mismatched",
        NothingStated = "nothing_stated",
        InquiryNotPossible = "inquiry_not_possible",
        NoLocation = "no_location",
        Withdrawn = "withdrawn",
    }

    /// Where in the payer's answer a rejection stands (the level of its AAA).
    RejectionLevel {
        Source = "source",
        Payer = "payer",
        Provider = "provider",
        Subscriber = "subscriber",
        Dependent = "dependent",
        Benefit = "benefit",
    }

    /// What the payer's record has otherwise.
    Topic { Name = "name", BirthDate = "birth_date", MemberId = "member_id", Address = "address" }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityReason)]
pub struct Reason {
    pub code: ReasonCode,
    pub meaning: String,
    /// What to do next.
    pub action: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityRejection)]
pub struct Rejection {
    /// AAA03.
    pub code: String,
    pub level: RejectionLevel,
    pub meaning: String,
    /// What to do next.
    pub action: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EligibilityDifference)]
pub struct Difference {
    pub field: Topic,
    pub ours: String,
    pub payers: String,
}

impl Finding {
    pub fn without_answer(reason: ReasonCode) -> Self {
        Self {
            outcome: EligibilityOutcome::Undetermined,
            reason: Some(reason.into()),
            answered_at: None,
            plan: None,
            copay: None,
            deductible: None,
            out_of_pocket: None,
            benefits: Vec::new(),
            rejections: Vec::new(),
            differences: Vec::new(),
        }
    }
}

impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finding({}, [phi])", self.outcome)
    }
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        let (meaning, action) = code.in_words();
        Self { code, meaning: meaning.to_owned(), action: action.to_owned() }
    }
}

const AGAIN_OR_CALL: &str = "Ask again later, or call the payer.";
const CONNECTION: &str = "Check the payer's connection, and report it to whoever runs it.";

impl ReasonCode {
    fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::PayerDidNotAnswer => ("The payer did not answer.", AGAIN_OR_CALL),
            Self::PayerRefusedConnection => ("The payer's system refused the message.", CONNECTION),
            Self::RejectedByPayer => ("The payer rejected the inquiry.", "See the rejections."),
            Self::AnswerTooLarge => ("The payer's answer is larger than 10 MB.", CONNECTION),
            Self::AnswerUnreadable => ("The payer's answer is not a readable 271.", CONNECTION),
            Self::AnswerMismatched => (
                "The payer's answer is for another inquiry or another patient; it is not shown.",
                AGAIN_OR_CALL,
            ),
            Self::NothingStated => (
                "The payer answered, but says neither active nor inactive.",
                "Read the benefits, or call the payer.",
            ),
            Self::InquiryNotPossible => (
                "The inquiry cannot be written as X12.",
                "Look for unusual characters in the names and ids of patient, payer and location.",
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
