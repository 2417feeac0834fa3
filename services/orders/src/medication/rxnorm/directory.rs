//! Where an operator has unpacked a release.

use super::line::{Fault, Mistake};
use super::{Files, Release};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

const BUFFER: usize = 1 << 20;

impl Release {
    /// Reads the directory `rrf` of a release.
    pub fn open(directory: &Path) -> Result<Self, Mistake> {
        let began = Instant::now();
        tracing::info!(directory = %directory.display(), "reading RxNorm");
        let release = Self::read(Files {
            concepts: file(directory, "RXNCONSO.RRF")?,
            relations: file(directory, "RXNREL.RRF")?,
            attributes: file(directory, "RXNSAT.RRF")?,
        })?;
        let (drugs, packages, left_out) = (release.drugs.len(), release.packages(), release.left_out);
        tracing::info!(drugs, packages, left_out, took = ?began.elapsed(), "read RxNorm");
        Ok(release)
    }
}

fn file(directory: &Path, name: &'static str) -> Result<BufReader<File>, Mistake> {
    let opened = File::open(directory.join(name));
    let file = opened.map_err(|error| Mistake { file: name, line: 0, fault: Fault::Unreadable(error) })?;
    Ok(BufReader::with_capacity(BUFFER, file))
}
