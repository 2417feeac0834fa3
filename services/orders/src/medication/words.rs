//! How text is cut into the words a search compares: lower-case runs of letters, and numbers as they are written.

/// The words of a text: `Zestril 10MG` is `zestril`, `10`, `mg`; `.5` is `0.5`, `5.0` is `5`.
pub fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let mut words = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            c if c.is_ascii_digit() || c == '.' => run(rest, |c| c.is_ascii_digit() || c == '.'),
            c if c.is_alphabetic() => run(rest, char::is_alphabetic),
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        if let Some(word) = kept(word) {
            words.push(word);
        }
    }
    words
}

pub fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !belongs(c)).unwrap_or(text.len())
}

fn kept(word: &str) -> Option<String> {
    if word.starts_with(char::is_alphabetic) {
        return Some(word.to_owned());
    }
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = if word.contains('.') { word.trim_end_matches('0').trim_end_matches('.') } else { word };
    Some(if word.starts_with('.') || word.is_empty() { format!("0{word}") } else { word.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_numbers_are_words_of_their_own() {
        for (text, expected) in [
            ("Zestril 10MG", vec!["zestril", "10", "mg"]),
            ("HYDROcodone-APAP 5/325", vec!["hydrocodone", "apap", "5", "325"]),
            (".5 mg, 5.0 mg, 0.250", vec!["0.5", "mg", "5", "mg", "0.25"]),
            ("0093", vec!["0093"]),
            (" . - ", vec![]),
            ("0.0", vec!["0"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
