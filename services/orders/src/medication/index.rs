//! An index of things by the words they are known by, made to be asked at every keystroke.

mod spelling;

use super::words::{is_number, words};
use std::collections::BTreeMap;

/// How much a word says about a thing; the numbers are kept in the postings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The first word of a name.
    Leading = 0,
    /// Another word of a name.
    Name = 1,
    /// Strength, form, route.
    Detail = 2,
}

/// How far a question was stretched before anything was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Every word asked for is a word, or the beginning of one.
    Words,
    /// Some stand inside a word.
    Parts,
    /// Some are written otherwise.
    Spelling,
}

/// A place in the order of answers: how well it fits, then the order the things were given in.
pub type Place = u128;

const NOT_FOUND: u8 = u8::MAX;
/// Longer words and further words of a question are not looked at.
const LONGEST: usize = 32;
const MOST_WORDS: usize = 8;
/// How long a part of a word is when people ask by it: `olol`, `statin`, `thiazide`.
const PARTS: std::ops::RangeInclusive<usize> = 3..=8;

/// Words in order, each with the things it is a word of.
pub struct Index {
    /// Every word, in order, with a line end behind it.
    text: String,
    /// Where each word begins in the text, and the end of the last.
    begins: Vec<u32>,
    /// How many bytes each word has in common with the one before it.
    shared: Vec<u8>,
    /// Where each word's postings begin, and the end of the last.
    first: Vec<u32>,
    /// The thing's number and, in the last two bits, the weight of the word.
    postings: Vec<u32>,
    things: usize,
}

impl Index {
    /// Things are numbered in the order they come.
    pub fn of(things: impl Iterator<Item = Vec<(Weight, String)>>) -> Self {
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut number = 0_u32;
        for known in things {
            for (weight, word) in known {
                by_word.entry(word).or_default().push((number << 2) | weight as u32);
            }
            number += 1;
        }
        let mut index = Self::empty(number);
        let mut before = String::new();
        for (word, mut postings) in by_word {
            postings.sort_unstable();
            postings.dedup_by_key(|posting| *posting >> 2);
            index.push(&before, &word, &postings);
            before = word;
        }
        index
    }

    fn empty(things: u32) -> Self {
        let things = usize::try_from(things).unwrap_or_default();
        Self {
            text: String::new(),
            begins: vec![0],
            shared: Vec::new(),
            first: vec![0],
            postings: Vec::new(),
            things,
        }
    }

    fn push(&mut self, before: &str, word: &str, postings: &[u32]) {
        let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        self.shared.push(u8::try_from(shared).unwrap_or(u8::MAX));
        self.text.push_str(word);
        self.text.push('\n');
        self.begins.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.postings.extend_from_slice(postings);
        self.first.push(u32::try_from(self.postings.len()).unwrap_or(u32::MAX));
    }

    /// Bytes it takes.
    pub fn size(&self) -> usize {
        let numbers = self.begins.len() + self.first.len() + self.postings.len();
        self.text.len() + self.shared.len() + 4 * numbers
    }

    pub fn vocabulary(&self) -> usize {
        self.shared.len()
    }

    /// The first things behind a place, best first, and how far the question was stretched for them.
    ///
    /// Each word is taken as it stands if anything begins with it, else as a part, else as misspelt; when no thing fits all
    /// of them so, any word may be misspelt. A question without words finds everything.
    pub fn search(&self, question: &str, after: Option<Place>, most: usize) -> (Reach, Vec<(Place, usize)>) {
        let mut asked: Vec<String> = words(question).into_iter().take(MOST_WORDS).map(plain).collect();
        // What is long is rare: it leaves the least to be looked at for the others.
        asked.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let (mut reach, mut left) = self.fitting(&asked, Reach::Words);
        if left.numbers.is_empty() {
            (reach, left) = self.fitting(&asked, Reach::Spelling);
        }
        (reach, left.best(after, most))
    }

    fn fitting(&self, asked: &[String], least: Reach) -> (Reach, Left) {
        let (mut reach, mut left) = (least, Left::everything(self.things));
        for word in asked {
            let (stretched, meant) = self.meant(word, least);
            reach = reach.max(stretched);
            left.keep(self, &meant);
            if left.numbers.is_empty() {
                break;
            }
        }
        (reach, left)
    }

    /// The known words an asked one can mean, each with what it costs; stretched at least so far, or as far as needed.
    fn meant(&self, word: &str, least: Reach) -> (Reach, Vec<(usize, u8)>) {
        let cost = |place: usize| u8::from(self.word(place).len() > word.len());
        let mut meant: Vec<_> = self.beginning_with(word).map(|place| (place, cost(place))).collect();
        let enough = |reach: Reach, meant: &[(usize, u8)]| least <= reach && !meant.is_empty();
        if is_number(word) || enough(Reach::Words, &meant) {
            return (Reach::Words, meant);
        }
        if PARTS.contains(&word.len()) {
            meant.extend(self.containing(word).map(|place| (place, 4)));
        }
        if enough(Reach::Parts, &meant) {
            return (Reach::Parts, meant);
        }
        self.spelled_like(word, |place, distance| meant.push((place, 5 + 2 * distance)));
        (Reach::Spelling, meant)
    }

    fn postings(&self, place: usize) -> &[u32] {
        &self.postings[self.first[place] as usize..self.first[place + 1] as usize]
    }

    fn word(&self, place: usize) -> &str {
        &self.text[self.begins[place] as usize..self.begins[place + 1] as usize - 1]
    }

    fn beginning_with(&self, word: &str) -> std::ops::Range<usize> {
        let from = self.first_from(0, |known| known < word);
        let to = self.first_from(from, |known| known.starts_with(word));
        from..to
    }

    /// The first word at or behind a place that is not `before` any more.
    fn first_from(&self, place: usize, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (place, self.vocabulary());
        while low < high {
            let middle = low.midpoint(high);
            if before(self.word(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn containing<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let hits = self.text.match_indices(word);
        hits.map(|(at, _)| self.begins.partition_point(|begin| *begin as usize <= at) - 1)
    }
}

/// A word of a question as the index writes it.
fn plain(word: String) -> String {
    match word.as_str() {
        "tabs" | "tablets" => "tablet".to_owned(),
        "caps" | "capsules" => "capsule".to_owned(),
        "soln" => "solution".to_owned(),
        "ug" | "µg" => "mcg".to_owned(),
        "units" | "iu" => "unit".to_owned(),
        _ => word.chars().take(LONGEST).collect(),
    }
}

/// The things that fit every word so far, in their order, and how well; the lower the better.
struct Left {
    numbers: Vec<u32>,
    ranks: Vec<u8>,
    /// One rank for each thing there is, to mark them in.
    marks: Vec<u8>,
}

impl Left {
    fn everything(things: usize) -> Self {
        let numbers: Vec<u32> = (0..u32::try_from(things).unwrap_or(u32::MAX)).collect();
        Self { ranks: vec![0; things], numbers, marks: vec![NOT_FOUND; things] }
    }

    /// Keeps what one of the meant words stands for.
    fn keep(&mut self, index: &Index, meant: &[(usize, u8)]) {
        self.marks.fill(NOT_FOUND);
        for (place, cost) in meant {
            self.mark(index.postings(*place), *cost);
        }
        let mut kept = 0;
        for at in 0..self.numbers.len() {
            let number = self.numbers[at];
            let rank = self.marks[number as usize];
            if rank != NOT_FOUND {
                self.numbers[kept] = number;
                self.ranks[kept] = (self.ranks[at] + rank).min(NOT_FOUND - 1);
                kept += 1;
            }
        }
        self.numbers.truncate(kept);
        self.ranks.truncate(kept);
    }

    /// Few things are looked up one by one, many are met on the way through.
    fn mark(&mut self, postings: &[u32], cost: u8) {
        if self.is_few_beside(postings) {
            for number in &self.numbers {
                let found = postings.binary_search_by_key(number, |posting| posting >> 2);
                if let Ok(at) = found {
                    lower(&mut self.marks, postings[at], cost);
                }
            }
            return;
        }
        for posting in postings {
            lower(&mut self.marks, *posting, cost);
        }
    }

    fn is_few_beside(&self, postings: &[u32]) -> bool {
        self.numbers.len().saturating_mul(16) < postings.len()
    }

    fn best(&self, after: Option<Place>, most: usize) -> Vec<(Place, usize)> {
        let mut present = [false; 256];
        self.ranks.iter().for_each(|rank| present[usize::from(*rank)] = true);
        let mut found = Vec::new();
        for rank in (0..NOT_FOUND).filter(|rank| present[usize::from(*rank)]) {
            let of_rank = self.numbers.iter().zip(&self.ranks).filter(|(_, other)| **other == rank);
            let placed = of_rank.map(|(number, _)| (place(rank, *number), *number as usize));
            let next = placed.filter(|(place, _)| after.is_none_or(|after| *place > after));
            found.extend(next.take(most - found.len()));
            if found.len() == most {
                break;
            }
        }
        found
    }
}

/// A name that begins with the word is better than one that has it further back.
fn lower(marks: &mut [u8], posting: u32, cost: u8) {
    let further_back = u8::from(posting & 3 == Weight::Name as u32);
    let mark = &mut marks[(posting >> 2) as usize];
    *mark = (*mark).min(cost + further_back);
}

fn place(rank: u8, number: u32) -> Place {
    (u128::from(rank) << 64) | u128::from(number)
}

#[cfg(test)]
mod tests;
