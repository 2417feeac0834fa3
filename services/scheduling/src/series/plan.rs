//! Which occurrences of a series can be had, and what stands in the way of the others.

use super::Occurrence;
use crate::appointment::occupancy::{Span, Taken};
use crate::slot::Slot;
use crate::visit_type::VisitType;
use chrono::{DateTime, Duration, Utc};
use model::word_enum;
use uuid::Uuid;

word_enum! {
    /// Why an occurrence cannot be had.
    Because {
        /// The clocks skip this time on that day.
        ClockChange = "clock_change",
        /// The practitioner is not available then.
        NotOffered = "not_offered",
        PractitionerTaken = "practitioner_taken",
        PatientTaken = "patient_taken",
    }
}

/// What stands in the way of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub because: Because,
    /// The appointment or hold that has the time.
    pub by: Option<Uuid>,
}

/// How far from an occurrence another start is looked for.
pub const NEAR: Duration = Duration::days(7);

/// What is known of the time a series falls into.
pub struct Calendar<'v> {
    pub visit: &'v VisitType,
    /// Starts the rules offer, earliest first, whether taken or not.
    pub offered: Vec<Slot>,
    /// Earliest first, without overlap: the exclusion constraint keeps them so.
    practitioner: Vec<Taken>,
    patient: Vec<Taken>,
}

impl<'v> Calendar<'v> {
    pub fn new(
        visit: &'v VisitType,
        offered: Vec<Slot>,
        practitioner: Vec<Taken>,
        patient: Vec<Taken>,
    ) -> Self {
        Self { visit, offered, practitioner, patient }
    }

    /// Whether an occurrence can be had.
    pub fn judge(&self, occurrence: &Occurrence) -> Result<(), Block> {
        if !occurrence.exists {
            return Err(Block { because: Because::ClockChange, by: None });
        }
        if self.offered.binary_search_by_key(&occurrence.start, |slot| slot.start).is_err() {
            return Err(Block { because: Because::NotOffered, by: None });
        }
        self.taken(occurrence.start).map_or(Ok(()), Err)
    }

    /// The free start nearest to a time, a week away at most.
    pub fn nearest(&self, wanted: DateTime<Utc>) -> Option<&Slot> {
        let distance = |slot: &&Slot| (slot.start - wanted).abs();
        let from = self.offered.partition_point(|slot| slot.start < wanted - NEAR);
        let near = self.offered[from..].iter().take_while(|slot| slot.start <= wanted + NEAR);
        near.filter(|slot| self.taken(slot.start).is_none()).min_by_key(distance)
    }

    /// Counts an appointment's time as taken.
    pub fn take(&mut self, start: DateTime<Utc>, appointment: Uuid) {
        let taken = |span| Taken { span, by: Some(appointment) };
        insert(&mut self.practitioner, taken(Span::with_buffers(start, self.visit)));
        insert(&mut self.patient, taken(Span::of_patient(start, self.visit)));
    }

    fn taken(&self, start: DateTime<Utc>) -> Option<Block> {
        let block = |because| move |taken: &Taken| Block { because, by: taken.by };
        let practitioner = overlapping(&self.practitioner, &Span::with_buffers(start, self.visit));
        let patient = || overlapping(&self.patient, &Span::of_patient(start, self.visit));
        let practitioner = practitioner.map(block(Because::PractitionerTaken));
        practitioner.or_else(|| patient().map(block(Because::PatientTaken)))
    }
}

fn insert(taken: &mut Vec<Taken>, new: Taken) {
    let at = taken.partition_point(|one| one.span.start < new.span.start);
    taken.insert(at, new);
}

fn overlapping<'t>(taken: &'t [Taken], span: &Span) -> Option<&'t Taken> {
    let after = taken.partition_point(|one| one.span.end <= span.start);
    taken[after..].first().filter(|one| one.span.overlaps(span))
}

/// Movers and what keeps some of them where they are: who cannot move keeps its time, which may be in the way of others.
pub fn settle<'v>(
    mut calendar: Calendar<'v>,
    movers: &[(DateTime<Utc>, Occurrence, Uuid)],
) -> (Vec<Option<Block>>, Calendar<'v>) {
    let mut blocks: Vec<Option<Block>> = vec![None; movers.len()];
    loop {
        let stuck = movers.iter().zip(&blocks).enumerate().filter(|(_, (_, block))| block.is_none());
        let found = stuck.filter_map(|(n, ((_, to, _), _))| calendar.judge(to).err().map(|block| (n, block)));
        let found: Vec<(usize, Block)> = found.collect();
        if found.is_empty() {
            return (blocks, calendar);
        }
        for (n, block) in found {
            blocks[n] = Some(block);
            calendar.take(movers[n].0, movers[n].2);
        }
    }
}
