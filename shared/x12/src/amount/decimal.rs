//! X12 R numbers as scaled integers.

/// Why a text is not an X12 R number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    #[error("not a number: use digits, one point and an optional leading minus")]
    NotDecimal,
    #[error("more than {0} decimals")]
    TooPrecise(u32),
    #[error("more than {0} digits")]
    TooLong(usize),
}

/// Reads `text` as a multiple of 10^-`places`.
pub(super) fn parse(text: &str, places: u32, max_digits: usize) -> Result<i64, DecimalError> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || (whole.is_empty() && fraction.is_empty()) {
        return Err(DecimalError::NotDecimal);
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if fraction.len() > places as usize {
        return Err(DecimalError::TooPrecise(places));
    }
    if whole.len() + fraction.len() > max_digits {
        return Err(DecimalError::TooLong(max_digits));
    }
    let padded = format!("0{whole}{fraction:0<width$}", width = places as usize);
    let value: i64 = padded.parse().or(Err(DecimalError::TooLong(max_digits)))?;
    Ok(if negative { -value } else { value })
}

/// The shortest form of `value` × 10^-`places`.
pub(super) fn format(value: i64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let (whole, fraction) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{fraction:0width$}", width = places as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
