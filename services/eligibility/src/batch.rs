//! A batch: many questions asked with one request, about coverages or about the visits of some days, and how far they are.

pub mod count;
mod csv;
pub mod fill;
pub mod put;
pub mod routes;
pub mod store;
pub mod work;

pub use count::{Counts, Progress};

use crate::check::{Refusal as DayRefusal, ServiceTypes, askable};
use crate::schema::batches;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{CoverageId, EligibilityBatchId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// More coverages than this are no single batch.
pub const MOST_COVERAGES: usize = 20_000;
/// More days than this are no single batch.
const MOST_DAYS: i64 = 62;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[serde(tag = "about", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
pub enum Asked {
    /// The coverages of the patients who are expected on these days.
    Visits {
        from: NaiveDate,
        to: NaiveDate,
    },
    Coverages {
        coverage_ids: Vec<CoverageId>,
        service_date: NaiveDate,
    },
}

/// Where a batch stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "state", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = EligibilityBatchState)]
pub enum State {
    /// What it asks is not spelled out yet.
    Queued,
    Running {
        started_at: DateTime<Utc>,
    },
    /// What was sent is still to be answered; nothing more is sent.
    Cancelling {
        started_at: Option<DateTime<Utc>>,
        cancelled_at: DateTime<Utc>,
    },
    Finished {
        started_at: Option<DateTime<Utc>>,
        /// Present when it was called off before its end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cancelled_at: Option<DateTime<Utc>>,
        finished_at: DateTime<Utc>,
    },
}

model::jsonb!(Asked, State);

#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = batches)]
pub struct Batch {
    pub id: EligibilityBatchId,
    pub version: i64,
    pub asked: Asked,
    /// None: what each visit's kind says, and the plan as a whole.
    pub service_types: Option<ServiceTypes>,
    pub max_age_hours: i32,
    pub asked_at: DateTime<Utc>,
    pub state: State,
}

/// Either `date`, or `from` and `to`, or `coverage_ids` with `service_date`.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskEligibilityBatch)]
pub struct AskBatch {
    /// About all who are expected on this day.
    pub date: Option<NaiveDate>,
    /// About all who are expected from this day on ...
    pub from: Option<NaiveDate>,
    /// ... to this one, at most 62 days.
    pub to: Option<NaiveDate>,
    /// At most 20,000, each once.
    pub coverage_ids: Option<Vec<CoverageId>>,
    pub service_date: Option<NaiveDate>,
    /// Instead of what the kinds of the visits say.
    pub service_types: Option<ServiceTypes>,
    /// Answers that are not older serve; 0 asks about all anew. The practice's schedule says it otherwise.
    #[schema(minimum = 0, maximum = 744)]
    pub max_age_hours: Option<i32>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("say either date, or from and to, or coverage_ids with service_date")]
    Unclear(&'static str),
    #[error("is missing")]
    Missing(&'static str),
    #[error("must be a day from 1900 to 2199")]
    DayOutOfReach(&'static str),
    #[error("must not lie before from, and at most 61 days after it")]
    Span,
    #[error("must be 1 to 20000 coverages")]
    Number,
    #[error("names a coverage that stands before it in the list")]
    Twice(usize),
    #[error("names no coverage of this practice")]
    Unknown(usize),
    #[error("The batch is over already.")]
    Over,
}

impl AskBatch {
    pub fn asked(&self) -> Result<Asked, Refusal> {
        match (self.date, self.from, self.to, &self.coverage_ids, self.service_date) {
            (Some(date), None, None, None, None) => Self::visits("/date", date, date),
            (None, Some(from), Some(to), None, None) => Self::visits("/from", from, to),
            (None, None, None, Some(ids), Some(day)) => Self::coverages(ids, day),
            (None, None, None, Some(_), None) => Err(Refusal::Missing("/service_date")),
            (None, Some(_), None, None, None) => Err(Refusal::Missing("/to")),
            (None, None, Some(_), None, None) => Err(Refusal::Missing("/from")),
            (None, None, None, None, Some(_)) => Err(Refusal::Missing("/coverage_ids")),
            (None, None, None, None, None) => Err(Refusal::Unclear("/date")),
            (Some(_), ..) => Err(Refusal::Unclear("/date")),
            (None, ..) => Err(Refusal::Unclear("/coverage_ids")),
        }
    }

    fn visits(place: &'static str, from: NaiveDate, to: NaiveDate) -> Result<Asked, Refusal> {
        let reachable = |day| askable(day).map_err(|_: DayRefusal| Refusal::DayOutOfReach(place));
        let (from, to) = (reachable(from)?, reachable(to)?);
        let days = (to - from).num_days() + 1;
        if (1..=MOST_DAYS).contains(&days) { Ok(Asked::Visits { from, to }) } else { Err(Refusal::Span) }
    }

    fn coverages(ids: &[CoverageId], day: NaiveDate) -> Result<Asked, Refusal> {
        let service_date = askable(day).map_err(|_: DayRefusal| Refusal::DayOutOfReach("/service_date"))?;
        if !(1..=MOST_COVERAGES).contains(&ids.len()) {
            return Err(Refusal::Number);
        }
        let mut seen = HashSet::new();
        match ids.iter().position(|id| !seen.insert(*id)) {
            Some(n) => Err(Refusal::Twice(n)),
            None => Ok(Asked::Coverages { coverage_ids: ids.to_vec(), service_date }),
        }
    }
}

impl Batch {
    pub fn started(self, now: DateTime<Utc>) -> Self {
        self.next(State::Running { started_at: now })
    }

    pub fn cancel(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let started_at = match self.state {
            State::Queued => None,
            State::Running { started_at } => Some(started_at),
            State::Cancelling { .. } | State::Finished { .. } => return Err(Refusal::Over),
        };
        Ok(self.next(State::Cancelling { started_at, cancelled_at: now }))
    }

    pub fn finished(self, now: DateTime<Utc>) -> Self {
        let (started_at, cancelled_at) = match self.state {
            State::Queued => (None, None),
            State::Running { started_at } => (Some(started_at), None),
            State::Cancelling { started_at, cancelled_at } => (started_at, Some(cancelled_at)),
            State::Finished { .. } => return self,
        };
        self.next(State::Finished { started_at, cancelled_at, finished_at: now })
    }

    fn next(self, state: State) -> Self {
        Self { state, version: self.version + 1, ..self }
    }
}

impl State {
    pub fn started_at(&self) -> Option<DateTime<Utc>> {
        match self {
            State::Queued => None,
            State::Running { started_at } => Some(*started_at),
            State::Cancelling { started_at, .. } | State::Finished { started_at, .. } => *started_at,
        }
    }
}

#[cfg(test)]
mod tests;
