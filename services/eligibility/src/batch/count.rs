//! How far a batch is, counted from what stands in the database.

use super::{Batch, State};
use chrono::{DateTime, Utc};
use model::event::EligibilityBatchSnapshot;
use model::{Name, PayerId};
use serde::Serialize;
use utoipa::ToSchema;

model::word_enum! {
    /// What has become of a question of a batch; once it is asked or shared, its check says the rest.
    ItemState {
        Waiting = "waiting",
        Asked = "asked",
        Shared = "shared",
        NotAsked = "not_asked",
        Withdrawn = "withdrawn",
    }
}

/// So many questions of one payer that are in the same place.
#[derive(Clone, Debug)]
pub struct Group {
    pub payer_id: PayerId,
    pub payer_name: Name,
    pub place: Place,
    pub number: i64,
}

/// Where a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not in the queue yet.
    Waiting,
    NotAsked,
    Withdrawn,
    /// In the queue or beyond it; `shared` when another's question or an earlier answer serves.
    Asked {
        check: CheckPlace,
        shared: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckPlace {
    Queued,
    Sending,
    Answered(Outcome),
    Rejected,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Active,
    Inactive,
    Undetermined,
}

/// Every question is counted once by its state, and once it has ended by its outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EligibilityBatchCounts)]
pub struct Counts {
    pub total: i64,
    /// Not in the queue yet.
    pub waiting: i64,
    pub queued: i64,
    pub sending: i64,
    pub answered: i64,
    pub rejected: i64,
    pub unknown: i64,
    /// Their payer does not take inquiries (270).
    pub not_asked: i64,
    /// Taken back before they were sent.
    pub withdrawn: i64,
    /// For which another's question or an earlier answer serves; counted by state and outcome, too.
    pub shared: i64,
    pub active: i64,
    pub inactive: i64,
    /// Without an answer that can be relied on; the check says why.
    pub undetermined: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EligibilityBatchPayer)]
pub struct PayerCounts {
    pub payer_id: PayerId,
    pub payer_name: Name,
    #[serde(flatten)]
    pub counts: Counts,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EligibilityBatchProgress)]
pub struct Progress {
    #[serde(flatten)]
    pub counts: Counts,
    pub payers: Vec<PayerCounts>,
    /// At the rate at which payers have answered since the batch began; null until one has, and when nothing is left.
    pub estimated_seconds_left: Option<i64>,
}

impl Counts {
    fn add(&mut self, place: Place, number: i64) {
        self.total += number;
        match place {
            Place::Waiting => self.waiting += number,
            Place::NotAsked => self.not_asked += number,
            Place::Withdrawn => self.withdrawn += number,
            Place::Asked { check, shared } => {
                self.shared += if shared { number } else { 0 };
                self.add_check(check, number);
            }
        }
    }

    fn add_check(&mut self, check: CheckPlace, number: i64) {
        let state = match check {
            CheckPlace::Queued => &mut self.queued,
            CheckPlace::Sending => &mut self.sending,
            CheckPlace::Answered(_) => &mut self.answered,
            CheckPlace::Rejected => &mut self.rejected,
            CheckPlace::Unknown => &mut self.unknown,
        };
        *state += number;
        match check {
            CheckPlace::Queued | CheckPlace::Sending => (),
            CheckPlace::Answered(Outcome::Active) => self.active += number,
            CheckPlace::Answered(Outcome::Inactive) => self.inactive += number,
            CheckPlace::Answered(Outcome::Undetermined) | CheckPlace::Rejected | CheckPlace::Unknown => {
                self.undetermined += number;
            }
        }
    }

    /// What is still to come.
    pub fn open(&self) -> i64 {
        self.waiting + self.queued + self.sending
    }
}

impl Progress {
    pub fn of(batch: &Batch, groups: &[Group], now: DateTime<Utc>) -> Self {
        let (mut counts, mut payers) = (Counts::default(), Vec::<PayerCounts>::new());
        let mut asked_and_ended = 0;
        for Group { payer_id, payer_name, place, number } in groups {
            counts.add(*place, *number);
            if let Place::Asked { check, shared: false } = place {
                let ended = !matches!(check, CheckPlace::Queued | CheckPlace::Sending);
                asked_and_ended += if ended { *number } else { 0 };
            }
            match payers.iter_mut().find(|payer| payer.payer_id == *payer_id) {
                Some(payer) => payer.counts.add(*place, *number),
                None => {
                    let mut counts = Counts::default();
                    counts.add(*place, *number);
                    payers.push(PayerCounts { payer_id: *payer_id, payer_name: payer_name.clone(), counts });
                }
            }
        }
        let running = !matches!(batch.state, State::Finished { .. });
        let started =
            batch.state.started_at().filter(|_| running && asked_and_ended > 0 && counts.open() > 0);
        let left = started.map(|started| {
            let taken = (now - started).num_milliseconds().max(1);
            // To the next whole second.
            (taken.saturating_mul(counts.open()) / asked_and_ended + 999) / 1000
        });
        Self { counts, payers, estimated_seconds_left: left }
    }

    pub fn snapshot(&self, batch: &Batch) -> EligibilityBatchSnapshot {
        let Counts { total, active, inactive, undetermined, not_asked, withdrawn, shared, .. } = self.counts;
        EligibilityBatchSnapshot {
            eligibility_batch_id: batch.id,
            total,
            active,
            inactive,
            undetermined,
            not_asked,
            withdrawn,
            shared,
        }
    }
}
