//! The log files of what we start: opening, turning over, and the last lines for an error message.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

const TAIL_BYTES: u64 = 8 * 1024;

pub fn open(path: &Path) -> anyhow::Result<File> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| cannot_write(dir))?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).with_context(|| cannot_write(path))
}

/// Keeps one older log beside the new one.
pub fn turn_over(path: &Path) {
    if path.exists() {
        let _ = fs::rename(path, path.with_extension("log.1"));
    }
}

/// The last `lines` lines, indented, for the end of an error message.
pub fn tail(path: &Path, lines: usize) -> String {
    let text = last_bytes(path).unwrap_or_default();
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = &all[all.len().saturating_sub(lines)..];
    match last {
        [] => format!("Its log is empty: {}", path.display()),
        _ => format!("Its log is {}; the last lines:\n    {}", path.display(), last.join("\n    ")),
    }
}

pub fn last_line(path: &Path) -> Option<String> {
    let text = last_bytes(path).ok()?;
    text.lines().rev().find(|line| !line.trim().is_empty()).map(str::to_owned)
}

pub fn cannot_write(path: &Path) -> String {
    format!(
        "cannot write {}. If an earlier run as root made it, give it back: sudo chown -R \"$(id -u):$(id -g)\" {}",
        path.display(),
        path.display()
    )
}

fn last_bytes(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_names_the_file_and_ends_with_the_last_line() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("billing.log");
        assert!(tail(&path, 3).contains("empty"));
        fs::write(&path, "one\ntwo\n\nthree\nfour\n")?;
        let text = tail(&path, 2);
        assert!(text.contains("billing.log"));
        assert!(text.ends_with("three\n    four"), "{text}");
        assert_eq!(last_line(&path).as_deref(), Some("four"));
        Ok(())
    }

    #[test]
    fn turning_over_keeps_one_older_log() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("orders.log");
        fs::write(&path, "old")?;
        turn_over(&path);
        assert!(!path.exists());
        assert_eq!(fs::read_to_string(dir.path().join("orders.log.1"))?, "old");
        Ok(())
    }
}
