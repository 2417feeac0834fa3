//! Batch folders: files written whole or not at all, read when they have come whole, and put aside when they are done with.

use crate::settings;
use anyhow::Context as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Larger files than this are put aside unread.
const LARGEST: u64 = 64 << 20;
/// Names of files that are still on their way.
const ON_THE_WAY: [&str; 4] = ["tmp", "part", "filepart", "crdownload"];

/// Where batch folders lie, and how often they are looked at.
#[derive(Clone, Debug)]
pub struct Folders {
    root: Option<PathBuf>,
    pub every: Duration,
}

/// One partner's: `out` is carried to it, `in` is filled by it.
#[derive(Clone, Debug)]
pub struct Folder {
    place: PathBuf,
}

/// What becomes of a file that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    Read,
    /// Nothing in it could be used; somebody has to look at it.
    Unread,
}

impl Folders {
    pub fn of(settings: &settings::Payer) -> Self {
        let root = Some(&settings.folders).filter(|path| !path.is_empty()).map(PathBuf::from);
        Self { root, every: Duration::from_secs(settings.folder_seconds.max(1)) }
    }

    pub fn open(&self, name: &str) -> anyhow::Result<Folder> {
        let root = self
            .root
            .as_ref()
            .context("there are no batch folders here: set PAYER__FOLDERS to where they lie")?;
        let place = root.join(name);
        for side in ["out", "in", "read", "unread"] {
            let side = place.join(side);
            fs::create_dir_all(&side).with_context(|| format!("making the folder {}", side.display()))?;
        }
        Ok(Folder { place })
    }
}

impl Folder {
    /// Under the same name the same text is written again: who was not sure whether it was, does no harm.
    pub fn write(&self, name: &str, text: &[u8]) -> anyhow::Result<()> {
        let (made, file) =
            (self.place.join("out").join(format!(".{name}.tmp")), self.place.join("out").join(name));
        let writing = || format!("writing {}", file.display());
        let mut open = File::create(&made).with_context(writing)?;
        open.write_all(text).with_context(writing)?;
        open.sync_all().with_context(writing)?;
        fs::rename(&made, &file).with_context(writing)
    }

    /// Files that have come whole, by name.
    pub fn arrived(&self) -> anyhow::Result<Vec<PathBuf>> {
        let place = self.place.join("in");
        let mut files = Vec::new();
        for entry in fs::read_dir(&place).with_context(|| format!("reading {}", place.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if !name.starts_with('.') && !ON_THE_WAY.contains(&extension.as_str()) && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// None when it is too large; absent files were put aside by somebody else.
    pub fn read(&self, file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
        match fs::metadata(file) {
            Ok(about) if about.len() > LARGEST => Ok(None),
            Ok(_) => Ok(Some(fs::read(file)?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(Vec::new())),
            Err(error) => Err(error.into()),
        }
    }

    pub fn put_aside(&self, file: &Path, aside: Aside) -> anyhow::Result<()> {
        let side = if aside == Aside::Read { "read" } else { "unread" };
        let name = file.file_name().context("a file has a name")?;
        match fs::rename(file, self.place.join(side).join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_whole_and_go_aside() -> anyhow::Result<()> {
        let root = tempfile::tempdir()?;
        let folders = Folders { root: Some(root.path().to_owned()), every: Duration::from_secs(1) };
        let folder = folders.open("ch")?;
        folder.write("1.270", b"ISA")?;
        folder.write("1.270", b"ISA")?;
        assert_eq!(fs::read(root.path().join("ch/out/1.270"))?, b"ISA");
        for name in ["b.271", "a.271", ".hidden", "c.271.part"] {
            fs::write(root.path().join("ch/in").join(name), "ISA")?;
        }
        let names: Vec<_> =
            folder.arrived()?.iter().map(|path| path.file_name().map(ToOwned::to_owned)).collect();
        assert_eq!(names, [Some("a.271".into()), Some("b.271".into())]);
        let file = root.path().join("ch/in/a.271");
        assert_eq!(folder.read(&file)?.as_deref(), Some(&b"ISA"[..]));
        folder.put_aside(&file, Aside::Unread)?;
        folder.put_aside(&file, Aside::Unread)?;
        assert!(root.path().join("ch/unread/a.271").exists());
        assert_eq!(folder.read(&file)?.as_deref(), Some(&b""[..]));
        assert!(Folders { root: None, every: Duration::ZERO }.open("ch").is_err());
        Ok(())
    }
}
