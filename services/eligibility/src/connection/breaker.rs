//! The circuit breaker: after failures in a row nothing is sent for a while, then one request tries whether it works again.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "state", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = CircuitBreaker)]
pub enum Breaker {
    /// Requests go out; so many failed since the last answer.
    Closed { failures: u32 },
    /// Nothing goes out until then; afterwards one request at a time tries.
    Open {
        since: DateTime<Utc>,
        until: DateTime<Utc>,
        /// Requests that failed in a row.
        failures: u32,
        /// Of them those that tried whether it works again.
        probes: u32,
    },
}

model::jsonb!(Breaker);

/// When it opens, and for how long at first.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub failures: u32,
    pub pause: Duration,
}

/// How many requests may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allows {
    All,
    /// One, to try.
    Probe,
    NoneUntil(DateTime<Utc>),
}

/// No pause is longer than this.
const LONGEST: TimeDelta = TimeDelta::minutes(15);

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

impl Breaker {
    pub fn allows(&self, now: DateTime<Utc>) -> Allows {
        match self {
            Self::Closed { .. } => Allows::All,
            Self::Open { until, .. } if *until > now => Allows::NoneUntil(*until),
            Self::Open { .. } => Allows::Probe,
        }
    }

    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// Something readable came.
    #[must_use]
    pub fn answered(self) -> Self {
        Self::default()
    }

    /// Each probe that fails doubles the pause; what was still under way when it opened does not.
    #[must_use]
    pub fn failed(self, now: DateTime<Utc>, rule: Rule) -> Self {
        let pause = |probes: u32| {
            let first = TimeDelta::from_std(rule.pause).unwrap_or(LONGEST);
            first.checked_mul(1 << probes.min(10)).map_or(LONGEST, |pause| pause.min(LONGEST))
        };
        match self {
            Self::Closed { failures } if failures + 1 < rule.failures => {
                Self::Closed { failures: failures + 1 }
            }
            Self::Closed { failures } => {
                Self::Open { since: now, until: now + pause(0), failures: failures + 1, probes: 0 }
            }
            Self::Open { since, until, failures, probes } if until > now => {
                Self::Open { since, until, failures: failures + 1, probes }
            }
            Self::Open { since, failures, probes, .. } => {
                let probes = probes + 1;
                Self::Open { since, until: now + pause(probes), failures: failures + 1, probes }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { failures: 3, pause: Duration::from_secs(30) };

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_782_000_000 + second, 0).expect("a moment")
    }

    #[test]
    fn opens_after_failures_in_a_row_and_tries_again_later_and_later() {
        let mut breaker = Breaker::default().failed(at(0), RULE).failed(at(1), RULE);
        assert_eq!(breaker.answered(), Breaker::default(), "an answer between them counts");
        assert_eq!(breaker.allows(at(1)), Allows::All);
        breaker = breaker.failed(at(2), RULE);
        assert_eq!(breaker.allows(at(2)), Allows::NoneUntil(at(32)));
        breaker = breaker.failed(at(5), RULE);
        assert_eq!(breaker.allows(at(31)), Allows::NoneUntil(at(32)), "stragglers change nothing");
        assert_eq!(breaker.allows(at(32)), Allows::Probe);
        let mut moment = 32;
        for pause in [60, 120, 240, 480, 900, 900] {
            breaker = breaker.failed(at(moment), RULE);
            assert_eq!(breaker.allows(at(moment)), Allows::NoneUntil(at(moment + pause)));
            moment += pause;
        }
        assert_eq!(breaker.answered().allows(at(moment)), Allows::All);
    }
}
