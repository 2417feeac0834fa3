//! Decimal numbers as laboratories write them, compared without rounding.

use std::cmp::Ordering;

/// An NM value: at most 18 digits, with sign and point where they are written.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    text: String,
    /// The value times ten to the power of `decimals`.
    scaled: i128,
    decimals: u32,
}

impl Number {
    /// `None` for what is no plain decimal number, such as `<0.1` or `1e3`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, fraction].concat();
        let plain = !all.is_empty() && all.len() <= 18 && all.bytes().all(|b| b.is_ascii_digit());
        let scaled: i128 = plain.then(|| all.parse().ok())??;
        let decimals = u32::try_from(fraction.len()).ok()?;
        Some(Self { text: text.to_owned(), scaled: if negative { -scaled } else { scaled }, decimals })
    }

    /// As it was written: trailing zeros are digits the laboratory vouches for.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Number {
    /// By value: 5.0 and 5 are equal in it, though not as they are written.
    pub fn compare(&self, other: &Self) -> Ordering {
        let scale = |number: &Self, to: u32| number.scaled * 10_i128.pow(to.saturating_sub(number.decimals));
        let most = self.decimals.max(other.decimals);
        scale(self, most).cmp(&scale(other, most))
    }
}

crate::redacted!(Number);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_numbers() {
        for (text, good) in [
            ("5.4", true),
            ("-0.50", true),
            ("+12", true),
            (".5", true),
            ("7.", true),
            ("123456789012345678", true),
            ("1234567890123456789", false),
            ("<0.1", false),
            ("1e3", false),
            ("1,000", false),
            ("-", false),
            (".", false),
            ("", false),
            ("٣", false),
        ] {
            assert_eq!(Number::parse(text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn numbers_compare_by_value() {
        let number = |text: &str| Number::parse(text).expect("a number");
        for (one, other, ordering) in [
            ("5", "5.00", Ordering::Equal),
            ("-1.5", "-1.49", Ordering::Less),
            ("0.1", "0.09", Ordering::Greater),
            ("999999999999999999", "0.00000000000000001", Ordering::Greater),
        ] {
            assert_eq!(number(one).compare(&number(other)), ordering, "{one} {other}");
        }
    }
}
