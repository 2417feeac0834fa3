//! The account of a prescription's fills: what was handed out, what is left, and what may be handed out next.

use super::{Fill, FillKind, Handout, Measure, Refusal, Withdrawal, WithdrawalReason};
use crate::medication::Schedule;
use crate::prescription::Content;
use crate::prescription::progress::Progress;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use model::{FillId, PrescriptionId};

/// How long after it was recorded a fill can be withdrawn: the usual time for what is not collected to go back to stock.
pub const WITHDRAWAL_DAYS: i64 = 14;

/// A signed prescription's words and its fills, by number.
pub struct Ledger<'a> {
    pub prescription: PrescriptionId,
    pub content: &'a Content,
    pub written_on: NaiveDate,
    pub fills: &'a [Fill],
}

/// A fill somebody wants to record.
pub struct Wish {
    pub number: i32,
    pub kind: FillKind,
    pub quantity: Measure,
    pub handout: Handout,
}

/// The last day on which it may be filled: six months after it was written for schedules III and IV (21 CFR 1306.22(a)),
/// otherwise a year, as most states have it.
pub fn expires_on(written_on: NaiveDate, schedule: Schedule) -> NaiveDate {
    let months = match schedule {
        Schedule::III | Schedule::IV => Months::new(6),
        Schedule::None | Schedule::II | Schedule::V => Months::new(12),
    };
    written_on.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

impl Ledger<'_> {
    fn live(&self) -> impl DoubleEndedIterator<Item = &Fill> {
        self.fills.iter().filter(|fill| fill.is_live())
    }

    fn last(&self) -> Option<&Fill> {
        self.live().next_back()
    }

    pub fn expires_on(&self) -> NaiveDate {
        expires_on(self.written_on, self.content.medication.schedule)
    }

    pub fn dispensed(&self) -> Measure {
        self.live().map(|fill| fill.quantity).sum()
    }

    fn complete(&self) -> u16 {
        let complete = self.live().filter(|fill| fill.kind == FillKind::Complete).count();
        u16::try_from(complete).unwrap_or(u16::MAX)
    }

    /// Fills that may still be completed, the first one among them.
    pub fn fills_left(&self) -> u16 {
        (self.content.refills.count() + 1).saturating_sub(self.complete())
    }

    /// Of these the refills alone.
    pub fn refills_left(&self) -> u16 {
        self.fills_left().min(self.content.refills.count())
    }

    /// What the fill that is under way may still have.
    pub fn left_of_fill(&self) -> Measure {
        if self.fills_left() == 0 {
            return Measure::NOTHING;
        }
        let parts = self.live().rev().take_while(|fill| fill.kind == FillKind::Partial);
        Measure::from(self.content.quantity.value).less(parts.map(|fill| fill.quantity).sum())
    }

    /// What may still be handed out in all.
    pub fn left(&self) -> Measure {
        let whole = Measure::from(self.content.quantity.value).times(self.fills_left().saturating_sub(1));
        [whole, self.left_of_fill()].into_iter().sum()
    }

    pub fn next_number(&self) -> i32 {
        self.fills.iter().map(|fill| fill.number).max().unwrap_or_default() + 1
    }

    pub fn is_exhausted(&self) -> bool {
        self.fills_left() == 0
    }

    /// Where its fills bring a prescription.
    pub fn progress(&self) -> Option<Progress> {
        self.last()?;
        Some(if self.complete() > 0 { Progress::Dispensed } else { Progress::PartiallyDispensed })
    }

    /// What was handed out and what is left, in words for the prescriber.
    pub fn story(&self) -> String {
        let mut live = self.live();
        let Some(first) = live.next().map(|fill| fill.handout.dispensed_on) else {
            return "never dispensed".to_owned();
        };
        let last = live.next_back().map_or(first, |fill| fill.handout.dispensed_on);
        let (count, left) = (self.live().count(), self.refills_left());
        format!("{count} fills recorded, first on {first}, last on {last}; refills remaining: {left}")
    }

    /// `today` is that of the prescriber's wall, `now` and `by` when and through which client it is said.
    pub fn dispense(
        &self,
        wish: Wish,
        id: FillId,
        by: &str,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<Fill, Refusal> {
        self.number_is_next(wish.number)?;
        self.amount_is_left(&wish)?;
        self.date_is_possible(wish.handout.dispensed_on, today)?;
        if wish.handout.substitution.is_some() && !self.content.substitution_allowed {
            return Err(Refusal::SubstitutionForbidden);
        }
        Ok(Fill {
            id,
            prescription_id: self.prescription,
            number: wish.number,
            kind: wish.kind,
            quantity: wish.quantity,
            handout: wish.handout,
            recorded_at: now,
            recorded_by: by.to_owned(),
            withdrawal: None,
        })
    }

    fn number_is_next(&self, number: i32) -> Result<(), Refusal> {
        if let Some(taken) = self.fills.iter().find(|fill| fill.number == number) {
            return Err(Refusal::NumberTaken { number, fill: taken.id });
        }
        let next = self.next_number();
        if number == next { Ok(()) } else { Err(Refusal::NumberAhead(next)) }
    }

    fn amount_is_left(&self, wish: &Wish) -> Result<(), Refusal> {
        if self.is_exhausted() {
            return Err(Refusal::NothingLeft);
        }
        let left = self.left_of_fill();
        match (wish.quantity > left, wish.kind, wish.quantity == left) {
            (true, ..) => Err(Refusal::TooMuch(left)),
            (false, FillKind::Partial, true) => Err(Refusal::PartialIsComplete),
            _ => Ok(()),
        }
    }

    fn date_is_possible(&self, day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        let last = self.last().map(|fill| fill.handout.dispensed_on);
        let first = self.content.starts_on(self.written_on);
        match (day, last) {
            _ if day > today => Err(Refusal::InTheFuture(today)),
            _ if day < self.written_on => Err(Refusal::BeforeWritten(self.written_on)),
            _ if day < first => Err(Refusal::BeforeEarliestFill(first)),
            _ if day > self.expires_on() => Err(Refusal::Expired(self.expires_on())),
            (day, Some(last)) if day < last => Err(Refusal::BeforeLastFill(last)),
            _ => Ok(()),
        }
    }

    /// The fill as withdrawn; only the last one, so that what came after it never rests on what did not happen.
    pub fn withdraw(&self, number: i32, withdrawal: Withdrawal) -> Result<Fill, Refusal> {
        let last = self.last().ok_or(Refusal::NoSuchFill)?;
        let wanted = self.live().find(|fill| fill.number == number).ok_or(Refusal::NoSuchFill)?;
        if wanted.number != last.number {
            return Err(Refusal::NotTheLast(last.number));
        }
        if withdrawal.at - wanted.recorded_at > TimeDelta::days(WITHDRAWAL_DAYS) {
            return Err(Refusal::TooLate(WITHDRAWAL_DAYS));
        }
        if withdrawal.reason == WithdrawalReason::Other && withdrawal.note.is_none() {
            return Err(Refusal::NoteMissing);
        }
        Ok(Fill { withdrawal: Some(withdrawal), ..wanted.clone() })
    }
}

#[cfg(test)]
mod tests;
