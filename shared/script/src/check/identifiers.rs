//! Numbers with a check digit: one wrong key and they name somebody else.

/// NPI: Luhn over the number with 80840 before it (45 CFR 162.406; the prefix stands for 24).
pub(super) fn is_npi(text: &str) -> bool {
    let Some(digits) = digits(text).filter(|digits| digits.len() == 10) else { return false };
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    matches!(digits.first(), Some(1 | 2)) && (24 + sum).is_multiple_of(10)
}

/// DEA registration: two letters (the second may be a 9 for a business) and seven digits; the last of them is the last
/// of (d1 + d3 + d5) + 2 (d2 + d4 + d6).
pub(super) fn is_dea(text: &str) -> bool {
    let Some((letters, number)) = text.split_at_checked(2) else { return false };
    let lettered = letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.ends_with(|c: char| c.is_ascii_uppercase() || c == '9');
    let [d1, d2, d3, d4, d5, d6, d7] = digits(number).unwrap_or_default()[..] else { return false };
    lettered && (d1 + d3 + d5 + 2 * (d2 + d4 + d6)) % 10 == d7
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_right() {
        for (npi, right) in [
            ("1234567893", true),
            ("1993999998", true),
            ("1558598797", true),
            ("1679524268", true),
            ("1234567890", false),
            ("3234567891", false),
            ("123456789", false),
            ("12345678931", false),
            ("123456789X", false),
        ] {
            assert_eq!(is_npi(npi), right, "{npi}");
        }
        for (dea, right) in [
            ("BL8426529", true),
            ("XL8426529", true),
            ("AB1234563", true),
            ("A91234563", true),
            ("AB1234567", false),
            ("ab1234563", false),
            ("AB123456", false),
            ("AB1234563-012", false),
            ("\u{e4}B1234563", false),
            ("", false),
        ] {
            assert_eq!(is_dea(dea), right, "{dea}");
        }
    }
}
