//! ASCII forms of letters X12 does not take.

/// Replaces accented Latin letters and typographic marks by their ASCII form, since X12 takes no others: a name
/// such as `José` must be folded before it is written. Characters without such a form stay, and are refused later.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match FOLDS.iter().find(|(letters, _)| letters.contains(c)) {
            Some((_, ascii)) => folded.push_str(ascii),
            None => folded.push(c),
        }
    }
    folded
}

const FOLDS: &[(&str, &str)] = &[
    ("áàâäãåāăą", "a"),
    ("ÁÀÂÄÃÅĀĂĄ", "A"),
    ("éèêëēęěė", "e"),
    ("ÉÈÊËĒĘĚĖ", "E"),
    ("íìîïīįı", "i"),
    ("ÍÌÎÏĪĮİ", "I"),
    ("óòôöõøōő", "o"),
    ("ÓÒÔÖÕØŌŐ", "O"),
    ("úùûüūůűų", "u"),
    ("ÚÙÛÜŪŮŰŲ", "U"),
    ("çćčĉ", "c"),
    ("ÇĆČĈ", "C"),
    ("ñńňņ", "n"),
    ("ÑŃŇŅ", "N"),
    ("śšşș", "s"),
    ("ŚŠŞȘ", "S"),
    ("źżž", "z"),
    ("ŹŻŽ", "Z"),
    ("ýÿ", "y"),
    ("ÝŸ", "Y"),
    ("łľ", "l"),
    ("ŁĽ", "L"),
    ("řŕ", "r"),
    ("ŘŔ", "R"),
    ("ďđð", "d"),
    ("ĎĐÐ", "D"),
    ("ťţț", "t"),
    ("ŤŢȚ", "T"),
    ("ğ", "g"),
    ("Ğ", "G"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("Æ", "AE"),
    ("œ", "oe"),
    ("Œ", "OE"),
    ("þ", "th"),
    ("Þ", "Th"),
    ("‘’", "'"),
    ("“”", "\""),
    ("–—", "-"),
    ("\u{a0}", " "),
];

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_lose_their_accents() {
        for (text, folded) in
            [("José Ñúñez", "Jose Nunez"), ("O’Neil", "O'Neil"), ("Groß", "Gross"), ("王", "王")]
        {
            assert_eq!(fold(text), folded);
        }
    }
}
