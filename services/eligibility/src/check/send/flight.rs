//! How much may be on its way: the limits of the connection, its pace, its breaker, its budget of repetitions.

use super::{Asked, Heard};
use crate::check::AttemptOutcome;
use crate::connection::Breaker;
use crate::connection::breaker::{Allows, Rule};
use crate::connection::budget::Budget;
use crate::connection::line::{Silence, Way};
use crate::connection::pace::Pace;
use crate::connection::traffic;
use chrono::{DateTime, Utc};
use std::time::{Duration, Instant};

pub struct Flight {
    pub way: Way,
    pub breaker: Breaker,
    pace: Pace,
    budget: Budget,
    budget_second: Instant,
    /// What a driver that died had on its way may still be there.
    ghosts: (usize, Instant),
}

impl Flight {
    pub fn new(way: Way, ghosts: usize, timeout: Duration) -> Self {
        let now = Instant::now();
        let limits = way.connection.limits;
        Self {
            breaker: way.connection.breaker,
            pace: Pace::new(limits.per_minute.map(|limit| limit.get()), now),
            budget: Budget::new(limits.retry_percent.get()),
            budget_second: now,
            ghosts: (ghosts, now + timeout),
            way,
        }
    }

    /// The connection was changed: its new limits hold from now on, and a breaker that was closed by hand is closed.
    pub fn renew(&mut self, way: Way) {
        if way.connection.version != self.way.connection.version {
            self.breaker = way.connection.breaker;
            self.pace = self.pace.changed(way.connection.limits.per_minute.map(|limit| limit.get()));
        }
        self.way = way;
    }

    /// How many more requests may begin now.
    pub fn room(&self, flying: usize, now: Instant, clock: DateTime<Utc>) -> usize {
        let (ghosts, until) = self.ghosts;
        let ghosts = if now < until { ghosts } else { 0 };
        let most = match self.breaker.allows(clock) {
            Allows::All => self.at_once().saturating_sub(ghosts),
            Allows::Probe => 1,
            Allows::NoneUntil(_) => 0,
        };
        let room = most.saturating_sub(flying);
        if self.pace.wait(now).is_zero() { room } else { 0 }
    }

    pub fn at_once(&self) -> usize {
        self.way.connection.limits.at_once.get() as usize
    }

    /// How many it makes sense to have at hand: what can be begun within a second.
    pub fn wanted(&self, now: Instant, clock: DateTime<Utc>) -> usize {
        match self.breaker.allows(clock) {
            Allows::All => self.at_once().min(self.pace.room(now, Duration::from_secs(1))),
            Allows::Probe => 1,
            Allows::NoneUntil(_) => 0,
        }
    }

    /// Whether this one may begin; what it costs is paid.
    pub fn begin(&mut self, asked: &Asked, now: Instant) -> bool {
        if now.duration_since(self.budget_second) >= Duration::from_secs(1) {
            self.budget.second_passed();
            self.budget_second = now;
        }
        if asked.repeated && !self.budget.repeat() {
            return false;
        }
        if !asked.repeated {
            self.budget.asked();
        }
        self.pace.begin(now);
        true
    }

    /// What an answer, or its absence, says about the way.
    pub fn heard(&mut self, heard: &Heard, now: Instant, clock: DateTime<Utc>) {
        let Heard::Answer { result, .. } = heard else { return };
        match result {
            Ok(text) if is_x12(text) => self.breaker = self.breaker.answered(),
            Ok(_) => self.failed(clock),
            Err(Silence { outcome: AttemptOutcome::Throttled, leave_alone }) => {
                self.pace.be_silent(now, leave_alone.unwrap_or_default());
            }
            Err(silence) if traffic::is_failure(silence.outcome) => self.failed(clock),
            Err(_) => (),
        }
    }

    fn failed(&mut self, clock: DateTime<Utc>) {
        let limits = self.way.connection.limits;
        let pause = Duration::from_secs(u64::from(limits.breaker_seconds.get()));
        let rule = Rule { failures: limits.breaker_failures.get(), pause };
        self.breaker = self.breaker.failed(clock, rule);
    }

    /// When there is something to do that nothing else announces.
    pub fn wake(&self, now: Instant) -> Duration {
        let wait = self.pace.wait(now);
        if wait.is_zero() { Duration::from_millis(250) } else { wait.min(Duration::from_millis(250)) }
    }
}

/// What else comes with status 200 is the page of somebody in between; whose answer an interchange is, others judge.
fn is_x12(text: &str) -> bool {
    text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace()).starts_with("ISA")
}
