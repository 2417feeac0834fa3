//! Changes by segment, element and component, so that what comes out is still nearly a transaction set.

use std::sync::OnceLock;

use super::random::Random;
use super::text::{Text, segment};
use super::vocabulary::Vocabulary;

const MARKS: &[&str] = &[" ", ":", "^", "-", ".", "0", "9", "*", "~", "\r", "\u{e9}", "\u{1f}"];

/// Changes the first `size` bytes of `data` and gives their new number, at most `most`.
pub fn mutate(name: &str, data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    let vocabulary = VOCABULARY.get_or_init(|| Vocabulary::of(name));
    let mut random = Random::new(seed);
    if vocabulary.segments.is_empty() || random.one_in(6) {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let mut mutator = Mutator { text: Text::of(&data[..size]), vocabulary, random };
    for _ in 0..=mutator.random.below(4) {
        mutator.change();
    }
    if !mutator.random.one_in(8) {
        mutator.text.number_levels();
    }
    let bytes = mutator.text.to_bytes();
    let length = bytes.len().min(most);
    data[..length].copy_from_slice(&bytes[..length]);
    length
}

struct Mutator<'a> {
    text: Text,
    vocabulary: &'a Vocabulary,
    random: Random,
}

impl Mutator<'_> {
    fn change(&mut self) {
        let count = self.text.segments.len();
        let at = self.random.below(count);
        if count == 0 {
            return self.insert(0);
        }
        match self.random.below(16) {
            0 | 1 => self.insert(at),
            2 => drop(self.text.segments.remove(at)),
            3 => self.copy(at),
            4 => {
                let other = self.random.below(count);
                self.text.segments.swap(at, other);
            }
            5 => self.exchange(at),
            6 if self.random.one_in(8) => self.separate(),
            _ => self.change_element(at),
        }
    }

    /// A segment of the seeds, at `at` or behind it.
    fn insert(&mut self, at: usize) {
        if let Some(line) = self.random.choose(&self.vocabulary.segments) {
            let at = (at + self.random.below(2)).min(self.text.segments.len());
            self.text.segments.insert(at, segment(line));
        }
    }

    /// Another separator throughout, as another sender would use.
    fn separate(&mut self) {
        let old = self.random.choose(&['*', ':', '^']).copied().unwrap_or('*');
        let new =
            self.random.choose(&['|', '>', '\u{1d}', '\t', '\r', '\0', '^', '*']).copied().unwrap_or('|');
        for element in self.text.segments.iter_mut().flatten() {
            *element = element.replace(old, &new.to_string());
        }
        if old == '*' {
            let joined = |segment: &mut Vec<String>| *segment = vec![segment.join(&new.to_string())];
            self.text.segments.iter_mut().for_each(joined);
        }
    }

    /// A run of segments once more, there or elsewhere.
    fn copy(&mut self, at: usize) {
        let count = self.text.segments.len();
        let length = (1 + self.random.below(12)).min(count - at);
        let run = self.text.segments[at..at + length].to_vec();
        let to = if self.random.one_in(2) { at + length } else { self.random.below(count) };
        self.text.segments.splice(to..to, run);
    }

    /// Another segment of the same name.
    fn exchange(&mut self, at: usize) {
        let name = &self.text.segments[at][0];
        let named = |line: &&String| line.split('*').next() == Some(name);
        let same: Vec<&String> = self.vocabulary.segments.iter().filter(named).collect();
        if let Some(line) = self.random.choose(&same) {
            self.text.segments[at] = segment(line);
        }
    }

    fn change_element(&mut self, at: usize) {
        let elements = &mut self.text.segments[at];
        let n = (1 + self.random.below(elements.len())).min(elements.len());
        if n == elements.len() {
            elements.push(String::new());
        }
        match self.random.below(10) {
            0 => elements[n].clear(),
            1 => elements.truncate(n),
            2 => elements.insert(n, String::new()),
            3 => drop(elements.remove(n)),
            4 => self.change_part(at, n),
            5 => self.mark(at, n),
            6 => self.borrow(at, n),
            _ => self.text.segments[at][n] = self.value(),
        }
    }

    fn value(&mut self) -> String {
        self.random.choose(&self.vocabulary.values).cloned().unwrap_or_default()
    }

    /// One component, or one more component or repetition.
    fn change_part(&mut self, at: usize, n: usize) {
        let separator = if self.random.one_in(4) { '^' } else { ':' };
        let value = self.value();
        let element = &mut self.text.segments[at][n];
        let mut parts: Vec<String> = element.split(separator).map(str::to_owned).collect();
        let m = self.random.below(parts.len() + 1);
        match parts.get_mut(m) {
            Some(part) => *part = value,
            None => parts.push(value),
        }
        *element = parts.join(&separator.to_string());
    }

    /// One character more or less.
    fn mark(&mut self, at: usize, n: usize) {
        let mark = self.random.choose(MARKS).copied().unwrap_or_default();
        let element = &mut self.text.segments[at][n];
        let places: Vec<usize> =
            element.char_indices().map(|(place, _)| place).chain([element.len()]).collect();
        let place = self.random.choose(&places).copied().unwrap_or_default();
        if place < element.len() && self.random.one_in(3) {
            element.remove(place);
        } else {
            element.insert_str(place, mark);
        }
    }

    /// The element another segment has at that place.
    fn borrow(&mut self, at: usize, n: usize) {
        let lender = self.random.below(self.text.segments.len());
        if let Some(value) = self.text.segments[lender].get(n).cloned() {
            self.text.segments[at][n] = value;
        }
    }
}
