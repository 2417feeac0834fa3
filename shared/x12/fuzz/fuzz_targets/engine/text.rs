//! A text in place, as segments and elements, so that it can be changed by them without taking memory.

use std::ops::Range;

/// The bytes of an input; there is room behind them up to `most`.
pub struct Text<'a> {
    data: &'a mut [u8],
    length: usize,
    most: usize,
    /// Ends segments.
    pub end: u8,
    /// Stands between elements.
    pub separator: u8,
}

impl<'a> Text<'a> {
    /// Whole files say their separators in ISA, which the byte that says how a stream is cut may precede; others have
    /// line breaks and `separator`.
    pub fn of(data: &'a mut [u8], length: usize, most: usize, separator: u8) -> Self {
        let most = most.min(data.len());
        let found = &data[..length];
        let isa = (0..2).find(|&start| found.get(start..).is_some_and(|file| file.starts_with(b"ISA")));
        let says = |place: usize| isa.and_then(|start| found.get(start + place)).copied();
        let (end, separator) = (says(105).unwrap_or(b'\n'), says(3).unwrap_or(separator));
        Self { length, most, end, separator, data }
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn bytes(&self) -> &[u8] {
        &self.data[..self.length]
    }

    /// The segment around a place, without its end.
    pub fn segment(&self, place: usize) -> Range<usize> {
        around(self.bytes(), place, self.end)
    }

    /// The element of `segment` that a place is in: a separator belongs to the element behind it.
    pub fn element(&self, segment: &Range<usize>, place: usize) -> Range<usize> {
        let within = &self.bytes()[segment.clone()];
        let mut place = place - segment.start;
        if within.get(place) == Some(&self.separator) {
            place += 1;
        }
        let element = around(within, place, self.separator);
        segment.start + element.start..segment.start + element.end
    }

    /// Behind the end of a segment.
    pub fn behind(&self, segment: &Range<usize>) -> usize {
        (segment.end + 1).min(self.length)
    }

    /// Another text in place of a range; nothing changes where that would be too long.
    pub fn splice(&mut self, range: Range<usize>, with: &[u8]) {
        let length = self.length - range.len() + with.len();
        if length <= self.most {
            self.data.copy_within(range.end..self.length, range.start + with.len());
            self.data[range.start..range.start + with.len()].copy_from_slice(with);
            self.length = length;
        }
    }

    pub fn insert(&mut self, at: usize, byte: u8) {
        self.splice(at..at, &[byte]);
    }

    /// Another byte everywhere.
    pub fn replace(&mut self, old: u8, new: u8) {
        self.data[..self.length].iter_mut().filter(|byte| **byte == old).for_each(|byte| *byte = new);
    }

    /// Numbers the HL segments and lets each name its parent, as a sender would.
    pub fn number_levels(&mut self) {
        let mut last = [0_u8; 8];
        let (mut count, mut at) = (0_u8, 0);
        while at < self.length && count < 99 {
            let segment = self.segment(at);
            if self.bytes()[segment.clone()].starts_with(b"HL*") {
                count += 1;
                let depth = self.depth(&segment);
                let parent = last[..depth].iter().rev().find(|&&number| number != 0);
                self.number(&segment, count, parent.copied());
                last[depth] = count;
                last[depth + 1..].fill(0);
            }
            at = self.segment(at).end + 1;
        }
    }

    /// HL01 and HL02.
    fn number(&mut self, hl: &Range<usize>, number: u8, parent: Option<u8>) {
        let mut digits = [0_u8; 6];
        let mut length = 0;
        for number in [Some(number), parent] {
            for digit in
                number.iter().flat_map(|number| [number / 10, number % 10]).skip_while(|&one| one == 0)
            {
                digits[length] = b'0' + digit;
                length += 1;
            }
            digits[length] = b'*';
            length += 1;
        }
        let (start, mut end) = (hl.start + 3, hl.start + 3);
        for _ in 0..2 {
            end = (self.element(hl, end.min(hl.end)).end + 1).min(hl.end);
        }
        self.splice(start..end, &digits[..length]);
    }

    /// How deep HL03 stands.
    fn depth(&self, hl: &Range<usize>) -> usize {
        let level = self.bytes()[hl.clone()].split(|&byte| byte == self.separator).nth(3).unwrap_or_default();
        match level {
            b"20" => 0,
            b"21" => 1,
            b"19" => 2,
            b"22" | b"PT" => 3,
            b"23" => 4,
            b"EV" => 5,
            _ => 6,
        }
    }
}

/// The part of `bytes` around a place that has no `mark`.
fn around(bytes: &[u8], place: usize, mark: u8) -> Range<usize> {
    let place = place.min(bytes.len());
    let start = bytes[..place].iter().rposition(|&byte| byte == mark).map_or(0, |at| at + 1);
    let end = bytes[place..].iter().position(|&byte| byte == mark).map_or(bytes.len(), |at| place + at);
    start..end
}
