//! Reads HI: each element goes where its list says.

use super::item::Item;
use super::{Coding, Occurrence, OccurrenceSpan, ValueCode};
use crate::reader::Segment;

impl Coding {
    /// False where an element was not understood; the others are taken.
    pub(in crate::institutional) fn take(&mut self, hi: &Segment<'_>) -> bool {
        let used = (1..=hi.elements()).filter(|&n| hi.optional(n).is_some());
        let taken = used.map(|n| Item::read(hi, n).and_then(|item| self.take_item(&item)));
        taken.filter(Option::is_none).count() == 0
    }

    /// `None` where no field takes it.
    fn take_item(&mut self, item: &Item<'_>) -> Option<()> {
        match item.list {
            "ABK" | "BK" => once(&mut self.principal_diagnosis, item.coded_diagnosis()),
            "ABJ" | "BJ" => once(&mut self.admitting_diagnosis, item.diagnosis()),
            "DR" => once(&mut self.drg, item.code.into()),
            "BBR" | "BR" | "CAH" => once(&mut self.principal_procedure, item.procedure()?),
            _ => self.take_repeated(item),
        }
    }

    fn take_repeated(&mut self, item: &Item<'_>) -> Option<()> {
        let code = item.code.into();
        match item.list {
            "APR" | "PR" => self.reasons_for_visit.push(item.diagnosis()),
            "ABN" | "BN" => self.external_causes.push(item.coded_diagnosis()),
            "ABF" | "BF" => self.other_diagnoses.push(item.coded_diagnosis()),
            "BBQ" | "BQ" => self.other_procedures.push(item.procedure()?),
            "BI" => {
                let period = item.period?;
                self.occurrence_spans.push(OccurrenceSpan { code, from: period.first(), to: period.last() });
            }
            "BH" => self.occurrences.push(Occurrence { code, day: item.day()? }),
            "BE" => self.values.push(ValueCode { code, amount: item.amount? }),
            "BG" => self.conditions.push(code),
            "TC" => self.treatments.push(code),
            _ => return None,
        }
        Some(())
    }
}

/// The first one stays.
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    let free = place.is_none();
    free.then(|| *place = Some(value))
}
