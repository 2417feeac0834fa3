//! Tables of text.

/// Columns that hold numbers are aligned to the right, and those of words to the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Lines of a table with a heading; the last column is not padded.
pub(crate) fn table(columns: &[(&str, Align)], rows: &[Vec<String>]) -> Vec<String> {
    let heading: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let all = || std::iter::once(&heading).chain(rows);
    let width = |column: usize| {
        all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(columns).zip(&widths).map(|((cell, (_, align)), width)| match align {
            Align::Left => format!("{cell:width$}"),
            Align::Right => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all().map(line).collect()
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 claim`, `2,000 claims`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(number as u64), if number == 1 { "" } else { "s" })
}

/// Cents as dollars: `-1,234.50`.
pub(crate) fn money(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let absolute = cents.unsigned_abs();
    let dollars = u64::try_from(absolute / 100).unwrap_or(u64::MAX);
    format!("{sign}{}.{:02}", grouped(dollars), absolute % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!([counted(1, "claim"), counted(1_000, "claim")], ["1 claim", "1,000 claims"]);
        for (cents, text) in
            [(0, "0.00"), (-5, "-0.05"), (123_450, "1,234.50"), (-100_000_001, "-1,000,000.01")]
        {
            assert_eq!(money(cents), text);
        }
    }

    #[test]
    fn columns_are_aligned() {
        let columns = [("file", Align::Left), ("errors", Align::Right), ("why", Align::Left)];
        let rows = [vec!["a".into(), "12".into(), "x".into()], vec!["longer".into(), "1".into(), "".into()]];
        assert_eq!(table(&columns, &rows), ["file    errors  why", "a           12  x", "longer       1"]);
    }
}
