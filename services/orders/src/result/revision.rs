//! What a report changes in what is on record: a later word replaces an earlier one, and never stands beside it.

use super::observation::Observation;
use super::severity::Severity;
use super::stated::{Content, Stated, StatedValue};
use super::{ObservationStatus, Reading, ReportStatus};
use chrono::{DateTime, Utc};
use std::cmp::Ordering;

/// What becomes of one stated value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing was known.
    New,
    /// In the place of what was current.
    Replaces(usize),
    /// Said before what is current, and come after it: kept, but not current.
    Late,
    /// Less firm than what is current, though said after it: kept, but not current, and to be looked at.
    Retreats,
    /// It says what is on record.
    Known,
}

/// The fate of each stated value, and what follows for the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub fates: Vec<Fate>,
    /// A value somebody may have acted on is another now.
    pub corrects: bool,
    /// The worst of what was replaced.
    replaced: Option<Severity>,
}

impl Revision {
    /// `record` is everything the report has said before, what is superseded too.
    pub fn of(record: &[Observation], stated: &Stated) -> Self {
        let fates: Vec<Fate> =
            stated.values.iter().map(|value| fate(record, value, stated.stated_at)).collect();
        let replaced = |fate: &Fate| match fate {
            Fate::Replaces(index) => Some(&record[*index]),
            _ => None,
        };
        let replaced: Vec<&Observation> = fates.iter().filter_map(replaced).collect();
        let pairs = fates.iter().zip(&stated.values);
        let corrects = pairs.into_iter().any(|(fate, value)| match fate {
            Fate::Replaces(index) => is_correction(&record[*index], value),
            _ => false,
        });
        Self { fates, corrects, replaced: replaced.iter().map(|observation| observation.severity).min() }
    }

    /// Whether anything is to be read anew.
    pub fn changes(&self) -> bool {
        self.fates.iter().any(|fate| !matches!(fate, Fate::Known | Fate::Late))
    }

    /// A correction is at least abnormal, and never less urgent than what it replaces.
    pub fn urgency(&self, severity: Severity) -> Severity {
        let floor = if self.corrects { Severity::Abnormal } else { Severity::Normal };
        severity.min(floor).min(self.replaced.filter(|_| self.corrects).unwrap_or(Severity::Normal))
    }
}

/// A preliminary value is expected to change when the final one comes; a final one is not.
fn is_correction(before: &Observation, value: &StatedValue) -> bool {
    let was_firm = before.status.firmness() == ObservationStatus::Final.firmness();
    let taken_back = value.status == ObservationStatus::Withdrawn;
    (was_firm || taken_back || value.status == ObservationStatus::Corrected) && !value.says(before)
}

fn fate(record: &[Observation], value: &StatedValue, stated_at: DateTime<Utc>) -> Fate {
    let words = || record.iter().enumerate().filter(|(_, before)| value.is_of(before));
    let Some((index, before)) = words().find(|(_, before)| before.superseded_at.is_none()) else {
        return Fate::New;
    };
    let repeats = |before: &Observation| value.says(before) && value.status == before.status;
    if repeats(before) || words().any(|(_, past)| past.stated_at == stated_at && repeats(past)) {
        return Fate::Known;
    }
    let is_earlier = stated_at < before.stated_at;
    match value.status.firmness().cmp(&before.status.firmness()) {
        // What is final stands against what was preliminary, whenever that was said.
        Ordering::Greater => Fate::Replaces(index),
        Ordering::Equal if !is_earlier => Fate::Replaces(index),
        Ordering::Less if !is_earlier => Fate::Retreats,
        Ordering::Equal | Ordering::Less => Fate::Late,
    }
}

impl StatedValue {
    fn is_of(&self, observation: &Observation) -> bool {
        self.what.code == observation.code
            && self.what.system == observation.system
            && self.sub_id == observation.sub_id
    }

    /// The same value under the same conditions, whatever its status.
    fn says(&self, observation: &Observation) -> bool {
        let same = match &self.content {
            _ if self.keeps_value => return true,
            Content::Reading(reading) => *reading == observation.reading,
            Content::Document { digest, .. } => {
                matches!(&observation.reading, Reading::Document { sha256, .. } if sha256 == digest)
            }
        };
        same && self.unit == observation.unit
            && self.range == observation.range
            && self.flags == observation.flags
            && self.notes == observation.notes
    }

    /// The value as it is to be kept: the one on record, where the laboratory does not say it again.
    pub fn reading(&self, before: Option<&Observation>) -> Reading {
        match (&self.content, before) {
            (_, Some(before)) if self.keeps_value => before.reading.clone(),
            (Content::Reading(reading), _) => reading.clone(),
            (Content::Document { .. }, _) => Reading::None,
        }
    }
}

/// The state of a report after another word on it; like a value, what is final stays final.
pub fn report_status(before: Option<(ReportStatus, DateTime<Utc>)>, stated: &Stated) -> ReportStatus {
    let derived = || {
        let statuses: Vec<ObservationStatus> = stated.values.iter().map(|value| value.status).collect();
        if statuses.contains(&ObservationStatus::Corrected) {
            ReportStatus::Corrected
        } else if statuses.contains(&ObservationStatus::Preliminary) {
            ReportStatus::Preliminary
        } else if statuses.iter().all(|status| *status == ObservationStatus::Pending) {
            ReportStatus::Pending
        } else {
            ReportStatus::Final
        }
    };
    let next = stated.status.unwrap_or_else(derived);
    match before {
        Some((status, _)) if next.firmness() < status.firmness() => status,
        Some((status, at)) if next.firmness() == status.firmness() && stated.stated_at < at => status,
        _ => next,
    }
}

#[cfg(test)]
mod tests;
