//! Peak memory of one job: `memory generate|read|keep 835|837P MEGABYTES`.

use std::io;

use x12_peers::clock::{peak_memory, processor_time};
use x12_peers::corpus::{Corpus, Kind};
use x12_peers::{Fault, measured};

const USAGE: &str = "usage: memory generate|read|keep 835|837P MEGABYTES";

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
