//! What is written to standard output: text with colours on a terminal, or JSON.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde_json::Value;

use crate::args::Format;

/// Standard output.
pub(crate) struct Paper {
    out: BufWriter<Stdout>,
    format: Format,
    coloured: bool,
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ink {
    Red,
    Yellow,
    Green,
    Bold,
    Faint,
}

impl Paper {
    pub(crate) fn stdout(format: Format) -> Self {
        let coloured = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { out: BufWriter::with_capacity(64 << 10, io::stdout()), format, coloured }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// `text` in a colour, where there are colours.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Red => "31",
            Ink::Yellow => "33",
            Ink::Green => "32",
            Ink::Bold => "1",
            Ink::Faint => "2",
        };
        if self.coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// Text as it is.
    pub(crate) fn put(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// One JSON value, indented.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        self.line("")
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Control characters of a file must not reach a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
