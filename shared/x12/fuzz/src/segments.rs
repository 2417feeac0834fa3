//! Segments of a whole text, and their elements, against a plain search.

use x12::reader::{Segment, Segments};

use super::{Reached, is_chosen};

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
    let plain = || raw.split(char::from(delimiters.element));
    let count = plain().count();
    assert!(segment.parts().eq(plain()));
    assert_eq!(segment.elements() + 1, count);
    assert_eq!(Some(segment.id()), plain().next());
    // Of a long row of empty elements the first and the last are enough: any way to an element takes time.
    let first = if raw.len() > 128 { 5 } else { 20 };
    let some = |n: usize| n < first || n + 3 > count;
    for (n, element) in plain().enumerate().filter(|&(n, _)| some(n)) {
        assert_eq!(segment.element(n), element);
        components(segment, n, element);
        if is_chosen(raw.as_bytes(), 4) {
            values(segment, n);
        }
    }
    for beyond in [0, 1, 64, 200] {
        assert_eq!(segment.element(count + beyond), "");
    }
}

/// What an element may be read as; most errors take longer than all the rest.
fn values(segment: &Segment<'_>, n: usize) {
    let n = u8::try_from(n).unwrap_or(u8::MAX);
    let _ = (segment.value::<x12::Amount>(n), segment.value::<x12::Quantity>(n));
    let _ = (segment.date(n), segment.period(n.min(254)));
}

fn components(segment: &Segment<'_>, n: usize, element: &str) {
    let delimiters = segment.delimiters();
    let plain = || element.split(char::from(delimiters.component));
    assert!(segment.split_components(element).eq(plain()));
    for (m, component) in plain().enumerate().take(6) {
        assert_eq!(segment.component(n, m + 1), component);
    }
    assert_eq!(segment.component(n, plain().count() + 1), "");
    let separator = char::from(delimiters.repetition.unwrap_or(delimiters.segment));
    let says_something = |one: &&str| one.contains(|letter| letter != ' ');
    assert!(segment.repetitions(n).eq(element.split(separator).filter(says_something)));
}
