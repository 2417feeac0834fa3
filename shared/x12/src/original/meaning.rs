//! What a segment says, however it is spelled.

use crate::delimiters::Delimiters;
use crate::reader::Segment;

/// Name and elements, each element by repetitions and components. Two are equal where trailing empty parts, separators
/// and the spelling of numbers are all that differs.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Meaning {
    /// Elements; repetitions; components.
    parts: Vec<Vec<Vec<String>>>,
}

impl Meaning {
    pub(super) fn of(segment: &Segment<'_>) -> Self {
        let delimiters = segment.delimiters();
        let components = |text: &str| {
            trimmed(text.split(char::from(delimiters.component)).map(plain).collect(), String::is_empty)
        };
        let element = |text: &str| match delimiters.repetition {
            Some(separator) if separator != delimiters.component => {
                trimmed(text.split(char::from(separator)).map(components).collect(), Vec::is_empty)
            }
            _ => trimmed(vec![components(text)], Vec::is_empty),
        };
        Self { parts: trimmed(segment.parts().map(element).collect(), Vec::is_empty) }
    }

    /// SE.
    pub(super) fn trailer(count: usize, control: &str) -> Self {
        let parts = ["SE".to_owned(), count.to_string(), control.to_owned()];
        Self { parts: parts.into_iter().map(|part| vec![vec![part]]).collect() }
    }

    pub(super) fn id(&self) -> &str {
        self.parts.first().and_then(|id| id.first()?.first()).map_or("", String::as_str)
    }

    /// True where a part holds a separator, and could not be told apart when read again.
    pub(super) fn holds_any(&self, delimiters: Delimiters) -> bool {
        self.parts.iter().flatten().flatten().any(|part| part.bytes().any(|byte| delimiters.contains(byte)))
    }

    /// Writes the segment with its terminator.
    pub(super) fn push(&self, text: &mut String, delimiters: Delimiters) {
        let repetition = delimiters.repetition.unwrap_or(delimiters.component);
        let joined = |components: &Vec<String>| components.join(separator(delimiters.component, &mut [0; 4]));
        let element = |repetitions: &Vec<Vec<String>>| {
            repetitions.iter().map(joined).collect::<Vec<_>>().join(separator(repetition, &mut [0; 4]))
        };
        let elements: Vec<String> = self.parts.iter().map(element).collect();
        text.push_str(&elements.join(separator(delimiters.element, &mut [0; 4])));
        text.push(char::from(delimiters.segment));
    }
}

fn separator(byte: u8, buffer: &mut [u8; 4]) -> &str {
    char::from(byte).encode_utf8(buffer)
}

fn trimmed<T>(mut parts: Vec<T>, is_empty: impl Fn(&T) -> bool) -> Vec<T> {
    parts.truncate(parts.iter().rposition(|part| !is_empty(part)).map_or(0, |last| last + 1));
    parts
}

/// A number without zeros that say nothing; every other text without trailing blanks.
fn plain(text: &str) -> String {
    let text = text.trim_end();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let numeric = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|&byte| byte == b'.').count() == 1;
    if !numeric {
        return text.to_owned();
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    match (whole, fraction) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", fraction) => format!("{sign}0.{fraction}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_are_equal_however_spelled() {
        for (text, expected) in [
            ("100.00", "100"),
            (".5", "0.5"),
            ("-0.50", "-0.5"),
            ("-0.00", "0"),
            ("0012.30", "12.3"),
            ("0012", "0012"),
            ("1.2.3", "1.2.3"),
            ("A.", "A."),
            (".", "."),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
