//! Finding a code by words.

use super::table::{Row, rows};
use super::{CodeList, Explanation};

/// Every code whose meaning, advice or code has all the words, or words that begin with them; the best first.
///
/// ```
/// let found = x12::explain::find("timely filing");
/// assert!(found.iter().any(|one| one.code == "29"));
/// ```
#[must_use]
pub fn find(words: &str) -> Vec<Explanation> {
    let words = split(words);
    let listed = CodeList::ALL.into_iter().flat_map(|list| rows(list).iter().map(move |row| (list, row)));
    let mut found: Vec<(usize, Explanation)> =
        listed.filter_map(|(list, row)| Some((misses(row, &words)?, row.explained(list)))).collect();
    found.sort_by_key(|(misses, _)| *misses);
    found.into_iter().map(|(_, explanation)| explanation).collect()
}

/// How many of the words stand only in the advice; `None` where one stands nowhere.
fn misses(row: &Row, words: &[String]) -> Option<usize> {
    let (meaning, advice) = (split(row.meaning), split(row.advice));
    let has = |text: &[String], word: &String| text.iter().any(|one| one.starts_with(word.as_str()));
    let mut misses = 0;
    for word in words {
        if has(&meaning, word) || row.code.eq_ignore_ascii_case(word) {
            continue;
        }
        if !has(&advice, word) {
            return None;
        }
        misses += 1;
    }
    (!words.is_empty()).then_some(misses)
}

pub(super) fn split(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}
