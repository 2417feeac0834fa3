//! Published files that tests read in place, where they are present.

use std::path::PathBuf;

use crate::reader::Interchange;

/// One line of the index.
pub(crate) struct Sample {
    pub path: PathBuf,
    pub name: String,
    pub case: String,
    /// The strict validators that read it found nothing.
    pub valid: bool,
}

/// The files of this transaction that strict validators agree on; none, and a note, where the folder is absent.
pub(crate) fn valid(transaction: &str) -> Vec<Sample> {
    listed(|row| row.get(1) == Some(&transaction)).into_iter().filter(|sample| sample.valid).collect()
}

/// Every file that names this implementation guide, sound or not; none, and a note, where the folder is absent.
pub(crate) fn of_guide(version: &str) -> Vec<Sample> {
    listed(|row| row.get(2).is_some_and(|versions| versions.contains(version)))
}

fn listed(chosen: impl Fn(&[&str]) -> bool) -> Vec<Sample> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/x12");
    let folder = PathBuf::from(std::env::var("X12_SAMPLES").unwrap_or_else(|_| beside.to_owned()));
    let Ok(index) = std::fs::read_to_string(folder.join("INDEX.tsv")) else {
        println!("skipped: set X12_SAMPLES to a folder with INDEX.tsv");
        return Vec::new();
    };
    let rows = index.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = rows.filter(|row| row.len() > 7 && chosen(row));
    rows.map(|row| Sample {
        path: folder.join("samples").join(row[0]),
        name: row[0].to_owned(),
        case: row[6].to_owned(),
        valid: row[7] == "valid",
    })
    .collect()
}

/// The text from its ISA on: some published files begin with prose.
pub(crate) fn text(sample: &Sample) -> String {
    let bytes = std::fs::read(&sample.path).expect("an indexed file is there");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.find("ISA").map(|start| text[start..].to_owned()).unwrap_or_default()
}

/// Reads what is inside ISA and calls `each` with every transaction set.
pub(crate) fn each_transaction(text: &str, mut each: impl FnMut(&crate::reader::TransactionSet<'_>)) {
    for interchange in Interchange::read(text).expect("the envelope is sound") {
        interchange.transactions().for_each(&mut each);
    }
}

/// Reads every transaction set of `text` after `first` and `second` changed places and `lost` went missing.
pub(crate) fn each_damaged(
    text: &str,
    (first, second, lost): (usize, usize, usize),
    mut each: impl FnMut(&crate::reader::TransactionSet<'_>),
) {
    each_transaction(text, |set| {
        let mut damaged = set.clone();
        let count = damaged.segments.len();
        damaged.segments.swap(first % count, second % count);
        damaged.segments.remove(lost % count);
        each(&damaged);
    });
}
