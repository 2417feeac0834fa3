//! Where PostgreSQL's data lies and which user runs it: PostgreSQL refuses to run as root.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use nix::unistd::{Uid, User};

use crate::log;
use crate::recipe::RunAs;

pub struct Home {
    pub parent: PathBuf,
    pub data: PathBuf,
    /// None: as ourselves.
    pub run_as: Option<RunAs>,
}

impl Home {
    /// `dir` itself when the user that runs PostgreSQL can enter it; otherwise a directory under /var/tmp that `dir/elsewhere`
    /// points to.
    pub fn prepare(dir: &Path) -> anyhow::Result<Home> {
        fs::create_dir_all(dir).with_context(|| log::cannot_write(dir))?;
        let dir = fs::canonicalize(dir)?;
        let run_as = if Uid::effective().is_root() { Some(ordinary_user()?) } else { None };
        let Some(user) = run_as else { return Ok(Home { data: dir.join("data"), parent: dir, run_as }) };
        let parent =
            if dir.ancestors().all(|part| can_enter(part, user)) { dir } else { elsewhere(&dir, user)? };
        give(&parent, user)?;
        Ok(Home { data: parent.join("data"), parent, run_as })
    }

    pub fn give(&self, path: &Path) -> anyhow::Result<()> {
        self.run_as.map_or(Ok(()), |user| give(path, user))
    }
}

fn ordinary_user() -> anyhow::Result<RunAs> {
    for name in ["postgres", "nobody"] {
        if let Some(user) = User::from_name(name)? {
            return Ok(RunAs { uid: user.uid.as_raw(), gid: user.gid.as_raw() });
        }
    }
    bail!(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody: start as an ordinary user"
    )
}

fn give(path: &Path, user: RunAs) -> anyhow::Result<()> {
    chown(path, Some(user.uid), Some(user.gid))
        .with_context(|| format!("cannot give {} away", path.display()))
}

fn can_enter(dir: &Path, user: RunAs) -> bool {
    let Ok(meta) = fs::metadata(dir) else { return false };
    let bit = match () {
        () if meta.uid() == user.uid => 0o100,
        () if meta.gid() == user.gid => 0o010,
        () => 0o001,
    };
    meta.mode() & bit != 0
}

fn elsewhere(dir: &Path, user: RunAs) -> anyhow::Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    dir.hash(&mut hasher);
    let place = PathBuf::from(format!("/var/tmp/praxis-{:016x}", hasher.finish()));
    match fs::DirBuilder::new().mode(0o700).create(&place) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let meta = fs::symlink_metadata(&place)?;
            let ours = meta.is_dir() && (meta.uid() == user.uid || meta.uid() == 0);
            anyhow::ensure!(ours, "{} belongs to somebody else; remove it", place.display());
        }
        Err(error) => return Err(error).with_context(|| log::cannot_write(&place)),
    }
    let pointer = dir.join("elsewhere");
    if fs::read_link(&pointer).ok().as_deref() != Some(&place) {
        let _ = fs::remove_file(&pointer);
        symlink(&place, &pointer).with_context(|| log::cannot_write(&pointer))?;
    }
    Ok(place)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const SOMEBODY: RunAs = RunAs { uid: 4_000_001, gid: 4_000_001 };

    #[test]
    fn a_directory_closed_to_others_cannot_be_entered() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700))?;
        assert!(!can_enter(dir.path(), SOMEBODY));
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711))?;
        assert!(can_enter(dir.path(), SOMEBODY));
        let meta = fs::metadata(dir.path())?;
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700))?;
        assert!(can_enter(dir.path(), RunAs { uid: meta.uid(), gid: meta.gid() }));
        Ok(())
    }

    #[test]
    fn the_place_elsewhere_is_the_same_each_time_and_pointed_to() -> anyhow::Result<()> {
        let dir = tempfile::tempdir()?;
        let user = RunAs { uid: Uid::effective().as_raw(), gid: 0 };
        let first = elsewhere(dir.path(), user)?;
        assert_eq!(elsewhere(dir.path(), user)?, first);
        assert_eq!(fs::read_link(dir.path().join("elsewhere"))?, first);
        fs::remove_dir_all(first)?;
        Ok(())
    }
}
