//! Passwords: made once, kept in a file that only its owner can read.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

use crate::log;

/// 32 random bytes as hexadecimal digits, which need no quoting anywhere.
pub fn random() -> String {
    rand::random::<[u8; 32]>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The password in this file; a new one if there is no such file.
pub fn password(path: &Path) -> anyhow::Result<String> {
    if !path.exists() {
        write(path, &random())?;
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Replaces the file's text at once, mode 0600.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .with_context(|| log::cannot_write(path))?;
    file.write_all(text.as_bytes()).with_context(|| log::cannot_write(path))?;
    fs::rename(&draft, path).with_context(|| log::cannot_write(path))
}
