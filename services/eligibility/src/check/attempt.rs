//! Attempts at an answer, and for how long they are repeated.

use super::Variant;
use crate::settings;
use chrono::{DateTime, TimeDelta, Utc};
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
        /// The payer's system asks to be left alone for a while (429, or 503 with Retry-After).
        Throttled = "throttled",
        /// The message was not taken as it stands: an HTTP status, a CORE code or an acknowledgment (999, TA1) says so.
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
#[schema(as = EligibilityAttempt)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    pub outcome: AttemptOutcome,
    /// What the inquiry said otherwise than the records.
    #[serde(default)]
    pub variant: Variant,
    /// Until the answer was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u32>,
    /// Why the payer did not answer it (AAA03).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejections: Vec<String>,
}

#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(transparent)]
#[diesel(sql_type = Jsonb)]
pub struct Attempts(Vec<Attempt>);

model::jsonb!(Attempts);

impl Attempts {
    pub(super) fn begun(mut self, at: DateTime<Utc>, variant: Variant) -> Self {
        self = self.ended(AttemptOutcome::Interrupted);
        let outcome = AttemptOutcome::UnderWay;
        self.0.push(Attempt { at, outcome, variant, milliseconds: None, rejections: Vec::new() });
        self
    }

    pub(super) fn ended(mut self, outcome: AttemptOutcome) -> Self {
        if let Some(last) = self.under_way() {
            last.outcome = outcome;
        }
        self
    }

    /// When the attempt under way really left, and how long its answer took.
    pub(super) fn timed(mut self, at: DateTime<Utc>, took: Duration) -> Self {
        if let Some(last) = self.under_way() {
            (last.at, last.milliseconds) = (at, u32::try_from(took.as_millis()).ok());
        }
        self
    }

    /// The attempt under way never left.
    pub(super) fn unsent(mut self) -> Self {
        if self.under_way().is_some() {
            self.0.pop();
        }
        self
    }

    pub(super) fn rejected(mut self, codes: Vec<String>) -> Self {
        if let Some(last) = self.under_way() {
            last.rejections = codes;
        }
        self
    }

    /// How many were refused.
    pub(super) fn refused(&self) -> usize {
        self.0.iter().filter(|attempt| attempt.outcome == AttemptOutcome::Refused).count()
    }

    fn under_way(&mut self) -> Option<&mut Attempt> {
        self.0.last_mut().filter(|last| last.outcome == AttemptOutcome::UnderWay)
    }

    pub fn last(&self) -> Option<&Attempt> {
        self.0.last()
    }

    /// How the inquiry was varied so far, each once.
    pub fn variants(&self) -> Vec<Variant> {
        let mut variants: Vec<Variant> = self.0.iter().map(|attempt| attempt.variant).collect();
        variants.dedup();
        variants
    }

    /// Attempts at the same words. Those the payer asked to put off are not held against it.
    fn at_the_same(&self) -> impl Iterator<Item = &Attempt> {
        let answered = |attempt: &&Attempt| attempt.outcome != AttemptOutcome::Rejected;
        self.0.iter().rev().take_while(answered).filter(|a| a.outcome != AttemptOutcome::Throttled)
    }
}

/// How often and how far apart a payer is asked the same.
#[derive(Clone, Debug)]
pub struct Patience {
    /// The pause after the first, the second, ... attempt; after one more attempt patience ends.
    pub pauses: Vec<Duration>,
    /// How often a payer that says it cannot answer now is asked again.
    pub unavailable_retries: usize,
    /// For what can wait for hours, the pause after all of those.
    pub patient_pause: Duration,
}

/// Until when, and whether somebody waits for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Until {
    pub now: DateTime<Utc>,
    pub give_up_at: DateTime<Utc>,
    pub patient: bool,
}

impl Patience {
    pub fn of(settings: &settings::Payer) -> Self {
        Self {
            pauses: settings.retry_seconds.iter().copied().map(Duration::from_secs).collect(),
            unavailable_retries: settings.unavailable_retries,
            patient_pause: Duration::from_secs(settings.patient_retry_seconds),
        }
    }

    /// None when it was the last attempt.
    pub(super) fn wait_after(&self, attempts: &Attempts, until: Until) -> Option<Duration> {
        let last = attempts.last()?;
        let tries = attempts.at_the_same().count();
        let cannot = attempts.at_the_same().filter(|a| a.outcome == AttemptOutcome::Unavailable).count();
        let tired = last.outcome == AttemptOutcome::Unavailable && cannot > self.unavailable_retries;
        let pause = match self.pauses.get(tries.saturating_sub(1)) {
            Some(pause) if !tired || until.patient => *pause,
            _ if until.patient => self.patient_pause,
            _ => return None,
        };
        let again = until.now + TimeDelta::from_std(pause).ok()?;
        (again < until.give_up_at).then_some(pause)
    }

    /// True when attempts were begun but never ended so often that another would be one too many.
    pub(super) fn is_over(&self, attempts: &Attempts, until: Until) -> bool {
        let tries = attempts.at_the_same().count();
        until.now >= until.give_up_at || (!until.patient && tries > self.pauses.len())
    }
}
