//! What codes mean and what a person does next, in our own words; the official lists say it in theirs.

mod adjustment;
mod rejection;
mod status;

pub use adjustment::carc;
pub use rejection::aaa;
pub use status::status_category;

/// Meaning of a code and the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    pub meaning: &'static str,
    pub action: &'static str,
    /// True where a machine may send the same again, later, without a person.
    pub retryable: bool,
}

/// A table row: code, meaning, action.
type Row = (&'static str, &'static str, &'static str);

fn find(rows: &'static [Row], code: &str, retryable: &[&str]) -> Option<Explanation> {
    let (_, meaning, action) = rows.iter().find(|(row, ..)| *row == code)?;
    Some(Explanation { meaning, action, retryable: retryable.contains(&code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_waiting_helps_where_the_payer_is_away() {
        for (code, retryable) in [("42", true), ("80", true), ("72", false), ("75", false)] {
            assert_eq!(aaa(code).map(|explanation| explanation.retryable), Some(retryable), "{code}");
        }
        assert_eq!(aaa("ZZ9"), None);
    }

    #[test]
    fn refined_status_categories_fall_back_to_their_family() {
        for code in ["A3", "F2", "P1", "R3", "R16", "E1", "D0"] {
            assert!(status_category(code).is_some(), "{code}");
        }
        assert_eq!(status_category("Q1"), None);
    }

    #[test]
    fn every_code_stands_once() {
        for rows in [rejection::ROWS, status::ROWS, adjustment::ROWS] {
            for (position, (code, ..)) in rows.iter().enumerate() {
                assert!(!rows[..position].iter().any(|(earlier, ..)| earlier == code), "{code}");
            }
        }
    }
}
