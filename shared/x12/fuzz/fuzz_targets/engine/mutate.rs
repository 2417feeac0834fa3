//! Changes by segment, element and component, so that what comes out is still nearly a transaction set.

use std::ops::Range;
use std::sync::OnceLock;

use super::random::Random;
use super::text::Text;
use super::vocabulary::Vocabulary;

const MARKS: &[&str] =
    &[" ", ":", "^", "-", ".", "0", "9", "*", "~", "\r", "\u{e9}", "\u{1f}", "\"", "\\", ","];
/// What other senders have for separators.
const SEPARATORS: &[u8] = b"|>\x1d\t\r\0^*";

/// Changes the first `size` bytes of `data` and gives their new number, at most `most`.
pub fn mutate(name: &str, data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    let vocabulary = VOCABULARY.get_or_init(|| Vocabulary::of(name));
    let mut random = Random::new(seed);
    if size > most || vocabulary.is_empty() || random.one_in(6) {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let mut mutator = Mutator { text: Text::of(data, size, most, vocabulary.separator), vocabulary, random };
    for _ in 0..=mutator.random.below(4) {
        mutator.change();
    }
    if !mutator.random.one_in(8) {
        mutator.text.number_levels();
    }
    mutator.text.len()
}

struct Mutator<'a> {
    text: Text<'a>,
    vocabulary: &'a Vocabulary,
    random: Random,
}

impl Mutator<'_> {
    fn change(&mut self) {
        match self.random.below(16) {
            0 => self.insert(),
            1 | 2 => self.remove(),
            3 => self.copy(),
            4 => self.swap(),
            5 => self.exchange(),
            6 if self.random.one_in(8) => self.separate(),
            _ => self.change_element(),
        }
    }

    /// A place in the text, chosen by its bytes: longer segments are changed more often.
    fn place(&mut self) -> usize {
        self.random.below(self.text.len())
    }

    fn segment(&mut self) -> Range<usize> {
        let place = self.place();
        self.text.segment(place)
    }

    /// A segment of the seeds.
    fn insert(&mut self) {
        let found = self.segment();
        let at = if self.random.one_in(2) { found.start } else { self.text.behind(&found) };
        let length = self.text.len();
        self.text.insert(at, self.text.end);
        if self.text.len() > length {
            self.text.splice(at..at, self.vocabulary.segment(&mut self.random));
        }
    }

    fn remove(&mut self) {
        let run = self.run();
        self.text.splice(run, b"");
    }

    /// Some segments in a row: one as a rule.
    fn run(&mut self) -> Range<usize> {
        let first = self.segment();
        let mut end = self.text.behind(&first);
        if self.random.one_in(4) {
            for _ in 0..self.random.below(12) {
                end = self.text.behind(&self.text.segment(end));
            }
        }
        first.start..end
    }

    /// A run of segments once more, there or elsewhere.
    fn copy(&mut self) {
        let run = self.run();
        let to = if self.random.one_in(2) { run.end } else { self.segment().start };
        let copied = self.text.bytes()[run].to_vec();
        self.text.splice(to..to, &copied);
    }

    fn swap(&mut self) {
        let (one, other) = (self.segment(), self.segment());
        let (first, last) = if one.start < other.start { (one, other) } else { (other, one) };
        if first.end < last.start {
            let bytes = self.text.bytes();
            let swapped =
                [&bytes[last.clone()], &bytes[first.end..last.start], &bytes[first.clone()]].concat();
            self.text.splice(first.start..last.end, &swapped);
        }
    }

    /// Another segment of the same name.
    fn exchange(&mut self) {
        let found = self.segment();
        let name = (self.text.element(&found, found.start).end + 1).min(found.end);
        let other = self.vocabulary.named(&self.text.bytes()[found.start..name], &mut self.random);
        self.text.splice(found, other);
    }

    /// Another separator throughout, as another sender would use.
    fn separate(&mut self) {
        let old = self.random.choose(b"*:^").copied().unwrap_or(b'*');
        let new = self.random.choose(SEPARATORS).copied().unwrap_or(b'|');
        self.text.replace(old, new);
    }

    fn change_element(&mut self) {
        let place = self.place();
        let segment = self.text.segment(place);
        if self.random.one_in(12) {
            return self.append(&segment);
        }
        let element = self.text.element(&segment, place.min(segment.end));
        match self.random.below(10) {
            0 => self.text.splice(element, b""),
            1 => self.text.splice(element.start..segment.end, b""),
            2 => self.text.insert(element.start, self.text.separator),
            3 => {
                let end = (element.end + 1).min(segment.end);
                self.text.splice(element.start..end, b"");
            }
            4 => self.change_part(element),
            5 => self.mark(element),
            6 => self.borrow(element),
            _ => self.text.splice(element, self.vocabulary.value(&mut self.random)),
        }
    }

    /// One more element.
    fn append(&mut self, segment: &Range<usize>) {
        self.text.splice(segment.end..segment.end, self.vocabulary.value(&mut self.random));
        self.text.insert(segment.end, self.text.separator);
    }

    /// One component, or one more component or repetition.
    fn change_part(&mut self, element: Range<usize>) {
        let separator = if self.random.one_in(4) { b'^' } else { b':' };
        let found = &self.text.bytes()[element.clone()];
        let count = found.iter().filter(|&&byte| byte == separator).count() + 1;
        let wanted = self.random.below(count + 1);
        let value = self.vocabulary.value(&mut self.random);
        if wanted == count {
            self.text.splice(element.end..element.end, value);
            return self.text.insert(element.end, separator);
        }
        let before: usize =
            found.split(|&byte| byte == separator).take(wanted).map(|part| part.len() + 1).sum();
        let part = found[before..].iter().position(|&byte| byte == separator).unwrap_or(found.len() - before);
        let start = element.start + before;
        self.text.splice(start..start + part, value);
    }

    /// One character more or less.
    fn mark(&mut self, element: Range<usize>) {
        let place = element.start + self.random.below(element.len() + 1);
        if place < element.end && self.random.one_in(3) {
            self.text.splice(place..place + 1, b"");
        } else {
            let mark = self.random.choose(MARKS).copied().unwrap_or_default();
            self.text.splice(place..place, mark.as_bytes());
        }
    }

    /// An element that stands elsewhere.
    fn borrow(&mut self, element: Range<usize>) {
        let place = self.place();
        let segment = self.text.segment(place);
        let lent = self.text.element(&segment, place.min(segment.end));
        let value = self.text.bytes()[lent].to_vec();
        self.text.splice(element, &value);
    }
}
