//! What holds for any prescription and for any text.

use proptest::prelude::*;
use script::{ScriptError, check, parse, parse_envelope, write};

use crate::arbitrary::any_message;
use crate::example::golden;

/// The golden message cut into its elements: where each begins and ends.
fn elements(xml: &str) -> Vec<(usize, usize)> {
    let (mut open, mut spans) = (Vec::new(), Vec::new());
    for (at, _) in xml.match_indices('<') {
        if xml[at..].starts_with("</") {
            let end = at + xml[at..].find('>').map_or(0, |end| end + 1);
            spans.extend(open.pop().map(|start| (start, end)));
        } else if xml[at + 1..].starts_with(char::is_alphabetic)
            && !xml[at..].split('>').next().is_some_and(|t| t.ends_with('/'))
        {
            open.push(at);
        }
    }
    spans
}

fn assert_stable(xml: &str) -> Result<(), TestCaseError> {
    if let Ok(read) = parse(xml) {
        let again = match write(&read) {
            Err(ScriptError::NotWritable { .. }) => return Ok(()),
            written => written.and_then(|written| parse(&written)),
        };
        prop_assert!(again.as_ref() == Ok(&read), "{}", xml);
        if let script::Body::NewRx(new_rx) = &read.body {
            let _ = check(new_rx);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(sent in any_message()) {
        let xml = write(&sent).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let read = parse(&xml).map_err(|error| TestCaseError::fail(format!("{error}\n{xml}")))?;
        prop_assert!(read == sent, "{}\n{}", xml, write(&read).unwrap_or_default());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*|[<>/&;\"' a-cM!\\[\\]?=-]{0,60}") {
        let _ = (parse(&text), parse_envelope(&text));
    }

    #[test]
    fn no_damage_makes_the_reader_panic(at in 0usize..5_000, length in 0usize..40, put in "[<>/&;\"a0 =!-]{0,4}") {
        let mut xml = golden();
        let start = at.min(xml.len());
        let end = (start + length).min(xml.len());
        xml.replace_range(start..end, &put);
        assert_stable(&xml)?;
    }

    /// Whole elements copied, moved, emptied and renamed: unknown parts in every place.
    #[test]
    fn rearranged_messages_are_read_to_the_same_meaning(
        steps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..5), 1..4),
    ) {
        let mut xml = golden();
        for (from, to, how) in steps {
            let spans = elements(&xml);
            let ((start, end), (target, _)) = (*from.get(&spans), *to.get(&spans));
            let piece = xml[start..end].to_owned();
            let name = piece[1..].split(['>', ' ']).next().unwrap_or_default().to_owned();
            match how {
                0 => xml.insert_str(target, &piece),
                1 => xml.insert_str(target, &piece.replace(&name, "Unheard")),
                2 => xml.replace_range(start..end, &format!("<{name}/>")),
                3 => xml.replace_range(start..end, ""),
                _ => xml.replace_range(start..end, &format!("<{name}>{piece}</{name}>")),
            }
            if xml.len() > 100_000 || elements(&xml).is_empty() {
                break;
            }
        }
        assert_stable(&xml)?;
    }
}
