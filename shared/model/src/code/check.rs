//! The checks behind the codes; each answers the normal form or says what to mend.

use crate::text::Invalid;

type Checked = Result<String, Invalid>;

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn digits_exactly(text: &str, n: usize, message: &'static str) -> Checked {
    if text.len() == n && all_digits(text) { Ok(text.to_owned()) } else { Err(Invalid(message)) }
}

fn digit_values(text: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    text.bytes().map(|b| u32::from(b.wrapping_sub(b'0')))
}

/// Luhn sum over the digits, the last one being the check digit.
fn luhn_is_valid(digits: &str) -> bool {
    let sum: u32 = digit_values(digits)
        .rev()
        .enumerate()
        .map(|(i, d)| {
            if i.is_multiple_of(2) {
                d
            } else {
                let dd = d * 2;
                dd / 10 + dd % 10
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

pub fn npi(text: &str) -> Checked {
    let shape = Invalid("an NPI is 10 digits and starts with 1 or 2");
    if text.len() != 10 || !all_digits(text) || !text.starts_with(['1', '2']) {
        return Err(shape);
    }
    if !luhn_is_valid(&format!("80840{text}")) {
        return Err(Invalid("the NPI's check digit is wrong: look it up in the NPI registry"));
    }
    Ok(text.to_owned())
}

pub fn dea(text: &str) -> Checked {
    let shape = Invalid("a DEA number is two letters (or a letter and 9) and seven digits");
    let upper = text.to_ascii_uppercase();
    if upper.len() != 9 || !upper.is_ascii() || !all_digits(&upper[2..]) {
        return Err(shape);
    }
    let (first, second) = (upper.as_bytes()[0], upper.as_bytes()[1]);
    if !first.is_ascii_uppercase() || !(second.is_ascii_uppercase() || second == b'9') {
        return Err(shape);
    }
    let d: Vec<u32> = digit_values(&upper[2..]).collect();
    let sum = d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5]);
    if sum % 10 != d[6] {
        return Err(Invalid("the DEA number's check digit is wrong"));
    }
    Ok(upper)
}

pub fn icd10(text: &str) -> Checked {
    let shape = Invalid(
        "an ICD-10-CM code is a letter, a digit, a letter or digit, then optionally a dot and 1 to 4 more, such as J02.0",
    );
    let upper = text.to_ascii_uppercase();
    let (head, tail) = upper.split_once('.').unwrap_or((&upper, ""));
    let h = head.as_bytes();
    let head_ok =
        h.len() == 3 && h[0].is_ascii_uppercase() && h[1].is_ascii_digit() && h[2].is_ascii_alphanumeric();
    let tail_ok = tail.len() <= 4 && tail.bytes().all(|b| b.is_ascii_alphanumeric());
    let dot_ok = !upper.ends_with('.');
    if head_ok && tail_ok && dot_ok { Ok(upper) } else { Err(shape) }
}

pub fn procedure(text: &str) -> Checked {
    let upper = text.to_ascii_uppercase();
    let b = upper.as_bytes();
    let alnum = |c: &u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    let ok = b.len() == 5 && alnum(&b[0]) && b[1..4].iter().all(u8::is_ascii_digit) && alnum(&b[4]);
    if ok {
        Ok(upper)
    } else {
        Err(Invalid("a procedure code is five characters: CPT such as 99213 or HCPCS such as G0008"))
    }
}

pub fn modifier(text: &str) -> Checked {
    let upper = text.to_ascii_uppercase();
    let ok = upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_alphanumeric());
    if ok { Ok(upper) } else { Err(Invalid("a modifier is two letters or digits, such as 25")) }
}

pub fn two_digits(text: &str) -> Checked {
    digits_exactly(text, 2, "a place of service is two digits, such as 11 for an office")
}

pub fn taxonomy(text: &str) -> Checked {
    let upper = text.to_ascii_uppercase();
    let ok = upper.len() == 10 && upper.bytes().all(|b| b.is_ascii_alphanumeric()) && upper.ends_with('X');
    if ok {
        Ok(upper)
    } else {
        Err(Invalid("a taxonomy code is ten characters ending in X, such as 207Q00000X"))
    }
}

pub fn ndc11(text: &str) -> Checked {
    let parts: Vec<&str> = text.split('-').collect();
    let joined = match parts[..] {
        [one] => one.to_owned(),
        [a, b, c] => format!("{a:0>5}{b:0>4}{c:0>2}"),
        _ => String::new(),
    };
    digits_exactly(
        &joined,
        11,
        "an NDC is 11 digits (5-4-2), or 10 with hyphens so that the missing zero can be placed",
    )
}

pub fn rxcui(text: &str) -> Checked {
    if (1..=8).contains(&text.len()) && all_digits(text) {
        Ok(text.to_owned())
    } else {
        Err(Invalid("an RXCUI is 1 to 8 digits"))
    }
}

pub fn seven_digits(text: &str) -> Checked {
    digits_exactly(text, 7, "an NCPDP id is seven digits")
}

pub fn nine_digits(text: &str) -> Checked {
    digits_exactly(&text.replace('-', ""), 9, "a tax id is nine digits")
}

const STATES: &str = " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP ";

pub fn state(text: &str) -> Checked {
    let upper = text.to_ascii_uppercase();
    let known = upper.len() == 2 && STATES.contains(&format!(" {upper} "));
    if known { Ok(upper) } else { Err(Invalid("a state is a USPS two-letter code, such as TX")) }
}

pub fn postal_code(text: &str) -> Checked {
    let digits = text.replace('-', "");
    match digits.len() {
        5 if all_digits(&digits) => Ok(digits),
        9 if all_digits(&digits) => Ok(format!("{}-{}", &digits[..5], &digits[5..])),
        _ => Err(Invalid("a ZIP code is 5 digits, or 9 as 12345-6789")),
    }
}

pub fn phone(text: &str) -> Checked {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '+')).collect();
    let national = if digits.len() == 11 { digits.strip_prefix('1').unwrap_or(&digits) } else { &digits };
    let ok = national.len() == 10 && all_digits(national) && !national.starts_with(['0', '1']);
    if ok { Ok(national.to_owned()) } else { Err(Invalid("a telephone number is ten digits with area code")) }
}

pub fn email(text: &str) -> Checked {
    let trimmed = text.trim();
    let fits = |(name, host): (&str, &str)| {
        let labels = host.split('.').filter(|label| !label.is_empty()).count();
        !name.is_empty() && labels >= 2 && labels == host.split('.').count() && !host.contains('@')
    };
    let plain = trimmed.len() <= 254 && !trimmed.contains(|c: char| c.is_whitespace() || c.is_control());
    if plain && trimmed.split_once('@').is_some_and(fits) {
        Ok(trimmed.to_owned())
    } else {
        Err(Invalid("must look like name@example.org"))
    }
}

pub fn service_type(text: &str) -> Checked {
    let code = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if (1..=2).contains(&text.len()) && text.bytes().all(code) {
        Ok(text.to_owned())
    } else {
        Err(Invalid("a service type is an X12 code such as 30, 98 or UC"))
    }
}

/// Cards print ids in groups; the blanks between them are no part of the id.
pub fn member_id(text: &str) -> Checked {
    let id: String = text.chars().filter(|c| *c != ' ').collect();
    let ok = (2..=80).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if ok {
        Ok(id.to_ascii_uppercase())
    } else {
        Err(Invalid("a member id is 2 to 80 letters, digits or hyphens, as printed on the card"))
    }
}

pub fn authorization_number(text: &str) -> Checked {
    let text = text.trim();
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b" -/.".contains(&b);
    if (1..=50).contains(&text.len()) && text.bytes().all(allowed) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(Invalid("an authorization number is 1 to 50 letters, digits, spaces, hyphens, slashes or points"))
    }
}

pub fn payer_code(text: &str) -> Checked {
    let ok = (2..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if ok { Ok(text.to_ascii_uppercase()) } else { Err(Invalid("a payer id is 2 to 80 letters or digits")) }
}

pub fn name(text: &str) -> Checked {
    let trimmed = text.trim();
    let ok = !trimmed.is_empty() && trimmed.chars().count() <= 100 && !trimmed.chars().any(char::is_control);
    if ok {
        Ok(trimmed.to_owned())
    } else {
        Err(Invalid("must be 1 to 100 characters without control characters"))
    }
}

pub fn note(text: &str) -> Checked {
    let ok = text.chars().count() <= 2000 && !text.chars().any(|c| c.is_control() && c != '\n');
    if ok {
        Ok(text.to_owned())
    } else {
        Err(Invalid("must be at most 2000 characters without control characters"))
    }
}

#[cfg(test)]
mod tests;
