//! When a prescription may be filled first, and the series of Schedule II prescriptions that are written on one day.

use super::draft::Mistake;
use super::{Content, Prescribed, Prescription, Status};
use crate::fill::ledger::expires_on;
use crate::medication::{Catalogue, Schedule};
use chrono::{NaiveDate, TimeDelta};

/// A series gives at most a 90-day supply (21 CFR 1306.12(b)(1)).
pub const MOST_DAYS: u16 = 90;

/// Why it cannot begin on its day, or be one of a series.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("It cannot be filled before it is written, {0}: the earliest day has passed.")]
    BeforeWritten(NaiveDate),
    #[error("The earliest day lies after {1}, the last one for a drug of schedule {0}.")]
    TooLate(Schedule, NaiveDate),
    #[error(
        "With what was signed today of this schedule II drug it would be a supply for {0} days, and may be for {MOST_DAYS} (21 CFR 1306.12(b))."
    )]
    SeriesTooLong(u32),
    #[error(
        "One of this schedule II drug was signed today to be filled at once: every other needs its earliest day (21 CFR 1306.12(b))."
    )]
    SeriesWithoutDate,
}

impl Content {
    /// The last day that may be named as the earliest one. Nothing of a 90-day supply is left to begin after 90 days; any
    /// other drug begins while its prescription can be filled.
    fn latest_start(&self, written_on: NaiveDate) -> NaiveDate {
        match self.medication.schedule {
            Schedule::II => {
                written_on.checked_add_signed(TimeDelta::days(MOST_DAYS.into())).unwrap_or(NaiveDate::MAX)
            }
            schedule => expires_on(written_on, schedule),
        }
    }

    /// Whether it can be drafted on a day.
    pub fn start_mistake(&self, today: NaiveDate) -> Option<Mistake> {
        let refusal = self.require_start(today).err()?;
        Some(Mistake("/earliest_fill_date", refusal.to_string()))
    }

    pub fn require_start(&self, written_on: NaiveDate) -> Result<(), Refusal> {
        let last = self.latest_start(written_on);
        match self.earliest_fill {
            Some(day) if day < written_on => Err(Refusal::BeforeWritten(written_on)),
            Some(day) if day > last => Err(Refusal::TooLate(self.medication.schedule, last)),
            _ => Ok(()),
        }
    }

    /// The day its supply is counted from.
    pub fn starts_on(&self, written_on: NaiveDate) -> NaiveDate {
        self.earliest_fill.map_or(written_on, |day| day.max(written_on))
    }

    /// The same ingredients in the same strength and form, whatever the brand.
    fn is_same_drug(&self, other: &Self) -> bool {
        let (one, other) = (&self.medication, &other.medication);
        let known = |it: &Prescribed| Catalogue::get().find(&it.rxcui);
        let alike = known(one).zip(known(other)).is_some_and(|(one, other)| {
            one.ingredients.len() == other.ingredients.len()
                && one.ingredients.iter().all(|ingredient| other.has_ingredient(&ingredient.name))
        });
        one.rxcui == other.rxcui || (alike && one.strength == other.strength && one.form == other.form)
    }
}

impl Prescription {
    /// The first day it may be filled; none before it is signed.
    pub fn starts_on(&self) -> Option<NaiveDate> {
        self.written_on().map(|written_on| self.content.starts_on(written_on))
    }

    /// Whether this is the same drug, taken before the other begins or after it ends.
    pub fn takes_turns_with(&self, other: &Self, written_on: NaiveDate) -> bool {
        let (mine, theirs) = (self.content.starts_on(written_on), other.starts_on());
        let ends = |start: NaiveDate, it: &Self| {
            start.checked_add_signed(TimeDelta::days(it.content.days_in_all())).unwrap_or(NaiveDate::MAX)
        };
        self.content.is_same_drug(&other.content)
            && theirs.is_some_and(|theirs| ends(mine, self) <= theirs || ends(theirs, other) <= mine)
    }
}

/// What the same practitioner has signed on the same day of the same Schedule II drug for the same patient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// Days of supply.
    days: u32,
    /// Whether one of them may be filled at once.
    begun: bool,
}

impl Series {
    /// `signed` are the patient's; what the pharmacy will not dispense, or was asked to cancel, does not count.
    pub fn before<'a>(
        next: &Prescription,
        signed: impl IntoIterator<Item = &'a Prescription>,
        written_on: NaiveDate,
    ) -> Self {
        let counts = |one: &&Prescription| {
            one.id != next.id
                && one.prescriber_id == next.prescriber_id
                && one.written_on() == Some(written_on)
                && one.content.medication.schedule == Schedule::II
                && one.content.is_same_drug(&next.content)
                && one.state.may_be_taken()
                && one.state.status() != Status::CancelPending
        };
        signed.into_iter().filter(counts).fold(Self::default(), |series, one| Self {
            days: series.days + u32::from(one.content.days_supply.days()),
            begun: series.begun || one.content.earliest_fill.is_none(),
        })
    }

    /// Whether one more may be signed (21 CFR 1306.12(b)(1)); a prescription that stands alone is no series.
    pub fn require_room(self, content: &Content) -> Result<(), Refusal> {
        if self.days == 0 || content.medication.schedule != Schedule::II {
            return Ok(());
        }
        let days = self.days + u32::from(content.days_supply.days());
        if days > u32::from(MOST_DAYS) {
            return Err(Refusal::SeriesTooLong(days));
        }
        if self.begun && content.earliest_fill.is_none() {
            return Err(Refusal::SeriesWithoutDate);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
