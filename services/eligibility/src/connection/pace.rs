//! The rate of a connection: requests evenly spread over the minute, and silence where the other side asks for it.

use std::time::{Duration, Instant};

/// A generic cell rate algorithm: each request books the moment of the next.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    interval: Duration,
    next: Instant,
}

/// A partner that asks for longer is asked again after this; the check's own time limit ends it anyway.
const LONGEST_SILENCE: Duration = Duration::from_secs(600);

impl Pace {
    pub fn new(per_minute: Option<u32>, now: Instant) -> Self {
        let interval = per_minute.map_or(Duration::ZERO, |limit| Duration::from_secs(60) / limit);
        Self { interval, next: now }
    }

    pub fn changed(self, per_minute: Option<u32>) -> Self {
        Self { next: self.next, ..Self::new(per_minute, self.next) }
    }

    /// How long until the next request may begin; zero when now.
    pub fn wait(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }

    /// How many requests may begin within this time.
    pub fn room(&self, now: Instant, within: Duration) -> usize {
        if self.interval.is_zero() {
            return if self.wait(now) > within { 0 } else { usize::MAX };
        }
        let left = within.saturating_sub(self.wait(now));
        let after_the_first = left.as_nanos() / self.interval.as_nanos();
        usize::from(self.wait(now) <= within) + usize::try_from(after_the_first).unwrap_or(usize::MAX)
    }

    /// A request begins. Time that was not used is not made up for.
    pub fn begin(&mut self, now: Instant) {
        self.next = self.next.max(now) + self.interval;
    }

    /// The partner asked for silence (429 or 503 with Retry-After).
    pub fn be_silent(&mut self, now: Instant, asked: Duration) {
        self.next = self.next.max(now + asked.min(LONGEST_SILENCE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_limit_in_any_minute() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(120), start);
        let (mut now, mut begun) = (start, Vec::new());
        while now < start + Duration::from_secs(90) {
            // Idle for a while: what was not used is lost.
            if begun.len() == 40 {
                now += Duration::from_secs(30);
            }
            now += pace.wait(now);
            pace.begin(now);
            begun.push(now);
        }
        for first in &begun {
            let window = begun.iter().filter(|at| *at >= first && **at < *first + Duration::from_secs(60));
            assert!(window.count() <= 120);
        }
        assert!(begun.len() >= 119);
    }

    #[test]
    fn silence_is_kept_and_bounded() {
        let start = Instant::now();
        let mut pace = Pace::new(None, start);
        assert_eq!((pace.wait(start), pace.room(start, Duration::ZERO)), (Duration::ZERO, usize::MAX));
        pace.be_silent(start, Duration::from_secs(5));
        assert_eq!(pace.wait(start), Duration::from_secs(5));
        assert_eq!(pace.room(start, Duration::from_secs(1)), 0);
        pace.be_silent(start, Duration::from_secs(86_400));
        assert_eq!(pace.wait(start), LONGEST_SILENCE);
    }

    #[test]
    fn room_counts_what_may_begin_soon() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(60), start);
        assert_eq!(pace.room(start, Duration::from_secs(2)), 3);
        pace.begin(start);
        assert_eq!(pace.room(start, Duration::from_secs(2)), 2);
        assert_eq!(pace.room(start, Duration::from_millis(500)), 0);
    }
}
