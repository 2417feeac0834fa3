//! Exact unsigned decimal numbers, as quantities, strengths and measurements are sent.

use std::fmt;
use std::str::FromStr;

const MAX_DIGITS: usize = 18;

/// Up to 18 digits; 30, 30.0 and 030 are the same number and are written `30`, .5 is written `0.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: u64,
    scale: u8,
}

impl Decimal {
    /// 500 is 0.5.
    pub fn from_thousandths(thousandths: u32) -> Self {
        let (mut digits, mut scale) = (u64::from(thousandths), 3);
        while scale > 0 && digits.is_multiple_of(10) {
            (digits, scale) = (digits / 10, scale - 1);
        }
        Self { digits, scale }
    }

    pub fn is_zero(self) -> bool {
        self.digits == 0
    }
}

impl From<u32> for Decimal {
    fn from(whole: u32) -> Self {
        Self { digits: whole.into(), scale: 0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number is not a decimal of at most 18 digits: send digits with at most one point")]
pub struct NotDecimal;

impl FromStr for Decimal {
    type Err = NotDecimal;

    fn from_str(text: &str) -> Result<Self, NotDecimal> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(NotDecimal),
            Some(parts) => parts,
            None if text.is_empty() => return Err(NotDecimal),
            None => (text, ""),
        };
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{}{fraction}", whole.trim_start_matches('0'));
        if digits.len() > MAX_DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotDecimal);
        }
        let value = format!("0{digits}").parse().ok().ok_or(NotDecimal)?;
        Ok(Self { digits: value, scale: u8::try_from(fraction.len()).ok().ok_or(NotDecimal)? })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.digits, width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        if fraction.is_empty() { f.write_str(whole) } else { write!(f, "{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_plain_decimals() {
        for (input, written) in [
            ("30", Some("30")),
            ("30.0", Some("30")),
            ("0.50", Some("0.5")),
            (".5", Some("0.5")),
            ("0.005", Some("0.005")),
            ("000", Some("0")),
            ("999999999999999999", Some("999999999999999999")),
            ("", None),
            (".", None),
            ("5.", None),
            ("-1", None),
            ("1e3", None),
            ("1,5", None),
            ("1.2.3", None),
            ("9999999999999999999", None),
            ("0.000000000000000001", Some("0.000000000000000001")),
            ("0.0000000000000000001", None),
        ] {
            let read = input.parse::<Decimal>().ok().map(|d| d.to_string());
            assert_eq!(read.as_deref(), written, "{input}");
        }
    }
}
