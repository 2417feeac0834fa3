//! Escape sequences: delimiters and line breaks inside of values.

use crate::delimiters::Delimiters;
use std::borrow::Cow;

/// A value as it is meant. A sequence this crate does not know, or that is no text, stays as it was written.
pub fn unescaped(raw: &str, delimiters: Delimiters) -> Cow<'_, str> {
    let Some(escape) = delimiters.escape.map(char::from).filter(|escape| raw.contains(*escape)) else {
        return Cow::Borrowed(raw);
    };
    let mut meant = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once(escape) {
        meant.push_str(before);
        match after
            .split_once(escape)
            .map(|(sequence, after)| (sequence, decoded(sequence, delimiters), after))
        {
            Some((_, Some(text), after)) => {
                meant.push_str(&text);
                rest = after;
            }
            _ => {
                meant.push(escape);
                rest = after;
            }
        }
    }
    meant.push_str(rest);
    Cow::Owned(meant)
}

fn decoded(sequence: &str, delimiters: Delimiters) -> Option<String> {
    let delimiter = |byte: u8| Some(char::from(byte).to_string());
    match sequence {
        "F" => delimiter(delimiters.field),
        "S" => delimiter(delimiters.component),
        "R" => delimiter(delimiters.repetition),
        "T" => delimiters.subcomponent.and_then(delimiter),
        "E" => delimiters.escape.and_then(delimiter),
        // Highlighting says nothing that text could keep.
        "H" | "N" => Some(String::new()),
        _ if is_line_break(sequence) => Some("\n".to_owned()),
        _ => sequence.strip_prefix('X').and_then(hexadecimal),
    }
}

/// `.br`, `.sp` and `.ce` of formatted text, with or without a count.
fn is_line_break(sequence: &str) -> bool {
    [".br", ".sp", ".ce"].iter().any(|command| {
        let count = sequence.strip_prefix(command).map(|count| count.trim_start_matches(['+', ' ']));
        count.is_some_and(|count| count.len() <= 3 && count.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn hexadecimal(digits: &str) -> Option<String> {
    let pairs = digits.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            pair.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(pair, 16).ok())?
        })
        .collect();
    let text = String::from_utf8(bytes?).ok()?;
    text.chars().all(is_text).then_some(text)
}

fn is_text(character: char) -> bool {
    !character.is_control() || matches!(character, '\r' | '\n' | '\t')
}

/// A value as it is written between the usual delimiters; control characters but tab and line breaks become blanks.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' => written.push_str("\\F\\"),
            '^' => written.push_str("\\S\\"),
            '~' => written.push_str("\\R\\"),
            '&' => written.push_str("\\T\\"),
            '\\' => written.push_str("\\E\\"),
            '\n' => written.push_str("\\X0A\\"),
            '\r' => written.push_str("\\X0D\\"),
            other if is_text(other) => written.push(other),
            _ => written.push(' '),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_read() {
        for (raw, meant) in [
            ("plain", "plain"),
            ("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"),
            ("\\H\\bold\\N\\", "bold"),
            ("one\\.br\\two\\.sp 2\\three", "one\ntwo\nthree"),
            ("\\X0D0A\\", "\r\n"),
            ("\\XC3A9\\", "é"),
            ("\\X00\\", "\\X00\\"),
            ("\\XE9\\", "\\XE9\\"),
            ("\\XA\\", "\\XA\\"),
            ("\\X+1\\", "\\X+1\\"),
            ("C:\\dir", "C:\\dir"),
            ("\\Zlocal\\x", "\\Zlocal\\x"),
            ("\\", "\\"),
            ("\\\\F\\", "\\|"),
        ] {
            assert_eq!(unescaped(raw, Delimiters::default()), meant, "{raw}");
        }
    }

    #[test]
    fn what_is_written_reads_as_it_was() {
        let text = "50% < 3|4 ^ ~ & \\ \\F\\ é\ttab\nline\r\n";
        assert_eq!(unescaped(&escaped(text), Delimiters::default()), text);
        assert_eq!(escaped("a\u{0}b\u{1b}"), "a b ");
    }
}
