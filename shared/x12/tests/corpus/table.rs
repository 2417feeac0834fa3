//! Tab-separated tables with a line of headings.

use std::path::PathBuf;

pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"))
}

/// Rows of a table beside this file, without its headings.
pub fn rows(name: &str) -> Result<Vec<Vec<String>>, String> {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(cells(&text))
}

pub fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}
