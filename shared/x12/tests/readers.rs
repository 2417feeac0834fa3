//! What is read claim by claim is what is read as a whole: the check of the fuzz target, on whole files.

use std::error::Error;
use std::path::PathBuf;

use x12::{claim, institutional};

use crate::checks::Reached;
use crate::checks::claim_by_claim::{remittance, submission};

#[path = "../benches/corpus.rs"]
mod generated;

/// In how many ways the text can be read.
fn compare(text: &str) -> usize {
    let results =
        [remittance(text), submission::<claim::Claim>(text), submission::<institutional::Claim>(text)];
    results.into_iter().filter(|&reached| reached == Reached::Whole).count()
}

#[test]
fn of_generated_files() {
    for kind in [generated::Kind::Remittance, generated::Kind::Professional] {
        let (text, _) = generated::Corpus::text(kind, 400_000);
        assert_eq!(compare(&text), 1);
        assert_eq!(compare(&text[..100_000].replace('~', "\r\n")), 0, "it is cut");
        assert_eq!(compare(&text.replace('~', "~\n")), 1);
    }
}

/// Every tenth segment is lost or comes twice, one after the other, so that levels and claims stand where they should
/// not.
#[test]
fn of_damaged_files() {
    let mut read = 0;
    for kind in [generated::Kind::Remittance, generated::Kind::Professional] {
        let (text, _) = generated::Corpus::text(kind, 6_000);
        let segments: Vec<&str> = text.split_inclusive('~').collect();
        let body = 3..segments.len() - 3;
        for at in body {
            for (damage, lost) in [(vec![], true), (vec![segments[at]; 2], true), (vec![segments[3]], false)]
            {
                let mut damaged = segments.clone();
                damaged.splice(at..at + usize::from(lost), damage);
                let whole = recounted(&damaged);
                read += compare(&whole);
            }
        }
    }
    assert!(read > 500, "only {read} could be read");
}

/// With the count that SE asks for.
fn recounted(segments: &[&str]) -> String {
    let st = segments.iter().position(|segment| segment.starts_with("ST*")).expect("it has one");
    let se = segments.iter().position(|segment| segment.starts_with("SE*")).expect("it has one");
    let control = segments[se].rsplit('*').next().expect("it has one");
    let trailer = format!("SE*{}*{control}", se - st + 1);
    [&segments[..se].concat(), trailer.as_str(), &segments[se + 1..].concat()].concat()
}

#[test]
fn of_published_files() -> Result<(), Box<dyn Error>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = std::env::var_os("X12_SAMPLES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if !folder.join("INDEX.tsv").is_file() {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return Ok(());
    }
    let mut read = 0;
    for folder in ["835", "837P"].map(|kind| folder.join("samples").join(kind)) {
        for file in std::fs::read_dir(folder)? {
            let bytes = std::fs::read(file?.path())?;
            let text = String::from_utf8_lossy(&bytes);
            read += compare(&text);
        }
    }
    assert!(read > 60, "only {read} files could be read");
    Ok(())
}
