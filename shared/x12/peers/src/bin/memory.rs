//! Peak memory of one job: `memory generate|stream|read|keep 835|837P MEGABYTES`.

use std::hint::black_box;
use std::io;

use x12::reader::Stream;
use x12_peers::clock::{peak_memory, processor_time};
use x12_peers::corpus::{Corpus, Kind};
use x12_peers::{Fault, measured};

const USAGE: &str = "usage: memory generate|stream|read|keep 835|837P MEGABYTES";

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [job, kind, megabytes] = arguments.as_slice() else { return Err(USAGE.into()) };
    let kind = match kind.as_str() {
        "835" => Kind::Remittance,
        "837P" => Kind::Professional,
        _ => return Err(USAGE.into()),
    };
    let bytes = megabytes.parse::<usize>()? * 1_000_000;
    let begin = processor_time()?;
    let done = run(job, kind, bytes)?;
    let seconds = (processor_time()? - begin).as_secs_f64();
    println!("{job} {megabytes} MB: {done}, {seconds:.2} s, peak {:.1} MB", peak_memory()? as f64 / 1024.0);
    Ok(())
}

fn run(job: &str, kind: Kind, bytes: usize) -> Result<String, Fault> {
    match (job, kind) {
        ("generate", _) => {
            let read = io::copy(&mut Corpus::new(kind, bytes), &mut io::sink())?;
            Ok(format!("{read} bytes made"))
        }
        ("stream", _) => stream(kind, bytes),
        ("read", Kind::Remittance) => {
            Ok(format!("{:?} claims and faults", measured::read_remittances(&Corpus::text(kind, bytes).0)?))
        }
        ("read", Kind::Professional) => {
            Ok(format!("{:?} claims and faults", measured::read_claims(&Corpus::text(kind, bytes).0)?))
        }
        ("keep", Kind::Remittance) => {
            Ok(format!("{} transactions", measured::keep_remittances(&Corpus::text(kind, bytes).0)?.len()))
        }
        ("keep", Kind::Professional) => {
            Ok(format!("{} transactions", measured::keep_claims(&Corpus::text(kind, bytes).0)?.len()))
        }
        _ => Err(USAGE.into()),
    }
}

/// Every element of every segment, while the file is being made; `generate` says how long the making takes.
fn stream(kind: Kind, bytes: usize) -> Result<String, Fault> {
    let mut stream = Stream::new(Corpus::new(kind, bytes));
    let (mut segments, mut elements) = (0, 0);
    while let Some(segment) = stream.next()? {
        segments += 1;
        elements += segment.parts().map(black_box).count() - 1;
    }
    Ok(format!("{segments} segments, {elements} elements in {} bytes", stream.position()))
}
