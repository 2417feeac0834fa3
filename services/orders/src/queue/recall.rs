//! Answers to a cancel: at once by how things stand, or by the pharmacist who has it in hand.

use super::counter::said;
use super::{AtCounter, Holder, Refusal, Step};
use crate::prescription::Evidence;
use chrono::{DateTime, Utc};
use model::{Note, word_enum};

word_enum! {
    /// What the pharmacy says to a cancel.
    CancelAnswer { Approve = "approve", Deny = "deny" }
}

impl AtCounter {
    /// The queue's own answer; none while somebody has it in hand, for then they must be asked.
    pub fn answer_at_once(&self, now: DateTime<Utc>) -> Option<Evidence> {
        let settled = self.ledger().is_exhausted() || self.entry.held(now).is_none();
        settled.then(|| self.answer_to_cancel())
    }

    /// What nobody has in hand is cancelled with all that is left of it; what was dispensed to the end cannot be.
    pub(super) fn answer_to_cancel(&self) -> Evidence {
        let story = self.ledger().story();
        if self.ledger().is_exhausted() {
            Evidence::CancelDenied { reason: format!("all of it was dispensed: {story}") }
        } else {
            Evidence::CancelApproved { note: Some(story) }
        }
    }

    /// The pharmacist's answer to a cancel that found the prescription in hand.
    pub fn answer_cancel(
        &self,
        answer: CancelAnswer,
        note: Option<&Note>,
        by: &Holder,
        now: DateTime<Utc>,
    ) -> Result<Step, Refusal> {
        if !self.cancel_requested() {
            return Err(Refusal::NoCancelRequested);
        }
        self.is_free_for(by, now)?;
        let (evidence, change, hold) = match answer {
            CancelAnswer::Approve => {
                let story = said(&self.ledger().story(), false, note)?;
                (Evidence::CancelApproved { note: Some(story) }, "cancel approved", None)
            }
            CancelAnswer::Deny => {
                let reason = said("the pharmacist denied it", true, note)?;
                (Evidence::CancelDenied { reason }, "cancel denied", self.entry.held(now).cloned())
            }
        };
        Ok(Step { evidence, change, hold, note: note.map(ToString::to_string) })
    }
}
