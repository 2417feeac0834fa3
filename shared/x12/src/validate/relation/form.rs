//! The forms of numbers and codes that are kept outside of X12.

/// Whether `text` is a National Provider Identifier: ten digits that begin with 1 or 2 and keep the Luhn sum of a card
/// number with the prefix 80840.
pub(super) fn is_npi(text: &str) -> bool {
    /// What the prefix adds to the sum.
    const PREFIX: u32 = 24;
    let bytes = text.as_bytes();
    if bytes.len() != 10 || !is_digits(text) || !matches!(bytes[0], b'1' | b'2') {
        return false;
    }
    let digits = bytes.iter().enumerate().map(|(n, byte)| {
        let digit = u32::from(byte - b'0');
        match (n % 2, digit) {
            (0, 5..) => 2 * digit - 9,
            (0, _) => 2 * digit,
            _ => digit,
        }
    });
    (digits.sum::<u32>() + PREFIX).is_multiple_of(10)
}

pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_capital_or_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

/// ICD-10-CM, without dot: a letter, a digit, then one to five digits or letters.
pub(super) fn is_icd10_diagnosis(text: &str) -> bool {
    let bytes = text.as_bytes();
    (3..=7).contains(&bytes.len())
        && bytes[0].is_ascii_uppercase()
        && bytes[1].is_ascii_digit()
        && bytes[2..].iter().all(|&byte| is_capital_or_digit(byte))
}

/// ICD-9-CM, without dot: three to five digits, the first of which may be V; after an E four to five characters in all.
pub(super) fn is_icd9_diagnosis(text: &str) -> bool {
    match text.as_bytes() {
        [b'E', ..] => (4..=5).contains(&text.len()) && is_digits(&text[1..]),
        [b'V', ..] => (3..=5).contains(&text.len()) && is_digits(&text[1..]),
        _ => (3..=5).contains(&text.len()) && is_digits(text),
    }
}

/// ICD-10-PCS: seven digits and letters other than I and O.
pub(super) fn is_icd10_procedure(text: &str) -> bool {
    text.len() == 7 && text.bytes().all(|byte| is_capital_or_digit(byte) && !matches!(byte, b'I' | b'O'))
}

/// ICD-9 procedures, without dot: three or four digits.
pub(super) fn is_icd9_procedure(text: &str) -> bool {
    (3..=4).contains(&text.len()) && is_digits(text)
}

/// HCPCS level I (CPT) and II: five characters, digits between, of which the first or the last may be a letter.
pub(super) fn is_hcpcs(text: &str) -> bool {
    match *text.as_bytes() {
        [first, ref middle @ .., last] if middle.len() == 3 => {
            middle.iter().all(u8::is_ascii_digit)
                && is_capital_or_digit(first)
                && is_capital_or_digit(last)
                && (first.is_ascii_digit() || last.is_ascii_digit())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npis_check_themselves() {
        for (text, good) in [
            ("1234567893", true),
            ("1245319599", true),
            ("2345678904", false),
            ("1234567890", false),
            ("1234567839", false),
            ("123456789", false),
            ("12345678930", false),
            ("3234567890", false),
            ("123456789X", false),
            ("", false),
        ] {
            assert_eq!(is_npi(text), good, "{text}");
        }
        let valid = (1_000_000_000..1_000_001_000_u64).filter(|number| is_npi(&number.to_string()));
        assert_eq!(valid.count(), 100);
    }

    #[test]
    fn codes_have_their_forms() {
        type Form = fn(&str) -> bool;
        let cases: [(&str, Form, &[&str], &[&str]); 5] = [
            (
                "ICD-10-CM",
                is_icd10_diagnosis,
                &["A09", "J0300", "S72001A", "C7A00", "U071"],
                &["A0", "J03.00", "a09", "0A9", "S72001AX", "487"],
            ),
            (
                "ICD-9-CM",
                is_icd9_diagnosis,
                &["487", "4871", "25000", "V72", "V7231", "E8120"],
                &["48", "487.1", "250000", "J03", "E81"],
            ),
            ("ICD-10-PCS", is_icd10_procedure, &["0DTJ4ZZ", "5A1221Z"], &["0DTJ4Z", "0OTJ4ZZ", "0DTJ4Zz"]),
            ("ICD-9 procedure", is_icd9_procedure, &["470", "4709"], &["47", "47.09", "47091"]),
            (
                "HCPCS",
                is_hcpcs,
                &["99213", "J1885", "0001F", "D1110"],
                &["9921", "992135", "99-13", "J188A", "j1885", ""],
            ),
        ];
        for (name, form, good, bad) in cases {
            good.iter().for_each(|text| assert!(form(text), "{name} {text}"));
            bad.iter().for_each(|text| assert!(!form(text), "{name} {text}"));
        }
    }
}
