//! Segments of a whole text, and their elements, against a plain search.

use x12::reader::{Segment, Segments};

use super::Reached;

/// Takes any text.
pub fn check(input: &[u8]) -> Reached {
    let Ok(text) = std::str::from_utf8(input) else { return Reached::Nothing };
    let mut end = 0;
    let mut ended = false;
    let mut reached = Reached::Refused;
    for segment in Segments::new(text) {
        assert!(!ended, "an error is the last");
        match segment {
            Ok(segment) => {
                assert!(segment.offset() >= end, "segments do not overlap");
                end = segment.offset() + segment.raw().len();
                assert_eq!(&text[segment.offset()..end], segment.raw());
                elements(&segment);
                reached = Reached::Whole;
            }
            Err(error) => {
                ended = true;
                assert!(error.offset <= text.len() && !error.to_string().is_empty());
            }
        }
    }
    reached
}

/// Any way to an element gives what a plain split gives.
pub fn elements(segment: &Segment<'_>) {
    let (raw, delimiters) = (segment.raw(), segment.delimiters());
    let plain: Vec<&str> = raw.split(char::from(delimiters.element)).collect();
    assert_eq!(segment.parts().collect::<Vec<_>>(), plain);
    assert_eq!(segment.elements() + 1, plain.len());
    assert_eq!(segment.id(), plain[0]);
    // Of a long row of empty elements the first and the last are enough: any way to an element takes time.
    let first = if raw.len() > 128 { 5 } else { 20 };
    let some = |n: &usize| *n < first || *n + 3 > plain.len();
    for n in (0..plain.len()).filter(some) {
        let element = plain[n];
        assert_eq!(segment.element(n), element);
        components(segment, n, element);
        let _ = (segment.value::<x12::Amount>(number(n)), segment.value::<x12::Quantity>(number(n)));
        let _ = (segment.date(number(n)), segment.period(number(n).min(254)));
    }
    for beyond in [0, 1, 64, 200] {
        assert_eq!(segment.element(plain.len() + beyond), "");
    }
}

fn number(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

fn components(segment: &Segment<'_>, n: usize, element: &str) {
    let delimiters = segment.delimiters();
    let plain: Vec<&str> = element.split(char::from(delimiters.component)).collect();
    assert!(segment.split_components(element).eq(plain.iter().copied()));
    for (m, &component) in plain.iter().enumerate().take(6) {
        assert_eq!(segment.component(n, m + 1), component);
    }
    assert_eq!(segment.component(n, plain.len() + 1), "");
    let separator = char::from(delimiters.repetition.unwrap_or(delimiters.segment));
    let says_something = |one: &&str| one.contains(|letter| letter != ' ');
    let repeated: Vec<&str> = element.split(separator).filter(says_something).collect();
    assert_eq!(segment.repetitions(n).collect::<Vec<_>>(), repeated);
}
