//! Character sets: what bytes a message is written in, by its MSH-18 (table 0211).

use crate::delimiters::Delimiters;
use crate::error::{Code, Hl7Error, Place};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Also ASCII, and what MSH-18 leaves open.
    Utf8,
    /// ISO 8859-1.
    Latin1,
}

impl Charset {
    fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_uppercase().as_str() {
            "" | "ASCII" | "UNICODE" | "UNICODE UTF-8" | "UTF-8" => Some(Self::Utf8),
            "8859/1" | "ISO-8859-1" => Some(Self::Latin1),
            _ => None,
        }
    }

    /// Text in this character set; a character it does not have becomes a question mark.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        }
    }
}

/// The text of a message and the character set it came in.
///
/// # Errors
/// Names MSH-18 where the set is not supported, or where the bytes are not what it says: nothing is guessed.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Charset), Hl7Error> {
    let fault = |hint| Hl7Error::new(Code::TableValueNotFound, Place::header(18), hint);
    let charset = declared(bytes)
        .ok_or_else(|| fault("send ASCII, UNICODE UTF-8 or 8859/1: other character sets are not read"))?;
    let text = match charset {
        Charset::Utf8 => Cow::Borrowed(
            std::str::from_utf8(bytes)
                .map_err(|_| fault("the bytes are not UTF-8: say 8859/1 here if that is what they are"))?,
        ),
        Charset::Latin1 => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    };
    if text.contains('\0') {
        return Err(Hl7Error::new(Code::DataType, Place::header(0), "the message holds a NUL character"));
    }
    Ok((text, charset))
}

/// What MSH-18 says; the first repetition is the default of the message.
fn declared(bytes: &[u8]) -> Option<Charset> {
    let end = bytes.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(bytes.len());
    let line: String = bytes[..end].iter().map(|byte| char::from(*byte)).collect();
    let Ok(delimiters) = Delimiters::of_message(&line) else { return Some(Charset::Utf8) };
    // Splitting at the separator makes MSH-1 itself vanish, so MSH-18 is piece 17.
    let field = line.split(char::from(delimiters.field)).nth(17).unwrap_or_default();
    Charset::named(field.split(char::from(delimiters.repetition)).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(charset: &str, name: &[u8]) -> Vec<u8> {
        let head = format!("MSH|^~\\&|A|B|C|D|20260101||ORU^R01|1|P|2.5.1||||||{charset}\rPID|||1||");
        [head.as_bytes(), name, b"\r"].concat()
    }

    #[test]
    fn bytes_are_read_as_declared() {
        for (charset, name, read) in [
            ("", b"Smith".as_slice(), Some("Smith")),
            ("UNICODE UTF-8", "Zoë".as_bytes(), Some("Zoë")),
            ("", "Zoë".as_bytes(), Some("Zoë")),
            ("8859/1", b"Zo\xeb", Some("Zoë")),
            ("8859/1~UNICODE UTF-8", b"Zo\xeb", Some("Zoë")),
            ("", b"Zo\xeb", None),
            ("ISO IR87", b"Smith", None),
            ("", b"Sm\0ith", None),
        ] {
            let bytes = message(charset, name);
            let text = decode(&bytes).ok().map(|(text, _)| text.into_owned());
            assert_eq!(text.is_some(), read.is_some(), "{charset}");
            assert!(text.is_none_or(|text| text.contains(read.unwrap_or_default())), "{charset}");
        }
        assert_eq!(Charset::Latin1.encode("Zoë €"), b"Zo\xeb ?");
    }
}
