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
    if let Some(value) = short(text.as_bytes(), places, max_digits) {
        return Ok(value);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
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

/// What is as short as nearly every number, and nothing is wrong with; `None` leaves it to `parse`.
#[inline]
pub(super) fn short(text: &[u8], places: u32, max_digits: usize) -> Option<i64> {
    let (digits, negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    if digits.is_empty() || digits.len() > max_digits.min(10) {
        return None;
    }
    let (mut value, mut at) = (0_i64, 0);
    while let Some(digit) = digits.get(at).map(|byte| byte ^ b'0').filter(|&digit| digit <= 9) {
        value = value * 10 + i64::from(digit);
        at += 1;
    }
    let mut missing = places as usize;
    if at < digits.len() {
        if digits[at] != b'.' || digits.len() == 1 {
            return None;
        }
        let fraction = &digits[at + 1..];
        missing = missing.checked_sub(fraction.len())?;
        for byte in fraction {
            value = value * 10 + i64::from(Some(byte ^ b'0').filter(|&digit| digit <= 9)?);
        }
    }
    let value = value * SCALES.get(missing)?;
    Some(if negative { -value } else { value })
}

const ZEROS: u64 = 0x3030_3030_3030_3030;
const ONES: u64 = 0x0101_0101_0101_0101;

/// As `short`, of the first `length` bytes of `window`, without a minus and no more than eight. All digits are read at
/// once: how many there are cannot be foreseen, and a loop would guess wrong each time.
#[inline(always)]
pub(super) fn of_window(window: &[u8; 8], length: usize, places: u32) -> Option<i64> {
    if length.wrapping_sub(1) >= 8 {
        return None;
    }
    // The first character is in the lowest byte; zeros take the place of what the number does not have in front.
    let characters = (u64::from_le_bytes(*window) ^ ZEROS) << (8 * (8 - length));
    // The first byte that is a point has its upper bit set; the ones above it need not be right.
    let no_points = characters ^ (ONES * u64::from(b'.' ^ b'0'));
    let points = no_points.wrapping_sub(ONES) & !no_points & (ONES << 7);
    let has_point = points != 0;
    let fraction = 7_usize.saturating_sub(points.trailing_zeros() as usize / 8);
    // What stands before the point moves to its place.
    let point = (points & points.wrapping_neg()) >> 7;
    let before = point.wrapping_sub(1);
    let digits =
        ((characters & before) << (8 * u64::from(has_point))) | (characters & !(before | (point * 0xFF)));
    let is_wrong = (digits | digits.wrapping_add(ONES * 6)) & (ONES * 0xF0) != 0;
    if is_wrong || length == usize::from(has_point) {
        return None;
    }
    // Neighbours add up: ones to hundreds, these to ten thousands, these to the whole.
    let pairs = digits * 10 + (digits >> 8);
    let (first, second) = (pairs & 0x0000_00FF_0000_00FF, (pairs >> 16) & 0x0000_00FF_0000_00FF);
    let value =
        first.wrapping_mul((1_000_000 << 32) + 100).wrapping_add(second.wrapping_mul((10_000 << 32) + 1));
    let missing = (places as usize).checked_sub(fraction)?;
    Some(i64::from((value >> 32) as u32) * SCALES.get(missing)?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_at_once_reads_what_one_by_one_reads(
            text in "[0-9]{0,8}|[0-9]{0,5}\\.[0-9]{0,4}|[-0-9./:]{0,9}|[\\x00-\\x7f]{0,9}",
            behind in "[*~0-9.]{8}",
            places in 2..=3_u32,
        ) {
            let all = text.clone() + &behind;
            let window = all.as_bytes().first_chunk().expect("eight bytes");
            let expected = short(text.as_bytes(), places, 10).filter(|_| text.len() <= 8 && !text.starts_with('-'));
            prop_assert_eq!(of_window(window, text.len(), places), expected);
        }
    }
}
