//! Attempts at an answer, and for how long they are repeated.

use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

model::word_enum! {
    /// What one attempt came to.
    AttemptOutcome {
        UnderWay = "under_way",
        /// The sender stopped before it knew; the payer may have been asked.
        Interrupted = "interrupted",
        Answered = "answered",
        /// The payer will not answer this question as it stands (AAA).
        Rejected = "rejected",
        /// The payer cannot answer now (AAA 42 or 80).
        Unavailable = "unavailable",
        TimedOut = "timed_out",
        Unreachable = "unreachable",
        /// An HTTP status that promises nothing from asking again.
        Refused = "refused",
        TooLarge = "too_large",
        Unreadable = "unreadable",
        /// The answer is another inquiry's or another patient's.
        Mismatched = "mismatched",
        /// Something the inquiry needs is missing on our side; nothing was sent.
        NotSent = "not_sent",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    pub outcome: AttemptOutcome,
}

#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Attempts(Vec<Attempt>);

model::jsonb!(Attempts);

impl Attempts {
    pub(super) fn begun(mut self, at: DateTime<Utc>) -> Self {
        self = self.ended(AttemptOutcome::Interrupted);
        self.0.push(Attempt { at, outcome: AttemptOutcome::UnderWay });
        self
    }

    pub(super) fn ended(mut self, outcome: AttemptOutcome) -> Self {
        if let Some(last) = self.0.last_mut().filter(|last| last.outcome == AttemptOutcome::UnderWay) {
            last.outcome = outcome;
        }
        self
    }

    fn count(&self, outcome: AttemptOutcome) -> usize {
        self.0.iter().filter(|attempt| attempt.outcome == outcome).count()
    }
}

/// How often and how far apart a payer is asked the same.
#[derive(Clone, Debug)]
pub struct Patience {
    /// The pause after the first, the second, ... attempt; after one more attempt patience ends.
    pub pauses: Vec<Duration>,
    /// How often a payer that says it cannot answer now is asked again.
    pub unavailable_retries: usize,
}

impl Patience {
    /// None when it was the last attempt.
    pub(super) fn wait_after(&self, attempts: &Attempts) -> Option<Duration> {
        let last = attempts.0.last()?;
        let tired = last.outcome == AttemptOutcome::Unavailable
            && attempts.count(AttemptOutcome::Unavailable) > self.unavailable_retries;
        self.pauses.get(attempts.0.len() - 1).filter(|_| !tired).copied()
    }

    /// True when attempts were begun but never ended so often that another would be one too many.
    pub(super) fn is_over(&self, attempts: &Attempts) -> bool {
        attempts.0.len() > self.pauses.len()
    }
}
