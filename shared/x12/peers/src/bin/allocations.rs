//! How often and how much memory is asked for, per claim: reading and writing 10 MB of each.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use x12_peers::corpus::{Corpus, Kind};
use x12_peers::{Fault, measured};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const BYTES: usize = 10_000_000;

fn main() -> Result<(), Fault> {
    println!(
        "{:22} {:>14} {:>14} {:>14} {:>16}",
        "work", "allocations", "per claim", "bytes/claim", "kept bytes/claim"
    );
    let (text, tally) = Corpus::text(Kind::Remittance, BYTES);
    count("835 tokenize", tally.claims, || Ok(measured::tokenize(&text)?))?;
    count("835 read and balance", tally.claims, || Ok(measured::read_remittances(&text)?))?;
    let kept = count("835 read and keep", tally.claims, || Ok(measured::keep_remittances(&text)?))?;
    count("835 write", tally.claims, || Ok(measured::write_remittances(&kept)?))?;
    let (text, tally) = Corpus::text(Kind::Professional, BYTES);
    count("837P tokenize", tally.claims, || Ok(measured::tokenize(&text)?))?;
    count("837P read and check", tally.claims, || Ok(measured::read_claims(&text)?))?;
    let kept = count("837P read and keep", tally.claims, || Ok(measured::keep_claims(&text)?))?;
    count("837P write", tally.claims, || Ok(measured::write_claims(&kept)?))?;
    Ok(())
}

/// A growing buffer counts as an allocation each time it moves.
fn count<T>(work: &str, claims: usize, run: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let region = Region::new(ALLOCATOR);
    let outcome = run()?;
    let change = region.change();
    let times = change.allocations + change.reallocations;
    let kept = change.bytes_allocated as isize - change.bytes_deallocated as isize;
    println!(
        "{work:22} {times:14} {:14.2} {:14} {:16}",
        times as f64 / claims as f64,
        change.bytes_allocated / claims,
        kept / claims as isize
    );
    Ok(outcome)
}
