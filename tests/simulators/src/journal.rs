//! What a simulator remembers: a file of JSON lines that only grows.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::marker::PhantomData;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One line is one entry, written at once: whoever is killed has written it whole or not at all.
#[derive(Debug)]
pub struct Journal<T> {
    file: File,
    entry: PhantomData<fn(T)>,
}

impl<T: Serialize + DeserializeOwned> Journal<T> {
    /// Opens `folder/name` and gives the entries written so far. The end of a line that was cut off is dropped.
    pub fn open(folder: &Path, name: &str) -> anyhow::Result<(Self, Vec<T>)> {
        std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
        let path = folder.join(name);
        let opening = || format!("opening {}", path.display());
        let file = OpenOptions::new().create(true).append(true).open(&path).with_context(opening)?;
        let text = std::fs::read_to_string(&path).with_context(opening)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        file.set_len(u64::try_from(whole)?).with_context(opening)?;
        let read = |(number, line): (usize, &str)| {
            serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), number + 1))
        };
        let entries = text[..whole].lines().enumerate().map(read).collect::<anyhow::Result<Vec<T>>>()?;
        Ok((Self { file, entry: PhantomData }, entries))
    }

    pub fn append(&mut self, entry: &T) -> anyhow::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.write_all(&line).context("writing to the journal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_off_is_forgotten_and_the_next_one_stands_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (mut journal, before) = Journal::<u32>::open(folder.path(), "numbers.jsonl")?;
        assert!(before.is_empty());
        journal.append(&1)?;
        journal.file.write_all(b"[2")?;
        let (mut journal, kept) = Journal::<u32>::open(folder.path(), "numbers.jsonl")?;
        assert_eq!(kept, [1]);
        journal.append(&3)?;
        assert_eq!(Journal::<u32>::open(folder.path(), "numbers.jsonl")?.1, [1, 3]);
        Ok(())
    }
}
