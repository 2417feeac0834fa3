//! The Rich Release Format: fields between pipes, a pipe at the end of every line, no head line.

use std::io::{BufRead, Read};

/// Bytes; the longest values RxNorm documents have 4,000 characters.
const LONGEST: u64 = 64 * 1024;
/// In each file; a release has some millions.
const MOST_LINES: u64 = 20_000_000;
const MOST_COLUMNS: usize = 18;

/// What keeps a release from being read, and where; line 0 is the file as a whole.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {fault}", if *line > 0 { format!(", line {line}") } else { String::new() })]
pub struct Mistake {
    pub file: &'static str,
    pub line: u64,
    pub fault: Fault,
}

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(
        "cannot be read ({0}). Name the directory `rrf` of an unpacked release of RxNorm's Current Prescribable Content, \
         which this service may read, or leave the setting out."
    )]
    Unreadable(#[from] std::io::Error),
    #[error(
        "has {0} columns where RxNorm has {1}. The file is another one or was cut off: unpack the release again."
    )]
    Columns(usize, usize),
    #[error(
        "its {0} is not a number of 1 to 8 digits. The file is another one or damaged: unpack the release again."
    )]
    NoCode(&'static str),
    #[error("is not UTF-8. The file is another one or damaged: unpack the release again.")]
    NotText,
    #[error("is longer than {LONGEST} bytes. The file is another one or damaged: unpack the release again.")]
    TooLong,
    #[error(
        "is more than {0} lines, which no release has. Name a release of RxNorm's Current Prescribable Content."
    )]
    TooMany(u64),
    #[error("holds no drug whose ingredients, strengths and form the release tells. Name a whole release.")]
    Empty,
}

/// One line's fields.
pub struct Row<'a> {
    fields: [&'a str; MOST_COLUMNS],
}

impl<'a> Row<'a> {
    fn of(line: &'a [u8], columns: usize) -> Result<Self, Fault> {
        let line = std::str::from_utf8(line).map_err(|_| Fault::NotText)?;
        let mut fields = [""; MOST_COLUMNS];
        let mut parts = line.trim_end_matches(['\n', '\r']).split('|');
        for (found, field) in fields.iter_mut().take(columns).enumerate() {
            *field = parts.next().ok_or(Fault::Columns(found, columns))?;
        }
        // What follows the last pipe is no column: without it the last field may have been cut off.
        if parts.next().is_none() {
            return Err(Fault::Columns(columns - 1, columns));
        }
        Ok(Self { fields })
    }

    pub fn field(&self, column: usize) -> &'a str {
        self.fields[column]
    }

    /// Whether NLM still stands by the line; some files leave the flag empty.
    pub fn is_kept(&self, suppress: usize) -> bool {
        matches!(self.fields[suppress], "N" | "")
    }

    pub fn code(&self, column: usize, name: &'static str) -> Result<Code, Fault> {
        let text = self.fields[column];
        let digits = (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Code)).flatten().ok_or(Fault::NoCode(name))
    }
}

/// An RXCUI as a number: a release has millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u32);

/// A file and its bounds.
pub struct Table {
    pub file: &'static str,
    columns: usize,
    most_lines: u64,
}

impl Table {
    pub const fn new(file: &'static str, columns: usize) -> Self {
        Self { file, columns, most_lines: MOST_LINES }
    }

    /// Hands every line on, up to the first that is not as it should be.
    pub fn each(
        &self,
        mut reader: impl BufRead,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Mistake> {
        let mut line = Vec::new();
        for number in 1.. {
            let at = |fault: Fault| Mistake { file: self.file, line: number, fault };
            line.clear();
            let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            if read.map_err(|error| at(error.into()))? == 0 {
                break;
            }
            if number > self.most_lines {
                return Err(at(Fault::TooMany(self.most_lines)));
            }
            if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
                return Err(at(Fault::TooLong));
            }
            Row::of(&line, self.columns).and_then(|row| take(&row)).map_err(at)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_too_many_lines_is_not_read_to_its_end() {
        let table = Table { file: "RXNSAT.RRF", columns: 2, most_lines: 2 };
        let mut taken = 0;
        let mut read = |text: &str| {
            table.each(text.as_bytes(), |_| {
                taken += 1;
                Ok(())
            })
        };
        read("a|b|\nc|d|\n").expect("two are not too many");
        let mistake = read("a|b|\nc|d|\ne|f|\ng|h|\n").expect_err("three are").to_string();
        assert!(mistake.starts_with("RXNSAT.RRF, line 3: is more than 2 lines"), "{mistake}");
        assert_eq!(taken, 4);
    }
}
