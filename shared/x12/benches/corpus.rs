//! Large 835 and 837P files made from nothing: invented people, sums that balance, the same bytes every time.

#[path = "corpus/catalog.rs"]
mod catalog;
#[path = "corpus/claim.rs"]
mod claim;
#[path = "corpus/claims.rs"]
mod claims;
#[path = "corpus/coordination.rs"]
mod coordination;
#[path = "corpus/decision.rs"]
mod decision;
#[path = "corpus/people.rs"]
mod people;
#[path = "corpus/practice.rs"]
mod practice;
#[path = "corpus/random.rs"]
mod random;
#[path = "corpus/remittance.rs"]
mod remittance;
#[path = "corpus/segments.rs"]
mod segments;
#[path = "corpus/settlement.rs"]
mod settlement;

use std::io::{self, Read};

use practice::Practice;
use random::Random;
use segments::Segments;

/// Claims in a full transaction set; 50 MB have about 121 of them.
const CLAIMS_PER_TRANSACTION: usize = 992;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 835.
    Remittance,
    /// 837P.
    Professional,
}

/// What was made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub bytes: usize,
    pub segments: usize,
    pub transactions: usize,
    pub claims: usize,
}

/// One interchange with one group, made a transaction set at a time while it is read: half a megabyte of memory for
/// any size.
pub struct Corpus {
    kind: Kind,
    wanted: usize,
    random: Random,
    practices: Vec<Practice>,
    tally: Tally,
    made: Segments,
    taken: usize,
    closed: bool,
}

impl Corpus {
    /// At least `wanted` bytes; the last claim may go a little beyond.
    pub fn new(kind: Kind, wanted: usize) -> Self {
        let mut random = Random::new(20_260_401);
        let practices = (0..24).map(|_| Practice::invent(&mut random)).collect();
        let (tally, made) = (Tally::default(), Segments::default());
        let mut corpus = Self { kind, wanted, random, practices, tally, made, taken: 0, closed: false };
        corpus.open();
        corpus
    }

    /// The whole file in memory.
    pub fn text(kind: Kind, wanted: usize) -> (String, Tally) {
        let mut corpus = Self::new(kind, wanted);
        let mut text = String::with_capacity(wanted + (1 << 20));
        while !corpus.made.text.is_empty() {
            text.push_str(&corpus.made.text);
            corpus.advance();
        }
        (text, corpus.tally)
    }

    fn open(&mut self) {
        let (id, version) = match self.kind {
            Kind::Remittance => ("HP", "005010X221A1"),
            Kind::Professional => ("HC", "005010X222A1"),
        };
        self.made.put(format_args!(
            "ISA*00*{0:10}*00*{0:10}*ZZ*{1:15}*ZZ*{2:15}*260401*1200*^*00501*000000001*0*T*:",
            "", "SYNTHETIC", "BENCHMARK"
        ));
        self.made.put(format_args!("GS*{id}*SYNTHETIC*BENCHMARK*20260401*1200*1*X*{version}"));
        self.count();
    }

    fn close(&mut self) {
        self.made.put(format_args!("GE*{}*1", self.tally.transactions));
        self.made.put(format_args!("IEA*1*000000001"));
        self.closed = true;
    }

    fn count(&mut self) {
        self.tally.bytes += self.made.text.len();
        self.tally.segments += self.made.count;
    }

    /// Makes the next part; none is left where it is empty.
    fn advance(&mut self) {
        self.made.clear();
        self.taken = 0;
        if self.closed {
            return;
        }
        if self.tally.bytes >= self.wanted {
            self.close();
        } else {
            self.transaction();
        }
        self.count();
    }

    fn transaction(&mut self) {
        let Self { random, practices, made, tally, .. } = self;
        let room = self.wanted - tally.bytes;
        tally.claims += match self.kind {
            Kind::Remittance => remittance::write(random, practices, *tally, room, made),
            Kind::Professional => claims::write(random, practices, *tally, room, made),
        };
        tally.transactions += 1;
    }
}

impl Read for Corpus {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.made.text.len() {
            self.advance();
        }
        let rest = &self.made.text.as_bytes()[self.taken..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.taken += length;
        Ok(length)
    }
}
