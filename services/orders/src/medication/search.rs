//! Finding a drug by what people type: the beginning or a part of its name, an NDC, or an RXCUI.

use super::{Catalogue, Medication};

/// A place in the order of results; a page begins after one.
pub type Place = u128;

impl Catalogue {
    /// Names that begin with the words come first; an empty question finds everything.
    pub fn search(&self, question: &str) -> Vec<(Place, &Medication)> {
        let question = Question::of(question);
        let ranked = self.medications.iter().enumerate().filter_map(|(index, medication)| {
            let rank = question.rank(medication)?;
            Some(((u128::from(rank) << 64) | index as u128, medication))
        });
        let mut found: Vec<_> = ranked.collect();
        found.sort_by_key(|(place, _)| *place);
        found
    }
}

struct Question {
    text: String,
    words: Vec<String>,
    /// Digits when the question is a code: with hyphens padded to their places.
    code: Option<String>,
}

impl Question {
    fn of(question: &str) -> Self {
        let text = question.trim().to_lowercase();
        let words = text.split_whitespace().map(str::to_owned).collect();
        let is_code = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let code = is_code.then(|| padded(&text));
        Self { text, words, code }
    }

    /// Lower is better; none when it does not match.
    fn rank(&self, medication: &Medication) -> Option<u8> {
        if let Some(code) = &self.code {
            return is_coded(medication, &self.text, code).then_some(0);
        }
        let name = medication.description.to_lowercase();
        let names = |word: &String| name.contains(word.as_str());
        match (name.starts_with(&self.text), self.words.iter().all(names)) {
            (true, _) => Some(0),
            (false, true) => Some(1),
            (false, false) => None,
        }
    }
}

fn is_coded(medication: &Medication, typed: &str, code: &str) -> bool {
    let product = medication.product_digits();
    medication.rxcui.as_str() == typed || (code.len() >= 9 && code.starts_with(&product))
}

/// `0093-3109-05` as the digits 00093310905: each part in its places.
fn padded(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [labeler, product] => format!("{labeler:0>5}{product:0>4}"),
        [labeler, product, package] => format!("{labeler:0>5}{product:0>4}{package:0>2}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(question: &str) -> Vec<&str> {
        Catalogue::get().search(question).into_iter().map(|(_, m)| m.rxcui.as_str()).collect()
    }

    #[test]
    fn finds_by_name_and_code() {
        assert_eq!(found("308191"), ["308191"]);
        for ndc in ["0093-3109", "0093-3109-05", "00093310905", "000933109"] {
            assert_eq!(found(ndc), ["308191"], "{ndc}");
        }
        assert_eq!(found("AMOX 500 cap"), ["308191"]);
        assert!(found("statin").len() >= 5);
        assert_eq!(found("amoxicillin")[0], "308182");
        assert_eq!(found("clavulanate"), ["562508"]);
        assert_eq!(found("0093"), Vec::<&str>::new());
        assert_eq!(found("unobtainium"), Vec::<&str>::new());
        assert_eq!(found("").len(), Catalogue::get().medications.len());
    }
}
