//! A prescription at the counter, with its fills: each decision of the pharmacy, held against everything known of it.

use super::{DeclineReason, Entry, Hold, Holder, Refusal};
use crate::fill::ledger::Wish;
use crate::fill::{Fill, FillKind, Ledger, Withdrawal};
use crate::prescription::progress::Progress;
use crate::prescription::state::Recall;
use crate::prescription::{Evidence, Prescription, State, Turn};
use chrono::{DateTime, NaiveDate, Utc};
use model::{FillId, Note};

/// A signed prescription, its place in the queue, and what was handed out on it, by number.
#[derive(Clone)]
pub struct AtCounter {
    pub prescription: Prescription,
    pub entry: Entry,
    pub fills: Vec<Fill>,
}

/// What a decision comes to: what the prescription learns by it, and in whose hand it is afterwards.
pub struct Step {
    pub evidence: Evidence,
    pub change: &'static str,
    pub hold: Option<Hold>,
    pub note: Option<String>,
}

impl Step {
    fn new(evidence: Evidence, change: &'static str, hold: Option<Hold>) -> Self {
        Self { evidence, change, hold, note: None }
    }

    fn note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

impl AtCounter {
    /// Nothing is in a queue that was not signed.
    pub fn written_on(&self) -> NaiveDate {
        let signature = self.prescription.signature.as_ref();
        signature.map_or_else(|| self.entry.put_at.date_naive(), |signature| signature.act.written_on)
    }

    pub fn ledger(&self) -> Ledger<'_> {
        Ledger {
            prescription: self.prescription.id,
            content: &self.prescription.content,
            written_on: self.written_on(),
            fills: &self.fills,
        }
    }

    pub fn cancel_requested(&self) -> bool {
        matches!(self.prescription.state, State::Recalled(Recall::CancelPending { .. }))
    }

    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        self.entry.parties.today(now) > self.ledger().expires_on()
    }

    /// Whether this holder has it in hand already, so that taking it again only says "still here".
    pub fn still_held(&self, by: &Holder, now: DateTime<Utc>) -> Option<Hold> {
        self.entry.held(now).filter(|hold| hold.by == *by).map(|hold| by.holds(Some(hold), now))
    }

    pub fn take(&self, by: &Holder, now: DateTime<Utc>) -> Result<Step, Refusal> {
        self.is_open("taken")?;
        self.is_free_for(by, now)?;
        let hold = by.holds(self.entry.held(now), now);
        Ok(Step::new(Evidence::Progress(Progress::AcceptedByPharmacy), "taken", Some(hold)))
    }

    /// Gives it out of hand; a cancel that waited for that is answered with it.
    pub fn give_back(&self, by: &Holder, note: Option<&Note>, now: DateTime<Utc>) -> Result<Step, Refusal> {
        self.is_held_by(by, "returned", now)?;
        let evidence = if self.cancel_requested() { self.answer_to_cancel() } else { Evidence::Nothing };
        Ok(Step::new(evidence, "returned", None).note(note.map(ToString::to_string)))
    }

    /// A pharmacist has looked at it and will fill it.
    pub fn accept(&self, by: &Holder, now: DateTime<Utc>) -> Result<Step, Refusal> {
        self.is_workable("accepted", by, now)?;
        Ok(Step::new(
            Evidence::Progress(Progress::Verified),
            "accepted",
            Some(by.holds(self.entry.held(now), now)),
        ))
    }

    pub fn dispense(
        &self,
        wish: Wish,
        id: FillId,
        by: &Holder,
        now: DateTime<Utc>,
    ) -> Result<(Step, Fill), Refusal> {
        self.is_workable("dispensed", by, now)?;
        let today = self.entry.parties.today(now);
        let fill = self.ledger().dispense(wish, id, &by.client, (today, now))?;
        let (progress, change, hold) = match fill.kind {
            FillKind::Partial => (
                Progress::PartiallyDispensed,
                "partially dispensed",
                Some(by.holds(self.entry.held(now), now)),
            ),
            FillKind::Complete => (Progress::Dispensed, "dispensed", None),
        };
        let note = format!(
            "fill {}: {} {}",
            fill.number,
            fill.quantity,
            self.prescription.content.quantity.unit.word()
        );
        Ok((Step::new(Evidence::Progress(progress), change, hold).note(Some(note)), fill))
    }

    /// Takes a recorded fill back, as far as the rules allow; nobody else may have the prescription in hand meanwhile.
    pub fn withdraw(
        &self,
        number: i32,
        withdrawal: Withdrawal,
        by: &Holder,
        now: DateTime<Utc>,
    ) -> Result<(Step, Fill), Refusal> {
        self.is_free_for(by, now)?;
        if let State::Recalled(Recall::Cancelled { .. }) = self.prescription.state {
            return Err(Refusal::WrongStatus(self.prescription.state.status(), "changed"));
        }
        let note = format!("fill {number}: {}", withdrawal.reason);
        let fill = self.ledger().withdraw(number, withdrawal)?;
        let fills: Vec<Fill> =
            self.fills.iter().map(|one| if one.id == fill.id { fill.clone() } else { one.clone() }).collect();
        let progress = Ledger { fills: &fills, ..self.ledger() }.progress().unwrap_or(Progress::Verified);
        let hold = self.entry.held(now).cloned();
        Ok((Step::new(Evidence::FillWithdrawn(progress), "fill withdrawn", hold).note(Some(note)), fill))
    }

    pub fn decline(
        &self,
        reason: DeclineReason,
        note: Option<&Note>,
        by: &Holder,
        now: DateTime<Utc>,
    ) -> Result<Step, Refusal> {
        self.is_held_by(by, "declined", now)?;
        self.is_open("declined")?;
        if self.ledger().progress().is_some() {
            return Err(Refusal::PartlyDispensed);
        }
        let words = said(&reason.words(), reason == DeclineReason::Other, note)?;
        let evidence = Evidence::Progress(Progress::NotDispensed { reason: Some(words.clone()) });
        Ok(Step::new(evidence, "declined", None).note(Some(words)))
    }

    pub(super) fn is_open(&self, verb: &'static str) -> Result<(), Refusal> {
        match &self.prescription.state {
            State::Recalled(Recall::CancelPending { .. }) => Err(Refusal::CancelRequested),
            State::OnItsWay(_) | State::Recalled(Recall::CancelDenied { .. }) => {
                if self.ledger().is_exhausted() { Err(Refusal::NothingLeft) } else { Ok(()) }
            }
            state => Err(Refusal::WrongStatus(state.status(), verb)),
        }
    }

    pub(super) fn is_free_for(&self, by: &Holder, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.entry.held(now) {
            Some(hold) if hold.by != *by => Err(Refusal::Held(hold.clone())),
            _ => Ok(()),
        }
    }

    fn is_held_by(&self, by: &Holder, verb: &'static str, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.entry.held(now) {
            Some(hold) if hold.by == *by => Ok(()),
            Some(hold) => Err(Refusal::Held(hold.clone())),
            None => Err(Refusal::NotHeld(verb)),
        }
    }

    fn is_workable(&self, verb: &'static str, by: &Holder, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.is_open(verb)?;
        self.is_held_by(by, verb, now)?;
        if self.is_expired(now) { Err(Refusal::Expired(self.ledger().expires_on())) } else { Ok(()) }
    }

    /// What a decision makes of it, and what others hear of that.
    pub fn after(self, step: &Step) -> (Self, Vec<Turn>) {
        let Self { prescription, entry, fills } = self;
        let before = prescription.state.progress().cloned();
        let (state, turn) = prescription.state.clone().learn(step.evidence.clone());
        let implied = before.zip(turn).and_then(|(progress, turn)| progress.implied_by(turn));
        let waits =
            matches!(state.progress(), Some(Progress::AcceptedByNetwork | Progress::AcceptedByPharmacy));
        let entry = Entry { hold: step.hold.clone(), due_at: entry.due_at.filter(|_| waits), ..entry };
        let turns = implied.into_iter().chain(turn).collect();
        (Self { prescription: prescription.with_state(state), entry, fills }, turns)
    }

    pub fn in_hand(self, hold: Hold) -> Self {
        Self { entry: Entry { hold: Some(hold), ..self.entry }, ..self }
    }

    /// With a fill that was recorded or withdrawn.
    pub fn with_fill(mut self, fill: Fill) -> Self {
        match self.fills.iter_mut().find(|known| known.id == fill.id) {
            Some(known) => *known = fill,
            None => self.fills.push(fill),
        }
        self
    }
}

/// A coded reason with its note; one that says nothing by itself needs the note.
pub(super) fn said(words: &str, needs_note: bool, note: Option<&Note>) -> Result<String, Refusal> {
    match note.map(|note| note.as_str().trim()).filter(|note| !note.is_empty()) {
        Some(note) => Ok(format!("{words}: {note}")),
        None if needs_note => Err(Refusal::NoteMissing),
        None => Ok(words.to_owned()),
    }
}

#[cfg(test)]
mod tests;
