//! Files and standard input, with a progress bar for large ones.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// Files larger than this have a progress bar.
const LARGE: u64 = 20_000_000;
const BAR: &str = "{msg} {bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}";

/// Something to read.
pub(crate) struct Input {
    /// As the user named it; `-` for standard input.
    pub(crate) name: String,
    pub(crate) reader: Box<dyn Read>,
    /// Removed from the terminal when dropped.
    bar: Option<ProgressBar>,
}

impl Input {
    /// The first bytes, which are read again afterwards.
    pub(crate) fn head(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader.by_ref().take(length).read_to_end(&mut head)?;
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(io::Cursor::new(head.clone()).chain(rest));
        Ok(head)
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Opens a file; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Input, Failure> {
    let name = path.display().to_string();
    if name == "-" {
        return Ok(Input { name, reader: Box::new(io::stdin()), bar: None });
    }
    let told = |error: io::Error| Failure::said(format!("{name}: {error}; {}", remedy(&error)));
    let file = File::open(path).map_err(&told)?;
    let about = file.metadata().map_err(&told)?;
    if about.is_dir() {
        return Err(Failure::said(format!("{name} is a folder; name the files in it, such as {name}/*")));
    }
    let bar = (about.len() > LARGE && io::stderr().is_terminal()).then(|| ProgressBar::new(about.len()));
    let reader: Box<dyn Read> = match &bar {
        Some(bar) => {
            if let Ok(style) = ProgressStyle::with_template(BAR) {
                bar.set_style(style);
            }
            bar.set_message(name.clone());
            Box::new(bar.wrap_read(file))
        }
        None => Box::new(file),
    };
    Ok(Input { name, reader, bar })
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the name; - reads standard input",
        io::ErrorKind::PermissionDenied => "ask for the right to read it",
        _ => "check that it can be read",
    }
}

/// Standard input where no file is named, unless somebody would have to type it.
pub(crate) fn named(files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    match files {
        [] if io::stdin().is_terminal() => Err(Failure::said("name a file, or - for standard input")),
        [] => Ok(vec![PathBuf::from("-")]),
        files => Ok(files.to_vec()),
    }
}
