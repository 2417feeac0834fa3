//! The five delimiters of a message, as MSH-1 and MSH-2 declare them.

use crate::error::{Code, Hl7Error, Place};

/// All ASCII, all different, none a letter, digit, blank or control character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiters {
    pub field: u8,
    pub component: u8,
    pub repetition: u8,
    /// MSH-2 may end before it; then nothing is escaped.
    pub escape: Option<u8>,
    pub subcomponent: Option<u8>,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { field: b'|', component: b'^', repetition: b'~', escape: Some(b'\\'), subcomponent: Some(b'&') }
    }
}

impl Delimiters {
    /// Reads them from a text that begins with an MSH segment; a fifth character of MSH-2 (truncation, 2.7) is allowed.
    pub fn of_message(text: &str) -> Result<Self, Hl7Error> {
        let fault = |hint| Hl7Error::new(Code::DataType, Place::header(2), hint);
        let bytes = text.as_bytes();
        let field = match bytes {
            [b'M', b'S', b'H', field, ..] => *field,
            _ => {
                let hint = "a message begins with an MSH segment";
                return Err(Hl7Error::new(Code::SegmentSequence, Place::header(0), hint));
            }
        };
        let rest = &bytes[4..];
        let end = rest.iter().position(|b| *b == field || matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        let [component, repetition, ref further @ ..] = rest[..end] else {
            return Err(fault("declares at least component and repetition separator, as ^~\\&"));
        };
        let read = Self {
            field,
            component,
            repetition,
            escape: further.first().copied(),
            subcomponent: further.get(1).copied(),
        };
        let usable = further.len() <= 3 && read.are_distinct();
        if usable { Ok(read) } else { Err(fault("the delimiters must be different punctuation, as |^~\\&")) }
    }

    fn are_distinct(&self) -> bool {
        let all =
            [Some(self.field), Some(self.component), Some(self.repetition), self.escape, self.subcomponent];
        let given: Vec<u8> = all.into_iter().flatten().collect();
        given.iter().all(u8::is_ascii_punctuation)
            && (1..given.len()).all(|n| !given[..n].contains(&given[n]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_come_from_the_header() {
        for (text, good) in [
            ("MSH|^~\\&|LAB", true),
            ("MSH|^~\\&#|LAB", true),
            ("MSH#*!?%#LAB", true),
            ("MSH|^~|LAB", true),
            ("MSH|^~\\&", true),
            ("MSH|^^\\&|", false),
            ("MSH|^|", false),
            ("MSH|a~\\&|", false),
            ("MSHX^~\\&X", false),
            ("MSH|^~\\&##|", false),
            ("MSH|^\u{e9}|", false),
            ("MSH", false),
            ("PID|1", false),
            ("", false),
        ] {
            assert_eq!(Delimiters::of_message(text).is_ok(), good, "{text:?}");
        }
        assert_eq!(Delimiters::of_message("MSH|^~\\&|"), Ok(Delimiters::default()));
        assert_eq!(Delimiters::of_message("MSH|^~|").map(|d| d.escape), Ok(None));
    }
}
