//! Writes one transaction set, correct by construction: counts, trimming, character set, separators.

mod fold;

pub use fold::fold;

use crate::delimiters::Delimiters;
use crate::error::{ErrorKind, X12Error};

/// Stands for the component separator until the text is written; never legal in data.
const COMPONENT: char = '\u{1f}';
/// Stands for the repetition separator until the text is written; never legal in data.
const REPETITION: char = '\u{1e}';

const ALLOWED: &str =
    "use letters, digits and printable ASCII, and none of the separators of the interchange";

/// Joins components into one element, without trailing empty ones: `composite(&["HC", "99213", "25"])`.
#[must_use]
pub fn composite(components: &[&str]) -> String {
    joined(components, COMPONENT)
}

/// Joins repetitions into one element: `repetition(&["30", "98"])`.
#[must_use]
pub fn repetition<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    joined(&values, REPETITION)
}

fn joined(values: &[&str], separator: char) -> String {
    let kept = values.iter().rposition(|value| !value.is_empty()).map_or(0, |last| last + 1);
    values[..kept].join(separator.encode_utf8(&mut [0; 4]))
}

/// Builds ST to SE. The first fault is kept and returned by `finish`.
#[derive(Debug, Clone)]
pub struct TransactionWriter {
    st01: String,
    control: String,
    delimiters: Delimiters,
    text: String,
    segments: usize,
    fault: Option<X12Error>,
}

/// A finished transaction set, ready for `envelope::write_interchange`.
#[derive(Clone, PartialEq, Eq)]
pub struct TransactionText {
    text: String,
    segments: usize,
    delimiters: Delimiters,
}

impl std::fmt::Debug for TransactionText {
    /// Shows the size only: the text carries health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TransactionText({} segments)", self.segments)
    }
}

impl TransactionText {
    /// ST to SE, each segment with its terminator.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// SE01.
    #[must_use]
    pub fn segments(&self) -> usize {
        self.segments
    }

    #[must_use]
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }
}

impl TransactionWriter {
    /// Begins with `ST*st01*control*implementation`; an 835 has no ST03. `control` has 4 to 9 characters.
    #[must_use]
    pub fn new(st01: &str, control: &str, implementation: Option<&str>) -> Self {
        Self::delimited(st01, control, implementation, Delimiters::default())
    }

    /// As `new`, with other separators than `* ^ : ~`.
    #[must_use]
    pub fn delimited(
        st01: &str,
        control: &str,
        implementation: Option<&str>,
        delimiters: Delimiters,
    ) -> Self {
        let (text, fault) = (String::new(), None);
        let mut writer =
            Self { st01: st01.to_owned(), control: control.to_owned(), delimiters, text, segments: 0, fault };
        writer.segment("ST", &[st01, control, implementation.unwrap_or("")]);
        if !(4..=9).contains(&control.len()) {
            let error = X12Error::at(ErrorKind::ElementInvalid, "ST", 1, 0).in_element(2);
            writer.keep(error.hinted("a transaction set control number has 4 to 9 characters"));
        }
        writer
    }

    /// Adds a segment; trailing empty elements are left out, and so is a segment without any element.
    pub fn segment(&mut self, id: &str, elements: &[&str]) -> &mut Self {
        let Some(last) = elements.iter().rposition(|element| !element.trim_end().is_empty()) else {
            return self;
        };
        self.segments += 1;
        let offset = self.text.len();
        self.text.push_str(id);
        for (position, element) in elements[..=last].iter().enumerate() {
            self.text.push(char::from(self.delimiters.element));
            if let Err(error) = self.push(element.trim_end()) {
                let number = u8::try_from(position + 1).unwrap_or(u8::MAX);
                self.keep(X12Error::at(error, id, self.segments, offset).in_element(number).hinted(ALLOWED));
            }
        }
        self.text.push(char::from(self.delimiters.segment));
        self
    }

    /// As `segment`, for chains that begin with `new` and end with `finish`.
    #[must_use]
    pub fn with(mut self, id: &str, elements: &[&str]) -> Self {
        self.segment(id, elements);
        self
    }

    /// How many segments were written, ST included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.segments
    }

    /// ST01.
    #[must_use]
    pub fn st01(&self) -> &str {
        &self.st01
    }

    /// Keeps `error` as the result of `finish`, unless an earlier one is kept already.
    pub fn keep(&mut self, error: X12Error) {
        self.fault.get_or_insert(error);
    }

    /// Adds SE and gives the text.
    ///
    /// # Errors
    /// The first character that X12 does not allow, or that is a separator of the interchange.
    pub fn finish(mut self) -> Result<TransactionText, X12Error> {
        let count = (self.segments + 1).to_string();
        let control = std::mem::take(&mut self.control);
        self.segment("SE", &[&count, &control]);
        match self.fault {
            Some(fault) => Err(fault),
            None => {
                Ok(TransactionText { text: self.text, segments: self.segments, delimiters: self.delimiters })
            }
        }
    }

    fn push(&mut self, element: &str) -> Result<(), ErrorKind> {
        for c in element.chars() {
            let written = match c {
                COMPONENT => char::from(self.delimiters.component),
                REPETITION => char::from(self.delimiters.repetition.ok_or(ErrorKind::Character)?),
                ' '..='~' if !u8::try_from(c).is_ok_and(|byte| self.delimiters.contains(byte)) => c,
                _ => return Err(ErrorKind::Character),
            };
            self.text.push(written);
        }
        Ok(())
    }
}
