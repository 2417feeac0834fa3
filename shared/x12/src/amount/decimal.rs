//! X12 R numbers as scaled integers.

/// Why a text is not an X12 R number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// A character other than digits, one point and a minus in front, or no digit at all.
    #[error("not a number: use digits, one point and an optional leading minus")]
    NotDecimal,
    /// More decimals than the type holds: as many as are named.
    #[error("more than {0} decimals")]
    TooPrecise(u32),
    /// More digits than X12 allows: as many as are named.
    #[error("more than {0} digits")]
    TooLong(usize),
}

/// Reads `text` as a multiple of 10^-`places`. Leading zeros, and trailing ones of the fraction, count as no digits.
pub(super) fn parse(text: &str, places: u32, max_digits: usize) -> Result<i64, DecimalError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if let Some(value) = short(digits.as_bytes(), places, max_digits) {
        return Ok(if text.len() > digits.len() { -value } else { value });
    }
    let (mut value, mut whole, mut fraction, mut zeros) = (0_i64, 0_usize, 0_u32, 0_u32);
    let mut point = false;
    for byte in digits.bytes() {
        match byte {
            b'.' if !point => point = true,
            b'0' if point => zeros += 1,
            b'0'..=b'9' => {
                let missing = if point { zeros + 1 } else { 1 };
                let digit = i64::from(byte - b'0');
                let scaled = 10_i64.checked_pow(missing).and_then(|scale| value.checked_mul(scale));
                value = scaled
                    .and_then(|value| value.checked_add(digit))
                    .ok_or(DecimalError::TooLong(max_digits))?;
                (fraction, zeros) = if point { (fraction + missing, 0) } else { (0, 0) };
                whole += usize::from(!point && value > 0);
            }
            _ => return Err(DecimalError::NotDecimal),
        }
    }
    if digits.len() == usize::from(point) {
        return Err(DecimalError::NotDecimal);
    }
    let missing = places.checked_sub(fraction).ok_or(DecimalError::TooPrecise(places))?;
    let value = value.checked_mul(10_i64.pow(missing)).filter(|_| whole + fraction as usize <= max_digits);
    let value = value.ok_or(DecimalError::TooLong(max_digits))?;
    Ok(if text.len() > digits.len() { -value } else { value })
}

/// What is as short as nearly every number, and nothing is wrong with.
#[inline]
fn short(digits: &[u8], places: u32, max_digits: usize) -> Option<i64> {
    if digits.is_empty() || digits.len() > max_digits.min(10) {
        return None;
    }
    let mut value = 0_i64;
    let mut whole = digits.iter();
    for &byte in whole.by_ref() {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b'.' if digits.len() > 1 => break,
            _ => return None,
        }
    }
    let fraction = whole.as_slice();
    for &byte in fraction {
        value = value * 10 + i64::from(Some(byte.wrapping_sub(b'0')).filter(|&digit| digit <= 9)?);
    }
    let missing = (places as usize).checked_sub(fraction.len())?;
    Some(value * SCALES.get(missing)?)
}

const SCALES: [i64; 4] = [1, 10, 100, 1000];

/// The shortest form of `value` × 10^-`places`.
pub(super) fn format(value: i64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let (whole, fraction) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{fraction:0width$}", width = places as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
