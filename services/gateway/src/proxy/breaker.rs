//! The circuit breaker of one service: when half of at least twenty requests in ten seconds failed, it is left alone
//! for five seconds, then one request tries whether it is back. Time is handed in.

use std::time::{Duration, Instant};

const WINDOW_SECONDS: usize = 10;
const ENOUGH: u32 = 20;
const REST: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Good,
    Bad,
    /// It never came to an answer, for reasons that are not the service's.
    None,
}

/// Leave to try; the probe's outcome decides what happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    Ordinary,
    Probe,
}

#[derive(Debug)]
pub struct Breaker {
    state: State,
}

#[derive(Debug)]
enum State {
    Closed(Window),
    Open { until: Instant },
    Probing,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { state: State::Closed(Window::default()) }
    }
}

impl Breaker {
    /// A pass, or how long to stay away.
    pub fn admit(&mut self, now: Instant) -> Result<Pass, Duration> {
        match self.state {
            State::Closed(_) => Ok(Pass::Ordinary),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                self.state = State::Probing;
                Ok(Pass::Probe)
            }
            State::Probing => Err(Duration::from_secs(1)),
        }
    }

    pub fn settle(&mut self, pass: Pass, verdict: Verdict, now: Instant) {
        match (pass, verdict) {
            (Pass::Probe, Verdict::Good) => *self = Self::default(),
            (Pass::Probe, Verdict::Bad) => self.state = State::Open { until: now + REST },
            (Pass::Probe, Verdict::None) => self.state = State::Open { until: now },
            (Pass::Ordinary, Verdict::None) => (),
            (Pass::Ordinary, verdict) => self.count(verdict, now),
        }
    }

    /// What comes back late, after the breaker opened, changes nothing any more.
    fn count(&mut self, verdict: Verdict, now: Instant) {
        if let State::Closed(window) = &mut self.state {
            window.add(verdict, now);
            if window.is_bad() {
                self.state = State::Open { until: now + REST };
            }
        }
    }

    /// 0 closed, 1 probing, 2 open.
    pub fn gauge(&self) -> u8 {
        match self.state {
            State::Closed(_) => 0,
            State::Probing => 1,
            State::Open { .. } => 2,
        }
    }
}

/// Outcomes of the last ten seconds, counted by the second.
#[derive(Debug, Default)]
struct Window {
    origin: Option<Instant>,
    seconds: [Second; WINDOW_SECONDS],
}

#[derive(Debug, Default, Clone, Copy)]
struct Second {
    /// Seconds since the origin.
    at: u64,
    good: u32,
    bad: u32,
}

impl Window {
    fn add(&mut self, verdict: Verdict, now: Instant) {
        let origin = *self.origin.get_or_insert(now);
        let at = now.saturating_duration_since(origin).as_secs();
        for second in &mut self.seconds {
            if second.at + WINDOW_SECONDS as u64 <= at {
                *second = Second::default();
            }
        }
        let second = &mut self.seconds[(at % WINDOW_SECONDS as u64) as usize];
        second.at = at;
        match verdict {
            Verdict::Bad => second.bad += 1,
            Verdict::Good | Verdict::None => second.good += 1,
        }
    }

    fn is_bad(&self) -> bool {
        let (good, bad) = self.seconds.iter().fold((0, 0), |(good, bad), s| (good + s.good, bad + s.bad));
        good + bad >= ENOUGH && bad >= good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    /// So many outcomes, through the front door.
    fn feed(breaker: &mut Breaker, verdict: Verdict, times: u32, now: Instant) {
        for _ in 0..times {
            let pass = breaker.admit(now).expect("closed");
            breaker.settle(pass, verdict, now);
        }
    }

    fn opened(start: Instant) -> Breaker {
        let mut breaker = Breaker::default();
        feed(&mut breaker, Verdict::Good, 10, start);
        feed(&mut breaker, Verdict::Bad, 10, start);
        breaker
    }

    #[test]
    fn opens_when_half_of_twenty_failed_and_not_before() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        feed(&mut breaker, Verdict::Bad, 19, start);
        assert_eq!(breaker.gauge(), 0);
        assert_eq!(opened(start).admit(start), Err(REST));
        let mut mostly_good = Breaker::default();
        feed(&mut mostly_good, Verdict::Good, 30, start);
        feed(&mut mostly_good, Verdict::Bad, 29, start);
        assert_eq!(mostly_good.gauge(), 0);
    }

    #[test]
    fn forgets_what_is_older_than_ten_seconds() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        feed(&mut breaker, Verdict::Bad, 19, start);
        feed(&mut breaker, Verdict::Bad, 1, after(start, 10));
        assert_eq!(breaker.gauge(), 0);
        feed(&mut breaker, Verdict::Bad, 19, after(start, 19));
        assert_eq!(breaker.gauge(), 2);
    }

    #[test]
    fn one_probe_decides() {
        let start = Instant::now();
        let mut breaker = opened(start);
        assert_eq!(breaker.admit(after(start, 4)), Err(Duration::from_secs(1)));
        assert_eq!(breaker.admit(after(start, 5)), Ok(Pass::Probe));
        assert!(breaker.admit(after(start, 5)).is_err());
        breaker.settle(Pass::Probe, Verdict::Bad, after(start, 6));
        assert_eq!(breaker.admit(after(start, 6)), Err(REST));
        assert_eq!(breaker.admit(after(start, 11)), Ok(Pass::Probe));
        breaker.settle(Pass::Probe, Verdict::Good, after(start, 11));
        assert_eq!(breaker.admit(after(start, 11)), Ok(Pass::Ordinary));
    }

    #[test]
    fn a_probe_that_came_to_nothing_is_tried_again_and_late_outcomes_do_not_count() {
        let start = Instant::now();
        let mut breaker = opened(start);
        assert_eq!(breaker.admit(after(start, 5)), Ok(Pass::Probe));
        breaker.settle(Pass::Ordinary, Verdict::Good, after(start, 5));
        assert_eq!(breaker.gauge(), 1);
        breaker.settle(Pass::Probe, Verdict::None, after(start, 5));
        assert_eq!(breaker.admit(after(start, 5)), Ok(Pass::Probe));
    }
}
