//! The text under the pen: checked bytes and the first fault.

use chrono::{Datelike, NaiveDate};

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

/// How long a number can be: 19 digits, a point and a sign; more, so that whole words are copied.
const LONGEST: usize = 24;

#[inline]
fn last_digit(value: u64) -> (u8, u64) {
    (b'0' + u8::try_from(value % 10).unwrap_or_default(), value / 10)
}

/// Where elements are written.
#[derive(Clone)]
pub struct Sheet {
    /// ASCII, but for names of segments that somebody made up.
    pub(super) bytes: Vec<u8>,
    pub(super) delimiters: Delimiters,
    /// What each byte may be: data, or something to look at.
    plain: [bool; 256],
    pub(super) fault: Option<ErrorKind>,
}

impl std::fmt::Debug for Sheet {
    /// Shows the size only: the text carries health data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({} bytes)", self.bytes.len())
    }
}

impl Sheet {
    pub(super) fn new(delimiters: Delimiters, set: CharacterSet) -> Self {
        let plain = std::array::from_fn(|n| {
            u8::try_from(n).is_ok_and(|byte| set.allows(byte) && !delimiters.contains(byte))
        });
        Self { bytes: Vec::new(), delimiters, plain, fault: None }
    }

    /// Adds data; trailing blanks are left out.
    pub fn text(&mut self, text: &str) {
        let text = text.trim_end_matches(' ').as_bytes();
        if self.are_plain(text) {
            self.bytes.extend_from_slice(text);
        } else {
            self.refuse();
        }
    }

    /// As `text`, for the first `length` of so few bytes that copying all of them takes less time.
    #[inline]
    pub(crate) fn short_text<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        let mut text = &bytes[..length];
        while let [rest @ .., b' '] = text {
            text = rest;
        }
        if self.are_plain(text) {
            self.few(bytes, text.len());
        } else {
            self.refuse();
        }
    }

    #[inline]
    fn are_plain(&self, text: &[u8]) -> bool {
        text.iter().all(|&byte| self.plain[usize::from(byte)])
    }

    /// Adds the first `length` of these bytes.
    #[inline]
    fn few<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        let end = self.bytes.len() + length;
        self.bytes.extend_from_slice(bytes);
        self.bytes.truncate(end);
    }

    #[cold]
    fn refuse(&mut self) {
        self.fault = self.fault.take().or(Some(ErrorKind::Character));
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
                _ => match byte.filter(|&byte| self.plain[usize::from(byte)]) {
                    Some(byte) => self.bytes.push(byte),
                    None => self.refuse(),
                },
            }
        }
    }

    /// `value` × 10^-`places` in its shortest form: `125`, `125.5`, `-3.07`, `0.5`.
    pub fn decimal(&mut self, value: i64, places: usize) {
        // Written from the last digit backwards; what is copied may reach beyond it.
        let mut room = [b'0'; 2 * LONGEST];
        let (mut at, mut end, mut left) = (LONGEST, LONGEST, value.unsigned_abs());
        for _ in 0..places {
            at -= 1;
            (room[at], left) = last_digit(left);
        }
        while end > at && room[end - 1] == b'0' {
            end -= 1;
        }
        if end > at {
            at -= 1;
            room[at] = b'.';
        } else {
            end = at;
        }
        loop {
            at -= 1;
            (room[at], left) = last_digit(left);
            if left == 0 {
                break;
            }
        }
        if value < 0 {
            at -= 1;
            room[at] = b'-';
        }
        if let Some(written) = room[at..].first_chunk::<LONGEST>() {
            self.few(written, end - at);
        }
    }

    /// The last `count` digits of `value`, with leading zeros.
    pub fn digits(&mut self, value: u64, count: u32) {
        for place in (0..count).rev() {
            self.bytes.push(last_digit(value / 10_u64.pow(place)).0);
        }
    }

    /// CCYYMMDD.
    pub(super) fn day(&mut self, day: NaiveDate) {
        let year = day.year().clamp(0, 9999).unsigned_abs();
        let mut left = u64::from(year) * 10_000 + u64::from(day.month() * 100 + day.day());
        let mut written = [b'0'; 8];
        for digit in written.iter_mut().rev() {
            (*digit, left) = last_digit(left);
        }
        self.bytes.extend_from_slice(&written);
    }

    pub(super) fn joined<'e, E: Element + 'e>(
        &mut self,
        values: impl Iterator<Item = &'e E>,
        separator: impl Fn(&Delimiters) -> Option<u8>,
    ) {
        let mut end = self.bytes.len();
        for (position, value) in values.enumerate() {
            if position > 0 {
                match separator(&self.delimiters) {
                    Some(byte) => self.separator(byte),
                    None => self.refuse(),
                }
            }
            let before = self.bytes.len();
            value.put(self);
            if self.bytes.len() > before {
                end = self.bytes.len();
            }
        }
        self.bytes.truncate(end);
    }

    #[inline]
    pub(super) fn separator(&mut self, byte: u8) {
        self.bytes.push(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Sheet)) -> String {
        let mut sheet = Sheet::new(Delimiters::default(), CharacterSet::Extended);
        write(&mut sheet);
        String::from_utf8(sheet.bytes).expect("it is ASCII")
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
            assert!(sheet.bytes.is_empty() && sheet.fault == Some(ErrorKind::Character), "{data:?}");
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
