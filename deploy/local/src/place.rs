//! Where things lie: the workspace, the local data, the built programs.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::log;

/// Holding the lock means looking after the house; the system gives it back however the holder ends.
pub struct Lock {
    _file: File,
}

#[derive(Clone)]
pub struct Place {
    /// The workspace, where `cargo build` runs.
    pub root: PathBuf,
    /// State, logs and data.
    pub local: PathBuf,
    /// The built services.
    pub bin: PathBuf,
}

impl Place {
    /// `.local` in the workspace, or the directory in PRAXIS_LOCAL.
    pub fn usual() -> anyhow::Result<Place> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.ancestors().nth(2).context("the package is not in a workspace")?.to_path_buf();
        let local = std::env::var_os("PRAXIS_LOCAL").map_or_else(|| root.join(".local"), PathBuf::from);
        Ok(Place { root, ..Place::at(&std::path::absolute(local)?) })
    }

    /// With its state, logs and data in this directory.
    pub fn at(local: &Path) -> Place {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(local);
        Place { root: root.to_path_buf(), local: local.to_path_buf(), bin: bin() }
    }

    pub fn state(&self) -> PathBuf {
        self.local.join("state.json")
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.local.join("log").join(format!("{name}.log"))
    }

    /// Others may pass through, because PostgreSQL may run as another user, but not list it.
    pub fn make(&self) -> anyhow::Result<()> {
        fs::create_dir_all(self.local.join("log")).with_context(|| log::cannot_write(&self.local))?;
        let open_to_pass = fs::Permissions::from_mode(0o711);
        fs::set_permissions(&self.local, open_to_pass).with_context(|| log::cannot_write(&self.local))
    }

    /// None when somebody else looks after this house.
    pub fn lock(&self) -> anyhow::Result<Option<Lock>> {
        self.make()?;
        // A status or stop looks at the lock for a moment.
        let began = Instant::now();
        loop {
            match self.try_lock()? {
                None if began.elapsed() < Duration::from_secs(1) => std::thread::yield_now(),
                lock => return Ok(lock),
            }
        }
    }

    pub fn is_looked_after(&self) -> anyhow::Result<bool> {
        Ok(self.local.is_dir() && self.try_lock()?.is_none())
    }

    fn try_lock(&self) -> anyhow::Result<Option<Lock>> {
        let path = self.local.join("lock");
        let file = File::options().create(true).append(true).open(&path);
        let file = file.with_context(|| log::cannot_write(&self.local))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", path.display()))
            }
        }
    }
}

/// Beside this program; tests lie one directory deeper.
fn bin() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let directory = program.parent().unwrap_or(Path::new(".")).to_path_buf();
    match directory.file_name() {
        Some(name) if name == "deps" || name == "examples" => {
            directory.parent().map(Path::to_path_buf).unwrap_or(directory)
        }
        _ => directory,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_can_look_after_a_house() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let place = Place::at(dir.path());
        assert!(!place.is_looked_after()?);
        let lock = place.lock()?;
        assert!(lock.is_some());
        assert!(place.is_looked_after()?);
        assert!(place.lock()?.is_none());
        drop(lock);
        assert!(!place.is_looked_after()?);
        Ok(())
    }
}
