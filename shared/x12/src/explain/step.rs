//! What a person or a machine does next.

use super::CodeList;

/// The next step, one verb each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextStep {
    /// All is well, or it is only told.
    Nothing,
    /// The payer is still at work.
    Wait,
    /// A machine may ask again later, without a person.
    Retry,
    /// Take the amounts over as the payer states them.
    Post,
    /// The practice bears the amount.
    WriteOff,
    /// The patient owes the amount, unless another payer comes first.
    BillPatient,
    /// Another payer is responsible.
    BillOtherPayer,
    /// Correct and send again.
    Correct,
    /// The payer wants documents.
    SendRecords,
    /// Ask for, or find, an authorization or referral.
    Authorize,
    /// Ask the payer to decide again, with documentation.
    Appeal,
    /// The patient has to clear something up with the payer.
    AskPatient,
    /// Only the payer can tell.
    CallPayer,
    /// Check the patient's coverage.
    CheckCoverage,
    /// Check the provider's identifiers and enrollment with the payer.
    CheckEnrollment,
    /// The payer wants money back.
    Refund,
    /// For whoever runs the connection.
    FixConnection,
    /// Find what was sent or decided before; do not send again.
    FindEarlier,
    /// A person reads the rest of the answer and decides.
    Review,
    /// The code is valid; its text stands only in the official list.
    OfficialList,
}

use NextStep as S;

/// Step, its keyword in the list files, and its advice where a code has none of its own.
const STEPS: [(NextStep, &str, &str); 20] = [
    (S::Nothing, "none", "Nothing to do."),
    (S::Wait, "wait", "Wait for the payer."),
    (S::Retry, "retry", "Wait and ask again; it is retried by itself."),
    (S::Post, "post", "Post it as the payer states it."),
    (S::WriteOff, "write-off", "Write it off; it is never billed to the patient."),
    (S::BillPatient, "bill-patient", "Bill the patient, or first the next payer where there is one."),
    (S::BillOtherPayer, "bill-other", "Bill the payer that is responsible."),
    (S::Correct, "correct", "Correct the claim and send a replacement with the payer's claim number."),
    (S::SendRecords, "records", "Send the payer what it asks for."),
    (
        S::Authorize,
        "authorize",
        "Ask for the authorization or referral, or find its number, and send it along.",
    ),
    (S::Appeal, "appeal", "Check the record; appeal with documentation, or accept the decision."),
    (S::AskPatient, "ask-patient", "Ask the patient to clear it up with the payer."),
    (S::CallPayer, "call-payer", "Call the payer."),
    (
        S::CheckCoverage,
        "check-coverage",
        "Check eligibility for that day and bill the right payer or the patient.",
    ),
    (S::CheckEnrollment, "check-enrollment", "Check the provider's NPI and enrollment with this payer."),
    (S::Refund, "refund", "Pay the money back."),
    (S::FixConnection, "connection", "Report it to whoever runs the connection to this payer."),
    (S::FindEarlier, "find-earlier", "Find the earlier claim's decision; do not send it again."),
    (S::Review, "review", "Read the remark codes and the payer's rule, then decide."),
    (S::OfficialList, "official-list", "Look the code up in the official list, or load that list."),
];

impl NextStep {
    /// Every step.
    pub fn all() -> impl Iterator<Item = Self> {
        STEPS.iter().map(|(step, ..)| *step)
    }

    /// Its word in list files and interfaces, such as `bill-patient`.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        self.row().1
    }

    /// The step of a word such as `bill-patient`; `None` of any other.
    #[must_use]
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        STEPS.iter().find(|(_, word, _)| *word == keyword).map(|(step, ..)| *step)
    }

    /// One sentence for a code of this list that has no advice of its own.
    #[must_use]
    pub fn advice(self, list: CodeList) -> &'static str {
        match (self, list) {
            (Self::BillPatient, CodeList::Rarc) => {
                "Bill the patient only where the adjustment's group is PR."
            }
            (Self::Correct, CodeList::RejectReason | CodeList::FollowUp) => "Correct it and ask again.",
            (Self::Correct, CodeList::ClaimStatus | CodeList::ClaimStatusCategory) => {
                "Correct it; send a new original where the claim was rejected, a replacement where it was decided."
            }
            (Self::Correct, list) if list.is_acknowledgment() => {
                "Correct it; send the transaction again where it was rejected."
            }
            _ => self.row().2,
        }
    }

    fn row(self) -> &'static (Self, &'static str, &'static str) {
        STEPS.iter().find(|(step, ..)| *step == self).unwrap_or(&STEPS[0])
    }
}
