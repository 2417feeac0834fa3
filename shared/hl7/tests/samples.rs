//! Messages of an invented laboratory about invented people.

pub const PANEL: &[u8] = include_bytes!("golden/panel.hl7");
pub const DOCUMENT: &[u8] = include_bytes!("golden/document.hl7");
pub const TWO_PATIENTS: &[u8] = include_bytes!("golden/two_patients.hl7");
pub const LATIN1: &[u8] = include_bytes!("golden/latin1.hl7");
pub const ALL: [&[u8]; 4] = [PANEL, DOCUMENT, TWO_PATIENTS, LATIN1];

pub fn text(bytes: &[u8]) -> String {
    hl7::decode(bytes).expect("a message").0.into_owned()
}

/// A sample with one text in the place of another, which must be there.
pub fn panel_with(old: &str, new: &str) -> String {
    let panel = text(PANEL);
    assert!(panel.contains(old), "{old}");
    panel.replacen(old, new, 1)
}
