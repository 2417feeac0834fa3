//! The forms values have: numbers, dates, times, periods.

use super::rule::Rule;

/// How many digits a number has, which is how its length is counted; `None` where it is no number.
pub(super) fn number_digits(text: &[u8], point: bool) -> Option<usize> {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let mut points = 0;
    for &byte in unsigned {
        match byte {
            b'0'..=b'9' => {}
            b'.' if point => points += 1,
            _ => return None,
        }
    }
    let digits = unsigned.len() - points;
    (points <= 1 && digits > 0).then_some(digits)
}

/// CCYYMMDD, or YYMMDD.
pub(super) fn is_date(text: &[u8]) -> bool {
    let (century, rest) = match text.len() {
        6 => (Some(20), text),
        8 => (two(text), &text[2..]),
        _ => return false,
    };
    let (Some(century), Some(year), Some(month), Some(day)) =
        (century, two(rest), two(&rest[2..]), two(&rest[4..]))
    else {
        return false;
    };
    let year = u32::from(century) * 100 + u32::from(year);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// HHMM, HHMMSS, or HHMMSS with one or two decimals.
pub(super) fn is_time(text: &[u8]) -> bool {
    let part = |at: usize, limit: u8| text.get(at..).map_or(Some(0), two).is_some_and(|value| value < limit);
    let decimals = text.get(6..).is_none_or(|decimals| decimals.iter().all(u8::is_ascii_digit));
    match text.len() {
        4 => part(0, 24) && part(2, 60),
        6..=8 => part(0, 24) && part(2, 60) && part(4, 60) && decimals,
        _ => false,
    }
}

/// The first two bytes as a number.
fn two(text: &[u8]) -> Option<u8> {
    match *text {
        [a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit() => Some((a - b'0') * 10 + (b - b'0')),
        _ => None,
    }
}

/// Whether a value has the form that its format qualifier (element 1250) says; formats not known allow anything.
#[inline]
pub(super) fn period(format: &[u8], value: &[u8]) -> Result<(), Rule> {
    match format {
        b"D8" => when(value.len() == 8 && is_date(value), Rule::ElementDate),
        _ => other_period(format, value),
    }
}

fn other_period(format: &[u8], value: &[u8]) -> Result<(), Rule> {
    let digits = |length: usize| value.len() == length && value.iter().all(u8::is_ascii_digit);
    match format {
        b"RD8" => range(value, &|day| day.len() == 8 && is_date(day), Rule::ElementDate),
        b"D6" => when(value.len() == 6 && is_date(value), Rule::ElementDate),
        b"DT" => date_time(value),
        b"RDT" => range(value, &|text| date_time(text).is_ok(), Rule::ElementDate),
        b"TM" => when(is_time(value), Rule::ElementTime),
        b"RTM" => range(value, &is_time, Rule::ElementTime),
        b"CM" => when(digits(6), Rule::ElementDate),
        b"CY" => when(digits(4), Rule::ElementDate),
        _ => Ok(()),
    }
}

fn when(fits: bool, broken: Rule) -> Result<(), Rule> {
    if fits { Ok(()) } else { Err(broken) }
}

/// CCYYMMDDHHMM or CCYYMMDDHHMMSS.
fn date_time(text: &[u8]) -> Result<(), Rule> {
    match text.len() {
        12 | 14 if is_date(&text[..8]) => when(is_time(&text[8..]), Rule::ElementTime),
        _ => Err(Rule::ElementDate),
    }
}

/// Two of the same kind with a hyphen between, the earlier first.
fn range(text: &[u8], check: &dyn Fn(&[u8]) -> bool, broken: Rule) -> Result<(), Rule> {
    let mut ends = text.splitn(2, |&byte| byte == b'-');
    match (ends.next(), ends.next()) {
        (Some(from), Some(to)) => when(check(from) && check(to) && from <= to, broken),
        _ => Err(broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_digits_only() {
        let cases = [
            ("0", true, Some(1)),
            ("-12.50", true, Some(4)),
            (".5", true, Some(1)),
            ("5.", true, Some(1)),
            ("+5", true, None),
            ("1,000", true, None),
            ("1.2.3", true, None),
            ("-", true, None),
            (".", true, None),
            ("1-", true, None),
            ("1.5", false, None),
            ("-15", false, Some(2)),
            ("1E5", true, None),
        ];
        for (text, point, digits) in cases {
            assert_eq!(number_digits(text.as_bytes(), point), digits, "{text}");
        }
    }

    #[test]
    fn dates_and_times_exist() {
        for (text, good) in [
            ("20240229", true),
            ("20230229", false),
            ("19000229", false),
            ("20260431", false),
            ("20260400", false),
            ("20261301", false),
            ("260309", true),
            ("2026030", false),
            ("2026030A", false),
        ] {
            assert_eq!(is_date(text.as_bytes()), good, "{text}");
        }
        for (text, good) in [
            ("1405", true),
            ("2400", false),
            ("1260", false),
            ("140559", true),
            ("140560", false),
            ("1405599", true),
            ("14055999", true),
            ("14055X", false),
            ("140", false),
        ] {
            assert_eq!(is_time(text.as_bytes()), good, "{text}");
        }
    }

    #[test]
    fn periods_have_the_form_their_qualifier_says() {
        let (date, time) = (Err(Rule::ElementDate), Err(Rule::ElementTime));
        for (format, value, expected) in [
            ("D8", "20260309", Ok(())),
            ("D8", "260309", date),
            ("RD8", "20260101-20260131", Ok(())),
            ("RD8", "20260131-20260101", date),
            ("RD8", "20260101", date),
            ("DT", "202601011405", Ok(())),
            ("DT", "202601012505", time),
            ("TM", "1405", Ok(())),
            ("TM", "9905", time),
            ("XX", "anything", Ok(())),
        ] {
            assert_eq!(period(format.as_bytes(), value.as_bytes()), expected, "{format} {value}");
        }
    }
}
