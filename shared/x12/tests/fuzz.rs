//! The checks of the fuzz targets, on their seeds and on every input that once failed.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/src/lib.rs"]
mod checks;
#[path = "readers.rs"]
mod readers;

use checks::{Reached, TARGETS};

/// The files of a folder, in order; none where there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

/// How far the best of the files came; a check that fails names its file.
fn run(
    target: &str,
    check: fn(&[u8]) -> Reached,
    files: &[PathBuf],
) -> Result<Option<Reached>, Box<dyn Error>> {
    let mut best = None;
    for file in files {
        let input = fs::read(file)?;
        let result = std::panic::catch_unwind(|| check(&input));
        let reached = result.map_err(|_| format!("{target} fails at {}", file.display()))?;
        best = best.max(Some(reached));
    }
    Ok(best)
}

#[test]
fn seeds_and_regressions_pass_every_check() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut regressions = 0;
    for every in [false, true] {
        if every {
            checks::choose_every();
        }
        for &(target, check) in TARGETS {
            let seeds = files(&root.join("corpus-seeds").join(target))?;
            assert_eq!(
                run(target, check, &seeds)?,
                Some(Reached::Whole),
                "the seeds of {target} come too short"
            );
            let kept = files(&root.join("regressions").join(target))?;
            run(target, check, &kept)?;
            regressions += kept.len();
        }
    }
    assert!(regressions > 0, "the kept inputs are not found");
    Ok(())
}
