//! Signing: the last moment at which an order can be refused, and everything that is missing said at once.

use super::content::{Bill, What};
use super::duplicate::{Duplicate, DuplicateReason, Duplicates, Reason};
use super::refusal::Gap;
use super::{Kind, Order, Refusal, Signature, State};
use crate::compendium;
use crate::laboratory::Laboratory;
use model::event::{CoverageSnapshot, LocationSnapshot, PatientSnapshot, PractitionerSnapshot};

/// Everyone an order names, and what is known of them.
#[derive(Clone)]
pub struct Cast {
    pub patient: PatientSnapshot,
    pub practitioner: PractitionerSnapshot,
    pub location: Option<LocationSnapshot>,
    /// None for a referral.
    pub laboratory: Option<Laboratory>,
    /// In force today, in the order in which they pay.
    pub coverages: Vec<CoverageSnapshot>,
    /// The ordered tests as the compendium has them.
    pub offered: Vec<compendium::Test>,
}

impl Order {
    pub fn sign(
        self,
        signature: Signature,
        cast: &Cast,
        found: Vec<Duplicate>,
        reason: Option<Reason>,
    ) -> Result<Self, Refusal> {
        if self.state != State::Draft {
            return Err(Refusal::WrongStatus(self.state.status(), "signed"));
        }
        let gaps = self.gaps(cast);
        if !gaps.is_empty() {
            return Err(Refusal::Incomplete(gaps));
        }
        match &reason {
            None if !found.is_empty() => return Err(Refusal::Duplicate(found)),
            Some(Reason { code: DuplicateReason::Other, note: None }) => return Err(Refusal::NoteMissing),
            _ => {}
        }
        let reason = reason.filter(|_| !found.is_empty());
        let duplicates = Duplicates { tests: found, reason };
        Ok(Self { duplicates, signature: Some(signature), ..self }.with_state(State::Signed))
    }

    /// What a performer would send it back for.
    fn gaps(&self, cast: &Cast) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut say = |missing: bool, pointer, advice| {
            if missing {
                gaps.push(Gap(pointer, advice));
            }
        };
        let no_address = cast.patient.demographics.address.is_none();
        say(no_address, "/patient_id", "the patient has no address: record it at registration");
        say(
            self.content.diagnosis_codes.is_empty(),
            "/diagnosis_codes",
            "give the diagnosis it is ordered for",
        );
        let billed = self.content.kind() != Kind::Referral && self.content.bill == Bill::Insurance;
        let uninsured = billed && cast.coverages.is_empty();
        say(
            uninsured,
            "/bill",
            "no insurance is in force today: record it, or bill the patient or the practice",
        );
        let account = self.content.bill == Bill::Practice
            && cast.laboratory.as_ref().is_some_and(|laboratory| laboratory.account_number.is_none());
        say(account, "/bill", "the laboratory has no account_number to bill the practice by");
        let demanded = cast.offered.iter().any(|test| test.specimen.is_some());
        let untaken = matches!(&self.content.what, What::Lab { specimen: None, .. }) && demanded;
        say(untaken, "/specimen", "a test of this order needs a specimen: say what was taken and when");
        gaps
    }
}
