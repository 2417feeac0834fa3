//! What people call a transaction set: `835`, `837P`, `277CA`.

use x12::guide::Guide;
use x12::reader::Segment;

/// Of ST, in a group of this version (GS08).
pub(crate) fn set_name(st: &Segment<'_>, version: &str) -> String {
    let st01 = st.element(1);
    match Guide::of(st01, st.optional(3).unwrap_or(version)) {
        Some(guide) => guide_name(guide).to_owned(),
        None if st01.is_empty() => "?".to_owned(),
        None => st01.chars().take(3).collect(),
    }
}

pub(crate) fn guide_name(guide: &Guide) -> &'static str {
    match guide.id.get(..10) {
        Some("005010X222") => "837P",
        Some("005010X223") => "837I",
        Some("005010X224") => "837D",
        Some("005010X214") => "277CA",
        _ => guide.st01,
    }
}
