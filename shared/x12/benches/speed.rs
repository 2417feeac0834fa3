//! Bytes and claims per second of processor time: reading, balancing and writing beside what the memory allows.
//! `X12_BENCH_MB` sets the size of the files (50).

#[path = "corpus.rs"]
mod corpus;
mod measured;
mod processor_time;

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use corpus::{Corpus, Kind, Tally};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};
use processor_time::ProcessorTime;
use x12::validate::Level;

const MEGABYTE: usize = 1_000_000;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let mut criterion = Criterion::default().with_measurement(ProcessorTime).configure_from_args();
    let size = std::env::var("X12_BENCH_MB").ok().map_or(Ok(50), |size| size.parse::<usize>())? * MEGABYTE;
    for (kind, name) in [(Kind::Remittance, "835"), (Kind::Professional, "837P")] {
        let (text, tally) = Corpus::text(kind, size);
        println!("{name}: {tally:?}");
        tokenizing(&mut criterion, name, &text, tally);
        validating(&mut criterion, name, &text, tally);
        match kind {
            Kind::Remittance => remittances(&mut criterion, &text, tally)?,
            Kind::Professional => claims(&mut criterion, &text, tally)?,
        }
    }
    flatness(&mut criterion);
    criterion.final_summary();
    Ok(())
}

/// Few long samples, since one pass takes from a few milliseconds to more than a second.
fn group<'c>(criterion: &'c mut Criterion<ProcessorTime>, name: &str) -> BenchmarkGroup<'c, ProcessorTime> {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group
}

fn per_claim(tally: Tally) -> Throughput {
    Throughput::ElementsAndBytes { elements: tally.claims as u64, bytes: tally.bytes as u64 }
}

/// Beside the two things no reader of every byte can beat: adding the bytes up, and copying them.
fn tokenizing(criterion: &mut Criterion<ProcessorTime>, name: &str, text: &str, tally: Tally) {
    let mut group = group(criterion, &format!("{name} tokenize"));
    group.throughput(Throughput::ElementsAndBytes {
        elements: tally.segments as u64,
        bytes: tally.bytes as u64,
    });
    let sum = || black_box(text).bytes().fold(0u64, |sum, byte| sum + u64::from(byte));
    let mut copy = vec![0; text.len()];
    group.bench_function("every element", |bencher| bencher.iter(|| measured::tokenize(black_box(text))));
    group.bench_function("every element by number", |bencher| {
        bencher.iter(|| measured::tokenize_by_number(black_box(text)));
    });
    group.bench_function("limit: sum of bytes", |bencher| bencher.iter(sum));
    group.bench_function("limit: copy", |bencher| {
        bencher.iter(|| black_box(&mut copy).copy_from_slice(black_box(text).as_bytes()));
    });
    group.finish();
}

fn validating(criterion: &mut Criterion<ProcessorTime>, name: &str, text: &str, tally: Tally) {
    let mut group = group(criterion, &format!("{name} validate"));
    group.throughput(per_claim(tally));
    for (level, name) in [(Level::Requirement, "levels 1 and 2"), (Level::Relation, "levels 1 to 4")] {
        group.bench_function(name, |bencher| bencher.iter(|| measured::validate(black_box(text), level)));
    }
    group.finish();
}

fn remittances(criterion: &mut Criterion<ProcessorTime>, text: &str, tally: Tally) -> Outcome {
    let mut group = group(criterion, "835 typed");
    group.throughput(per_claim(tally));
    group.bench_function("read and balance", |bencher| {
        bencher.iter(|| measured::read_remittances(black_box(text)));
    });
    group.bench_function("read and balance claim by claim", |bencher| {
        bencher.iter(|| measured::read_payments(black_box(text)));
    });
    group.bench_function("read and write claim by claim", |bencher| {
        bencher.iter(|| measured::copy_payments(black_box(text)));
    });
    let kept = measured::keep_remittances(text)?;
    group.bench_function("write", |bencher| bencher.iter(|| measured::write_remittances(black_box(&kept))));
    group.finish();
    Ok(())
}

fn claims(criterion: &mut Criterion<ProcessorTime>, text: &str, tally: Tally) -> Outcome {
    let mut group = group(criterion, "837P typed");
    group.throughput(per_claim(tally));
    group.bench_function("read and check", |bencher| bencher.iter(|| measured::read_claims(black_box(text))));
    group.bench_function("read and check claim by claim", |bencher| {
        bencher.iter(|| measured::read_submissions(black_box(text)));
    });
    group.bench_function("read and write claim by claim", |bencher| {
        bencher.iter(|| measured::copy_submissions(black_box(text)));
    });
    let kept = measured::keep_claims(text)?;
    group.bench_function("write", |bencher| bencher.iter(|| measured::write_claims(black_box(&kept))));
    group.finish();
    Ok(())
}

/// Segments per second must not depend on the size of the file.
fn flatness(criterion: &mut Criterion<ProcessorTime>) {
    for (kind, name) in [(Kind::Remittance, "835"), (Kind::Professional, "837P")] {
        let mut group = group(criterion, &format!("{name} per segment"));
        for megabytes in [1, 10, 50, 200] {
            let (text, tally) = Corpus::text(kind, megabytes * MEGABYTE);
            group.throughput(Throughput::Elements(tally.segments as u64));
            group.bench_function(format!("{megabytes} MB"), |bencher| match kind {
                Kind::Remittance => bencher.iter(|| measured::read_payments(black_box(&text))),
                Kind::Professional => bencher.iter(|| measured::read_submissions(black_box(&text))),
            });
        }
        group.finish();
    }
}
