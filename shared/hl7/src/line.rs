//! Writing segments: every text escaped by the way it is made.

use crate::escape::escaped;

/// A field's content as it is written between the usual delimiters.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Encoded(String);

/// A plain value.
pub fn text(value: &str) -> Encoded {
    Encoded(escaped(value))
}

/// Components of a field; those at the end that are empty are left out.
pub fn components(parts: impl IntoIterator<Item = Encoded>) -> Encoded {
    joined(parts, '^')
}

/// Repetitions of a field.
pub fn repeated(fields: impl IntoIterator<Item = Encoded>) -> Encoded {
    joined(fields, '~')
}

/// A coded element (CE, CWE): identifier, its words, and the name of its coding system.
pub fn coded(identifier: &str, words: &str, system: &str) -> Encoded {
    components([identifier, words, system].map(text))
}

fn joined(parts: impl IntoIterator<Item = Encoded>, separator: char) -> Encoded {
    let parts: Vec<String> = parts.into_iter().map(|Encoded(part)| part).collect();
    let joined = parts.join(&separator.to_string());
    Encoded(joined.trim_end_matches(separator).to_owned())
}

/// A segment being written.
#[derive(Clone)]
pub struct Line {
    name: &'static str,
    fields: Vec<Encoded>,
}

impl Line {
    /// Any segment but MSH, which [`crate::Header`] writes.
    pub const fn new(name: &'static str) -> Self {
        Self { name, fields: Vec::new() }
    }

    /// Sets the field of this number, which counts from 1.
    pub fn field(mut self, number: usize, content: Encoded) -> Self {
        let index = number.saturating_sub(1);
        if self.fields.len() <= index {
            self.fields.resize(index + 1, Encoded::default());
        }
        self.fields[index] = content;
        self
    }

    /// Sets a field where there is a value.
    pub fn optional(self, number: usize, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.field(number, text(value)),
            None => self,
        }
    }

    /// The segment with its carriage return.
    pub fn write(&self) -> String {
        let fields: String = self.fields.iter().flat_map(|Encoded(field)| ["|", field]).collect();
        format!("{}{}\r", self.name, fields.trim_end_matches('|'))
    }
}

crate::redacted!(Encoded, Line);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_written_without_empty_ends() {
        let name = components([text("Smith & Sons"), text("J|n"), text("")]);
        let line =
            Line::new("PID").field(1, text("1")).field(5, repeated([name, text("A~B")])).field(9, text(""));
        assert_eq!(line.write(), "PID|1||||Smith \\T\\ Sons^J\\F\\n~A\\R\\B\r");
        assert_eq!(Line::new("NTE").optional(3, None).write(), "NTE\r");
    }
}
