//! Directions cut into words, each with its place in the text.

/// A word in lower case, a number, or a sign that means something; commas and the like are left out.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Bytes of the text it was cut from.
    pub(super) from: usize,
    pub(super) to: usize,
}

pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = 0;
    while let Some(first) = text[from..].chars().next() {
        let to = from + length(&text[from..], first);
        if let Some(word) = plain(&text[from..to]) {
            words.push(Word { text: word, from, to });
        }
        from = to;
    }
    let numbers: Vec<bool> = words.iter().map(|word| is_number(&word.text)).collect();
    let near = |n: usize| {
        n.checked_sub(1).is_some_and(|before| numbers[before]) && numbers.get(n + 1) == Some(&true)
    };
    let mut place = 0;
    words.retain(|word| {
        let keep = word.text != "-" || near(place);
        place += 1;
        keep
    });
    words
}

pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && word.len() > usize::from(word.starts_with('.'))
}

/// How many bytes belong to the word that begins here.
fn length(text: &str, first: char) -> usize {
    let run = |belongs: &dyn Fn(char) -> bool| text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    if first.is_alphabetic() {
        return abbreviation(text).unwrap_or_else(|| run(&|c: char| c.is_alphabetic() || c == '\''));
    }
    let digit_follows = text[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    if first.is_ascii_digit() || (first == '.' && digit_follows) {
        return number(text);
    }
    first.len_utf8()
}

/// `b.i.d.`: single letters, each with a point behind it; the last point may end the sentence as well.
fn abbreviation(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let pairs =
        bytes.chunks(2).take_while(|pair| matches!(pair, [letter, b'.'] if letter.is_ascii_alphabetic()));
    let pairs = pairs.count();
    (pairs >= 2).then_some(2 * pairs)
}

/// Digits, with one point or slash that has digits behind it, and commas between thousands.
fn number(text: &str) -> usize {
    let mut end = 0;
    while let Some(c) = text[end..].chars().next() {
        let inner = matches!(c, '.' | '/') && text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
        let thousands = c == ','
            && text.get(end + 1..end + 4).is_some_and(|three| three.bytes().all(|b| b.is_ascii_digit()));
        if !(c.is_ascii_digit() || inner || thousands) {
            break;
        }
        end += 1;
    }
    end
}

fn plain(word: &str) -> Option<String> {
    match word {
        "," | ";" | ":" | "\"" | "*" => None,
        "½" => Some("1/2".to_owned()),
        "–" => Some("-".to_owned()),
        word if word.trim().is_empty() => None,
        "." => Some(".".to_owned()),
        word if is_number(word) => Some(word.replace(',', "")),
        word if word.len() > 1 => Some(word.to_lowercase().replace('.', "")),
        word => Some(word.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_cut_where_meanings_change() {
        for (text, expected) in [
            ("1 tab p.o. b.i.d. x10d.", "1 tab po bid x 10 d ."),
            ("Take 1-2 tablets q4-6h, prn", "take 1 - 2 tablets q 4 - 6 h prn"),
            ("one-half tablet/day", "one half tablet / day"),
            ("0.5mL (250 mg total)", "0.5 ml ( 250 mg total )"),
            ("½ tablet, .5 mg", "1/2 tablet .5 mg"),
            ("1,000 units. Then 10.", "1000 units . then 10 ."),
            ("1 1/2 tablets", "1 1/2 tablets"),
        ] {
            let found: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
