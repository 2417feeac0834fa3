//! How a payer fares, from our own traffic: what became of attempts, and how long answers took.

use super::Breaker;
use crate::check::AttemptOutcome;
use chrono::{DateTime, Utc};
use model::PayerId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;
use utoipa::ToSchema;

/// Upper ends of the classes answers fall into, in milliseconds.
const CLASSES: [i32; 10] = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000];

/// Attempts of one payer and minute that came to the same within the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    pub payer: PayerId,
    pub minute: DateTime<Utc>,
    pub outcome: AttemptOutcome,
    /// The answer took at most so many milliseconds.
    pub within: i32,
}

model::word_enum! {
    /// Whether it can be relied on that an inquiry sent now is answered.
    Health {
        Up = "up",
        /// Some attempts of the last hour failed.
        Degraded = "degraded",
        /// Nothing is sent: the circuit breaker is open; or the last attempts all failed.
        Down = "down",
        /// Nothing was sent within the last day.
        Unknown = "unknown",
    }
}

/// What was seen in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrafficCount)]
pub struct Count {
    pub attempts: i64,
    /// Attempts by what they came to, such as `answered` or `timed_out`.
    pub outcomes: BTreeMap<String, i64>,
    /// Of a hundred attempts so many brought something readable from the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_percent: Option<i64>,
    /// Half of the answers took at most so many milliseconds, to the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_milliseconds: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_milliseconds: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrafficStatus)]
pub struct Status {
    pub health: Health,
    pub breaker: Breaker,
    /// The minute of the last answer within a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_answer: Option<DateTime<Utc>>,
    /// The minute of the last failure within a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<DateTime<Utc>>,
    pub hour: Count,
    pub day: Count,
}

/// Seen of a class within a day.
#[derive(Clone, Debug)]
pub struct Seen {
    pub outcome: AttemptOutcome,
    pub within: i32,
    pub attempts: i64,
    pub last: DateTime<Utc>,
    /// Of them within the last hour.
    pub lately: i64,
}

impl Class {
    pub fn of(payer: PayerId, begun: DateTime<Utc>, outcome: AttemptOutcome, took: Duration) -> Self {
        let minute = DateTime::from_timestamp(begun.timestamp() - begun.timestamp().rem_euclid(60), 0);
        let took = i32::try_from(took.as_millis()).unwrap_or(i32::MAX);
        let within = CLASSES.into_iter().find(|end| took <= *end).unwrap_or(i32::MAX);
        Self { payer, minute: minute.unwrap_or(begun), outcome, within }
    }
}

/// Whether the payer said something readable, be it that it cannot answer.
pub fn is_answer(outcome: AttemptOutcome) -> bool {
    use AttemptOutcome::{Answered, Mismatched, Rejected, Unavailable};
    matches!(outcome, Answered | Rejected | Unavailable | Mismatched)
}

/// Whether the attempt says that the way or the other side does not work.
pub fn is_failure(outcome: AttemptOutcome) -> bool {
    use AttemptOutcome::{Refused, TimedOut, TooLarge, Unreachable, Unreadable};
    matches!(outcome, TimedOut | Unreachable | Refused | TooLarge | Unreadable)
}

impl Status {
    pub fn of(breaker: Breaker, seen: &[Seen]) -> Self {
        let last = |counts: fn(AttemptOutcome) -> bool| {
            seen.iter().filter(|class| counts(class.outcome)).map(|class| class.last).max()
        };
        let (hour, day) = (Count::of(seen, |class| class.lately), Count::of(seen, |class| class.attempts));
        let (last_answer, last_failure) = (last(is_answer), last(is_failure));
        let health = match (last_answer, last_failure) {
            _ if breaker.is_open() => Health::Down,
            (None, None) => Health::Unknown,
            (None, Some(_)) => Health::Down,
            (Some(answer), Some(failure)) if failure > answer => Health::Degraded,
            _ if hour.answered_percent.is_some_and(|percent| percent < 95) => Health::Degraded,
            _ => Health::Up,
        };
        Self { health, breaker, last_answer, last_failure, hour, day }
    }
}

impl Count {
    fn of(seen: &[Seen], number: fn(&Seen) -> i64) -> Self {
        let mut count = Self::default();
        let mut times: BTreeMap<i32, i64> = BTreeMap::new();
        let mut answered = 0;
        for class in seen.iter().filter(|class| number(class) > 0) {
            count.attempts += number(class);
            *count.outcomes.entry(class.outcome.to_string()).or_default() += number(class);
            if is_answer(class.outcome) {
                answered += number(class);
                *times.entry(class.within).or_default() += number(class);
            }
        }
        count.answered_percent = (answered * 100).checked_div(count.attempts);
        count.median_milliseconds = at(&times, answered, 50);
        count.p95_milliseconds = at(&times, answered, 95);
        count
    }
}

/// The class below which so many in a hundred lie.
fn at(times: &BTreeMap<i32, i64>, all: i64, percent: i64) -> Option<i32> {
    let mut below = 0;
    times.iter().find_map(|(within, number)| {
        below += number;
        (below * 100 >= all * percent).then_some(*within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_minute(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_782_000_000 + minute * 60, 0).expect("a moment")
    }

    fn seen(outcome: AttemptOutcome, within: i32, attempts: i64, last: i64) -> Seen {
        Seen { outcome, within, attempts, last: at_minute(last), lately: attempts }
    }

    #[test]
    fn an_answer_falls_into_its_minute_and_class() {
        let payer = PayerId(uuid::Uuid::nil());
        let begun = at_minute(3) + chrono::TimeDelta::seconds(59);
        let class = Class::of(payer, begun, AttemptOutcome::Answered, Duration::from_millis(101));
        assert_eq!((class.minute, class.within), (at_minute(3), 200));
        let slow = Class::of(payer, begun, AttemptOutcome::TimedOut, Duration::from_secs(100));
        assert_eq!(slow.within, i32::MAX);
    }

    #[test]
    fn health_is_what_the_traffic_shows() {
        use AttemptOutcome::{Answered, TimedOut, Unavailable};
        let health = |seen: &[Seen]| Status::of(Breaker::default(), seen).health;
        assert_eq!(health(&[]), Health::Unknown);
        assert_eq!(health(&[seen(Answered, 100, 10, 5)]), Health::Up);
        assert_eq!(health(&[seen(Unavailable, 100, 10, 5)]), Health::Up, "it does answer");
        assert_eq!(health(&[seen(Answered, 100, 10, 5), seen(TimedOut, 20_000, 1, 6)]), Health::Degraded);
        assert_eq!(health(&[seen(Answered, 100, 10, 7), seen(TimedOut, 20_000, 1, 6)]), Health::Degraded);
        assert_eq!(health(&[seen(Answered, 100, 100, 7), seen(TimedOut, 20_000, 1, 6)]), Health::Up);
        assert_eq!(health(&[seen(TimedOut, 20_000, 1, 6)]), Health::Down);
    }

    #[test]
    fn half_and_nearly_all_answers() {
        use AttemptOutcome::{Answered, TimedOut};
        let classes = [seen(Answered, 100, 60, 1), seen(Answered, 500, 40, 1), seen(TimedOut, 20_000, 25, 1)];
        let count = Status::of(Breaker::default(), &classes).hour;
        assert_eq!((count.attempts, count.answered_percent), (125, Some(80)));
        assert_eq!((count.median_milliseconds, count.p95_milliseconds), (Some(100), Some(500)));
        assert_eq!(count.outcomes["timed_out"], 25);
    }
}
