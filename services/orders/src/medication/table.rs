//! The shape of the reference files: tab-separated, one head line, `#` for remarks, `;` within a field.

/// The fields of each row, without remarks and head line.
pub fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.skip(1).map(|line| line.split('\t').collect())
}

pub fn list(field: &str) -> Vec<String> {
    field.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
