//! Sides that do the same work, taking turns; the best turn of each counts.

use std::time::Duration;

use crate::Fault;
use crate::clock::processor_time;

/// What a turn gave: claims and faults, or elements and their bytes. Sides that do the same work give the same.
pub type Outcome = (usize, usize);

/// One turn of a side: how long its processor worked, and what came out.
type Turn<'a> = Box<dyn FnMut() -> Result<(Duration, Outcome), Fault> + 'a>;

pub struct Side<'a> {
    pub name: String,
    pub bytes: usize,
    pub claims: usize,
    turn: Turn<'a>,
    best: Option<Duration>,
    outcome: Option<Outcome>,
}

/// What the first side must reach.
#[derive(Clone, Copy)]
pub enum Bar {
    /// So many times the speed of the second side.
    Times(f64),
    /// Megabytes per second.
    Speed(f64),
}

/// The first side is ours.
pub struct Contest<'a> {
    pub work: &'static str,
    pub bar: Option<Bar>,
    pub ours: Side<'a>,
    pub peers: Vec<Side<'a>>,
}

impl<'a> Side<'a> {
    /// Work in this process over so many bytes and claims.
    pub fn new(
        name: &str,
        (bytes, claims): (usize, usize),
        mut work: impl FnMut() -> Result<Outcome, Fault> + 'a,
    ) -> Self {
        let timed = move || {
            let begin = processor_time()?;
            let outcome = std::hint::black_box(work()?);
            Ok((processor_time()? - begin, outcome))
        };
        Self::timed_by_itself(name, (bytes, claims), timed)
    }

    /// Work elsewhere that says how long it took.
    pub fn timed_by_itself(
        name: &str,
        (bytes, claims): (usize, usize),
        turn: impl FnMut() -> Result<(Duration, Outcome), Fault> + 'a,
    ) -> Self {
        Self { name: name.to_owned(), bytes, claims, turn: Box::new(turn), best: None, outcome: None }
    }

    fn take_turn(&mut self) -> Result<(), Fault> {
        let (time, outcome) = (self.turn)()?;
        self.best = Some(self.best.map_or(time, |best| best.min(time)));
        self.outcome = Some(outcome);
        Ok(())
    }

    fn seconds(&self) -> f64 {
        self.best.unwrap_or_default().as_secs_f64()
    }

    /// Decimal megabytes per second.
    pub fn speed(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.seconds()
    }

    pub fn claims_per_second(&self) -> f64 {
        self.claims as f64 / self.seconds()
    }
}

impl Contest<'_> {
    /// All sides take a turn in every round.
    ///
    /// # Errors
    /// A side fails, or gives another outcome than ours over the same bytes.
    pub fn run(&mut self, rounds: usize) -> Result<(), Fault> {
        for _ in 0..rounds {
            self.ours.take_turn()?;
            for peer in &mut self.peers {
                peer.take_turn()?;
            }
        }
        let same = |peer: &&Side<'_>| peer.bytes != self.ours.bytes || peer.outcome == self.ours.outcome;
        match self.peers.iter().find(|peer| !same(peer)) {
            Some(peer) => {
                let (ours, theirs) = (self.ours.outcome, peer.outcome);
                Err(format!("{}: we found {ours:?}, {} found {theirs:?}", self.work, peer.name).into())
            }
            None => Ok(()),
        }
    }

    /// Whether the bar is reached; nothing where there is none, or no peer to hold it.
    pub fn reached(&self) -> Option<bool> {
        match self.bar? {
            Bar::Times(times) => Some(self.ours.speed() >= times * self.peers.first()?.speed()),
            Bar::Speed(speed) => Some(self.ours.speed() >= speed),
        }
    }
}
