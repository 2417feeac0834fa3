//! Words written otherwise: a letter missing, doubled, wrong or swapped with its neighbour.

use super::{Index, LONGEST};

/// One row of the table of distances: how far the beginning of a word is from each beginning of the asked one.
type Row = [u8; LONGEST + 1];

impl Index {
    /// Every known word that is, or begins with, something at most a few slips away from the asked one.
    pub(super) fn spelled_like(&self, asked: &str, mut hit: impl FnMut(usize, u8)) {
        let Some(most) = allowed(asked.len()) else { return };
        let mut walk = Walk::new(asked.as_bytes(), most);
        let mut place = 0;
        while place < self.vocabulary() {
            walk.back_to(usize::from(self.shared[place]));
            match walk.to(self.word(place).as_bytes()) {
                Some(distance) => hit(place, distance),
                None if walk.hopeless => place = self.last_beginning_as(place, walk.path.len()),
                None => {}
            }
            place += 1;
        }
    }

    /// The last of the words from this one on that have so many bytes in common.
    fn last_beginning_as(&self, place: usize, bytes: usize) -> usize {
        let behind = &self.shared[place + 1..];
        place + behind.iter().take_while(|shared| usize::from(**shared) >= bytes).count()
    }
}

/// How many slips a word of this length may have; short words have too many neighbours.
fn allowed(length: usize) -> Option<u8> {
    match length {
        4..8 => Some(1),
        8..=LONGEST => Some(2),
        _ => None,
    }
}

/// The words in order form a tree; the rows of what two neighbours have in common are computed once.
struct Walk<'a> {
    asked: &'a [u8],
    most: u8,
    rows: Vec<Row>,
    /// The bytes of the word the rows are of.
    path: Vec<u8>,
    /// The least distance of the whole asked word to any beginning so far, for each row.
    nearest: Vec<u8>,
    /// Nothing behind the last row can come nearer.
    hopeless: bool,
}

impl<'a> Walk<'a> {
    fn new(asked: &'a [u8], most: u8) -> Self {
        let mut row = [u8::MAX; LONGEST + 1];
        for (distance, cell) in (0..).zip(&mut row[..=asked.len()]) {
            *cell = distance;
        }
        let nearest = vec![row[asked.len()]];
        Self { asked, most, rows: vec![row], path: Vec::new(), nearest, hopeless: false }
    }

    fn back_to(&mut self, depth: usize) {
        if depth < self.path.len() {
            self.path.truncate(depth);
            self.rows.truncate(depth + 1);
            self.nearest.truncate(depth + 1);
            self.hopeless = false;
        }
    }

    fn to(&mut self, word: &[u8]) -> Option<u8> {
        for &byte in word.iter().take(LONGEST).skip(self.path.len()) {
            if self.hopeless {
                break;
            }
            self.step(byte);
        }
        self.nearest.last().copied().filter(|distance| *distance <= self.most)
    }

    /// Optimal string alignment: insertion, deletion, substitution, and two neighbours swapped.
    fn step(&mut self, byte: u8) {
        let depth = self.path.len();
        let (above, width) = (self.rows[depth], self.asked.len());
        let mut row = [u8::MAX; LONGEST + 1];
        row[0] = above[0].saturating_add(1);
        // Further aside than the slips allowed lies nothing of use.
        let aside = usize::from(self.most);
        for column in (depth + 1).saturating_sub(aside).max(1)..=width.min(depth + 1 + aside) {
            let same = self.asked[column - 1] == byte;
            let beside = above[column].min(row[column - 1]).saturating_add(1);
            row[column] = beside.min(above[column - 1].saturating_add(u8::from(!same)));
            let swapped = depth >= 1
                && column >= 2
                && self.path[depth - 1] == self.asked[column - 1]
                && self.asked[column - 2] == byte;
            if swapped {
                row[column] = row[column].min(self.rows[depth - 1][column - 2].saturating_add(1));
            }
        }
        let least = row[..=width].iter().copied().min().unwrap_or(u8::MAX);
        self.hopeless = least > self.most;
        self.nearest.push(self.nearest[depth].min(row[width]));
        self.rows.push(row);
        self.path.push(byte);
    }
}
