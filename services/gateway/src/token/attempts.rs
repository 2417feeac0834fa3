//! Failed attempts to get a token: ten a minute for a client from one address, then it has to wait.

use crate::client::ClientId;
use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

const MOST: u32 = 10;
const WINDOW: Duration = Duration::from_secs(60);
/// Names are the attacker's to choose, so their number is ours.
const REMEMBERED: usize = 10_000;

/// By address too, so that a stranger cannot lock a client out.
pub type Who = (ClientId, Option<IpAddr>);

#[derive(Default)]
pub struct Attempts {
    failed: HashMap<Who, Failures>,
}

struct Failures {
    since: Instant,
    count: u32,
}

impl Attempts {
    /// How long this client has to wait before it may try again.
    pub fn wait(&self, who: &Who, now: Instant) -> Option<Duration> {
        let failures = self.failed.get(who).filter(|failures| failures.count >= MOST)?;
        (failures.since + WINDOW).checked_duration_since(now).filter(|wait| !wait.is_zero())
    }

    pub fn failed(&mut self, who: Who, now: Instant) {
        if self.failed.len() >= REMEMBERED && !self.failed.contains_key(&who) {
            self.forget(now);
        }
        let failures = self.failed.entry(who).or_insert(Failures { since: now, count: 0 });
        if now.duration_since(failures.since) >= WINDOW {
            *failures = Failures { since: now, count: 0 };
        }
        failures.count += 1;
    }

    /// Forgets what is over, and the oldest if that made no room.
    fn forget(&mut self, now: Instant) {
        self.failed.retain(|_, failures| now.duration_since(failures.since) < WINDOW);
        if self.failed.len() >= REMEMBERED {
            let oldest =
                self.failed.iter().min_by_key(|(_, failures)| failures.since).map(|(who, _)| who.clone());
            oldest.and_then(|who| self.failed.remove(&who));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str) -> Who {
        (name.parse().expect("a client id"), None)
    }

    #[test]
    fn the_eleventh_attempt_waits_for_the_minute_to_end() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        for n in 0..10 {
            assert_eq!(attempts.wait(&who("a"), start), None, "{n}");
            attempts.failed(who("a"), start);
        }
        assert_eq!(attempts.wait(&who("a"), start + Duration::from_secs(20)), Some(Duration::from_secs(40)));
        assert_eq!(attempts.wait(&who("b"), start), None);
        assert_eq!(attempts.wait(&who("a"), start + WINDOW), None);
        attempts.failed(who("a"), start + WINDOW);
        assert_eq!(attempts.wait(&who("a"), start + WINDOW), None);
    }

    #[test]
    fn invented_names_do_not_fill_the_memory() {
        let (mut attempts, start) = (Attempts::default(), Instant::now());
        for n in 0..REMEMBERED + 10 {
            attempts.failed(who(&format!("c{n}")), start);
        }
        assert_eq!(attempts.failed.len(), REMEMBERED);
    }
}
