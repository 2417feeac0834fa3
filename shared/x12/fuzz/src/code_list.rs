//! Official code lists that a site loads.

use std::collections::BTreeMap;

use x12::explain::{CodeList, Explained, Lists, Wording, codes};

use super::{Reached, is_chosen};

const LIST: CodeList = CodeList::Carc;

/// Takes any bytes.
pub fn check(input: &[u8]) -> Reached {
    let mut lists = Lists::new();
    match lists.load(LIST, input) {
        Ok(count) => loaded(&lists, count, input),
        Err(error) => {
            if is_chosen(input, 128) {
                assert!(!error.to_string().is_empty());
                assert!(codes(LIST).iter().all(|code| lists.explain(LIST, code).is_some_and(is_own)));
            }
            Reached::Refused
        }
    }
}

fn is_own(explained: Explained<'_>) -> bool {
    explained.wording != Wording::Official
}

/// Every code that was counted is explained, and the list written plainly is the same list.
fn loaded(lists: &Lists, count: usize, input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { panic!("only text is a list") };
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let official = |word| lists.explain(LIST, word).filter(|explained| !is_own(*explained));
    let found: BTreeMap<&str, Explained<'_>> =
        words.filter_map(official).map(|explained| (explained.code, explained)).collect();
    if text.contains('"') && found.len() < count {
        // Quotes can make a code of two words.
        return Reached::Read;
    }
    assert_eq!(found.len(), count, "every code is a word of the text");
    if is_chosen(input, 4) {
        let mut again = Lists::new();
        let header = "code,text,start,stop\n".to_owned();
        let written: String = [header].into_iter().chain(found.values().map(row)).collect();
        assert_eq!(again.load(LIST, written.as_bytes()).ok(), Some(count), "{written}");
        assert!(found.iter().all(|(code, explained)| again.explain(LIST, code).as_ref() == Some(explained)));
    }
    if is_chosen(input, 256) {
        let meaning = found.values().next().map_or("", |explained| explained.meaning);
        assert!(lists.find(meaning).iter().all(|one| !one.meaning.is_empty()));
    }
    Reached::Whole
}

fn row(explained: &Explained<'_>) -> String {
    let Explained { code, meaning, start, stop, .. } = explained;
    let day = |day: &Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    format!("{code},\"{}\",{},{}\n", meaning.replace('"', "\"\""), day(start), day(stop))
}
