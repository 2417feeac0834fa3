//! Text that XML can carry, and the message identifier.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    #[error("the text is empty: leave the field out instead")]
    Empty,
    #[error("the text holds a control character that XML cannot carry: remove it")]
    Control,
    #[error("the identifier is longer than {limit} characters: shorten it")]
    TooLong { limit: usize },
}

/// Trimmed, not empty, line ends as `\n`, only characters XML 1.0 allows. Debug does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    pub fn new(text: impl AsRef<str>) -> Result<Self, TextError> {
        let text = plain_line_ends(text.as_ref());
        if !text.chars().all(allowed) {
            return Err(TextError::Control);
        }
        Self::of_legal(&text).ok_or(TextError::Empty)
    }

    /// Text that came through the XML reader, which has refused illegal characters; nothing when blank.
    pub(crate) fn of_legal(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Of a code list of this crate.
    pub(crate) fn of_code(code: &'static str) -> Self {
        Self(code.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Length in characters, as the field limits count.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }
}

/// XML 1.0 production 2 (Char).
pub(crate) fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

pub(crate) fn plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.length())
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Text {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::new(text)
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        Self::new(text)
    }
}

/// Header/MessageID: 1 to 35 characters, new on every new message, the same on a re-send.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(String);

impl MessageId {
    pub const LIMIT: usize = 35;

    pub fn new(id: impl AsRef<str>) -> Result<Self, TextError> {
        let text = Text::new(id)?;
        match text.length() {
            0..=Self::LIMIT => Ok(Self(text.0)),
            _ => Err(TextError::TooLong { limit: Self::LIMIT }),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MessageId {
    type Err = TextError;

    fn from_str(id: &str) -> Result<Self, TextError> {
        Self::new(id)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_only_what_xml_can_carry() {
        for (input, expected) in [
            (" a b ", Ok("a b")),
            ("a\r\nb\rc", Ok("a\nb\nc")),
            ("<&>", Ok("<&>")),
            ("", Err(TextError::Empty)),
            (" \n", Err(TextError::Empty)),
            ("a\u{0}b", Err(TextError::Control)),
            ("a\u{ffff}b", Err(TextError::Control)),
        ] {
            assert_eq!(Text::new(input).as_ref().map(Text::as_str), expected.as_ref().copied(), "{input:?}");
        }
    }

    #[test]
    fn a_message_id_has_at_most_35_characters() {
        assert!(MessageId::new("x".repeat(35)).is_ok());
        assert_eq!(MessageId::new("x".repeat(36)), Err(TextError::TooLong { limit: 35 }));
    }

    #[test]
    fn debug_hides_the_text() {
        assert_eq!(format!("{:?}", Text::new("Ada").expect("plain")), "Text(3 characters)");
    }
}
