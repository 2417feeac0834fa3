//! A seeded loop of mutations that know elements, and what must hold for every input.

mod door;
mod mutate;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use door::Seen;
use mutate::Random;

/// More inputs than this are not kept.
const POOL: usize = 4_000;

pub struct Run {
    random: Random,
    pool: Vec<String>,
    seen: HashSet<u64>,
    seeds: usize,
    pub count: u64,
    pub read: u64,
    pub refused: u64,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let pool = seeds(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")));
        assert!(!pool.is_empty(), "the golden messages are the seeds");
        let (seeds, seen) = (pool.len(), HashSet::new());
        Self { random: Random::new(seed), pool, seen, seeds, count: 0, read: 0, refused: 0 }
    }

    /// Inputs that behaved in a new way.
    pub fn kept(&self) -> usize {
        self.pool.len() - self.seeds
    }

    /// Panics with the input when one breaks a rule.
    pub fn executions(mut self, count: u64) -> Self {
        while self.count < count {
            let input = mutate::mutated(&mut self.random, &self.pool);
            let seen = catch_unwind(AssertUnwindSafe(|| door::try_all(&input)));
            let Ok(seen) = seen else { panic!("execution {} broke on:\n{input}", self.count) };
            self.count += 1;
            self.note(seen, input);
        }
        self
    }

    fn note(&mut self, seen: Seen, input: String) {
        match seen.read {
            true => self.read += 1,
            false => self.refused += 1,
        }
        if self.pool.len() < POOL && input.len() < 12_000 && self.seen.insert(seen.behaviour) {
            self.pool.push(input);
        }
    }
}

fn seeds(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let texts = paths.iter().flat_map(|path| {
        if path.is_dir() { seeds(path) } else { std::fs::read_to_string(path).ok().into_iter().collect() }
    });
    texts.collect()
}
