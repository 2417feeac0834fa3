//! The text under the pen: checked bytes and the first fault.

use super::element::Element;
use super::{COMPONENT, REPETITION};
use crate::delimiters::Delimiters;
use crate::error::ErrorKind;

/// Which characters may stand in data, beside that no separator may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CharacterSet {
    /// Upper-case letters, digits, blank and `! " & ' ( ) * + , - . / : ; ? =`.
    Basic,
    /// All of printable ASCII; what trading partners agree on as a rule.
    #[default]
    Extended,
}

impl CharacterSet {
    /// True where `byte` belongs to the set.
    #[must_use]
    pub const fn allows(self, byte: u8) -> bool {
        match self {
            Self::Basic => {
                matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b' '..=b'"' | b'&'..=b'/' | b':' | b';' | b'?' | b'=')
            }
            Self::Extended => matches!(byte, b' '..=b'~'),
        }
    }
}

/// Where elements are written.
#[derive(Clone)]
pub struct Sheet {
    pub(super) text: String,
    pub(super) delimiters: Delimiters,
    /// What each byte may be: data, or something to look at.
    plain: [bool; 256],
    pub(super) fault: Option<ErrorKind>,
}

impl std::fmt::Debug for Sheet {
    /// Shows the size only: the text carries health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({} bytes)", self.text.len())
    }
}

impl Sheet {
    pub(super) fn new(delimiters: Delimiters, set: CharacterSet) -> Self {
        let plain = std::array::from_fn(|n| {
            u8::try_from(n).is_ok_and(|byte| set.allows(byte) && !delimiters.contains(byte))
        });
        Self { text: String::new(), delimiters, plain, fault: None }
    }

    /// Adds data; trailing blanks are left out.
    pub fn text(&mut self, text: &str) {
        let text = text.trim_end_matches(' ');
        if text.bytes().all(|byte| self.plain[usize::from(byte)]) {
            self.text.push_str(text);
        } else {
            self.fault = self.fault.take().or(Some(ErrorKind::Character));
        }
    }

    /// As `text`, for what may hold the marks of `composite` and `repetition`.
    pub(super) fn marked(&mut self, text: &str) {
        if !text.contains([COMPONENT, REPETITION]) {
            return self.text(text);
        }
        for c in text.trim_end_matches(' ').chars() {
            let byte = u8::try_from(c).ok();
            match (c, self.delimiters.repetition) {
                (COMPONENT, _) => self.separator(self.delimiters.component),
                (REPETITION, Some(separator)) => self.separator(separator),
                _ if byte.is_some_and(|byte| self.plain[usize::from(byte)]) => self.text.push(c),
                _ => self.fault = self.fault.take().or(Some(ErrorKind::Character)),
            }
        }
    }

    /// `value` × 10^-`places` in its shortest form: `125`, `125.5`, `-3.07`, `0.5`.
    pub fn decimal(&mut self, value: i64, places: usize) {
        let mut digits = [b'0'; 24];
        let (mut at, mut left) = (digits.len(), value.unsigned_abs());
        while left > 0 || digits.len() - at <= places {
            at -= 1;
            digits[at] = b'0' + u8::try_from(left % 10).unwrap_or_default();
            left /= 10;
        }
        if value < 0 {
            self.text.push('-');
        }
        let (whole, fraction) = digits[at..].split_at(digits.len() - at - places);
        let kept = fraction.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
        self.text.extend(whole.iter().copied().map(char::from));
        if kept > 0 {
            self.text.push('.');
            self.text.extend(fraction[..kept].iter().copied().map(char::from));
        }
    }

    /// The last `count` digits of `value`, with leading zeros.
    pub fn digits(&mut self, value: u64, count: u32) {
        for place in (0..count).rev() {
            let digit = value / 10_u64.pow(place) % 10;
            self.text.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
        }
    }

    pub(super) fn joined<'e, E: Element + 'e>(
        &mut self,
        values: impl Iterator<Item = &'e E>,
        separator: impl Fn(&Delimiters) -> Option<u8>,
    ) {
        let mut end = self.text.len();
        for (position, value) in values.enumerate() {
            if position > 0 {
                match separator(&self.delimiters) {
                    Some(byte) => self.separator(byte),
                    None => self.fault = self.fault.take().or(Some(ErrorKind::Character)),
                }
            }
            let before = self.text.len();
            value.put(self);
            if self.text.len() > before {
                end = self.text.len();
            }
        }
        self.text.truncate(end);
    }

    #[inline]
    pub(super) fn separator(&mut self, byte: u8) {
        self.text.push(char::from(byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Sheet)) -> String {
        let mut sheet = Sheet::new(Delimiters::default(), CharacterSet::Extended);
        write(&mut sheet);
        sheet.text
    }

    #[test]
    fn decimals_are_as_short_as_they_can_be() {
        let cases = [
            (12_500, 2, "125"),
            (12_550, 2, "125.5"),
            (-307, 2, "-3.07"),
            (50, 2, "0.5"),
            (-5, 2, "-0.05"),
            (0, 2, "0"),
            (0, 0, "0"),
            (7, 0, "7"),
            (1, 3, "0.001"),
            (i64::MIN, 3, "-9223372036854775.808"),
        ];
        for (value, places, text) in cases {
            assert_eq!(written(|sheet| sheet.decimal(value, places)), text);
        }
    }

    #[test]
    fn data_is_no_separator() {
        for data in ["A:B", "A^B", "A*B", "A~B", "A\u{1f}B", "A\u{1e}B", "A\nB", "\u{e9}"] {
            let mut sheet = Sheet::new(Delimiters::default(), CharacterSet::Extended);
            sheet.text(data);
            assert_eq!((sheet.text.as_str(), sheet.fault), ("", Some(ErrorKind::Character)), "{data:?}");
        }
        assert_eq!(written(|sheet| sheet.marked("A\u{1f}B\u{1e}C ")), "A:B^C");
    }

    #[test]
    fn the_basic_set_has_no_lower_case() {
        for (text, basic) in [("SMITH, JO'AN (2)", true), ("Smith", false), ("A@B", false), ("A#1", false)] {
            assert_eq!(text.bytes().all(|byte| CharacterSet::Basic.allows(byte)), basic, "{text}");
            assert!(text.bytes().all(|byte| CharacterSet::Extended.allows(byte)), "{text}");
        }
    }
}
