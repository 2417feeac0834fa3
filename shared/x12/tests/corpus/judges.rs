//! What independent validators say of the cases: recorded in `verdicts.tsv`, and asked again where they are
//! at hand.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::case::Case;
use super::table::{cells, folder, rows};

/// By case, what each validator said, in the order of the headings of `verdicts.tsv`.
pub struct Verdicts(BTreeMap<String, Vec<String>>);

impl Verdicts {
    pub fn recorded() -> Result<Self, String> {
        Ok(Self::new(rows("verdicts.tsv")?))
    }

    fn new(rows: Vec<Vec<String>>) -> Self {
        let row = |mut row: Vec<String>| (row.remove(0), row);
        Self(rows.into_iter().filter(|cells| !cells.is_empty()).map(row).collect())
    }

    pub fn cases(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Whether all who know the transaction set accept the file; `None` where nobody knows it.
    pub fn accepted(&self, case: &str) -> Option<bool> {
        let said = self.0.get(case)?;
        let any = |words: &[&str]| said.iter().any(|word| words.contains(&word.as_str()));
        match (any(&["bad", "crash"]), any(&["ok"])) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    }

    /// Where a validator that was asked again says something else than recorded.
    pub fn changed(&self, now: &Self) -> Vec<String> {
        let differs = |(case, said): (&String, &Vec<String>)| {
            let recorded = self.0.get(case).map(Vec::as_slice).unwrap_or_default();
            let same = |(now, then): (&String, &String)| now == "-" || now == then;
            let all = said.len() == recorded.len() && said.iter().zip(recorded).all(same);
            (!all).then(|| format!("{case}: {said:?}, recorded {recorded:?}"))
        };
        now.0.iter().filter_map(differs).collect()
    }

    /// Columns in which nobody was there to be asked.
    pub fn absent(&self) -> usize {
        let columns = self.0.values().map(Vec::len).max().unwrap_or(0);
        let is_absent =
            |column: &usize| self.0.values().all(|said| said.get(*column).is_none_or(|word| word == "-"));
        (0..columns).filter(is_absent).count()
    }
}

/// Asks again: the Python in `PRAXIS_X12_PYTHON`, with pyx12 maps that know 270 and 271 in `PRAXIS_X12_MAPS`
/// and the lib folders of stupidedi and cantor in `PRAXIS_X12_STUPIDEDI`. An error says who is not here.
pub fn ask<'a>(cases: impl Iterator<Item = &'a Case>) -> Result<Verdicts, String> {
    let python = std::env::var("PRAXIS_X12_PYTHON").unwrap_or_default();
    if python.is_empty() {
        return Err("PRAXIS_X12_PYTHON names no Python with pyx12, x12sdk, oxedi and x12-doctor".to_owned());
    }
    let files = Path::new(env!("CARGO_TARGET_TMPDIR")).join("x12-corpus");
    let written = |error: std::io::Error| format!("{}: {error}", files.display());
    drop(std::fs::remove_dir_all(&files));
    std::fs::create_dir_all(&files).map_err(written)?;
    for case in cases {
        std::fs::write(files.join(format!("{}.edi", case.name)), &case.bytes).map_err(written)?;
    }
    let mut command = Command::new(&python);
    command.arg(folder().join("judge.py"));
    for (option, variable) in [("--maps", "PRAXIS_X12_MAPS"), ("--stupidedi", "PRAXIS_X12_STUPIDEDI")] {
        if let Ok(value) = std::env::var(variable) {
            command.args([option, &value]);
        }
    }
    let output = command.arg(&files).output().map_err(|error| format!("{python}: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() { Ok(Verdicts::new(cells(&said))) } else { Err(format!("{python} failed")) }
}
