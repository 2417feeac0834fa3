//! A base file taken apart into segments, changed, and put together again.

/// Delimiters of the base files: element, component, repetition, terminator.
const BASE: [u8; 4] = *b"*:^~";

/// Segments without terminators, in the delimiters of the base files, and how they are to be written.
#[derive(Clone)]
pub struct Document {
    pub segments: Vec<Vec<u8>>,
    pub delimiters: [u8; 4],
    pub line_break: Vec<u8>,
    /// The bytes, once something was done to them that is no longer about segments.
    pub bytes: Option<Vec<u8>>,
}

impl Document {
    /// Of a base file: one segment a line.
    pub fn read(text: &str) -> Self {
        let segments = text.lines().map(|line| line.trim_end_matches('~').as_bytes().to_vec()).collect();
        Self { segments, delimiters: BASE, line_break: b"\n".to_vec(), bytes: None }
    }

    /// The segments before `end`, as they are sent.
    pub fn render(&self, end: usize) -> Vec<u8> {
        let translate = |byte: &u8| match BASE.iter().position(|base| base == byte) {
            Some(place) => self.delimiters[place],
            None => *byte,
        };
        let mut bytes = Vec::new();
        for segment in self.segments.iter().take(end) {
            bytes.extend(segment.iter().map(translate));
            bytes.push(self.delimiters[3]);
            bytes.extend_from_slice(&self.line_break);
        }
        bytes
    }

    /// The whole file, to be changed byte by byte.
    pub fn bytes_mut(&mut self) -> &mut Vec<u8> {
        let rendered = self.render(self.segments.len());
        self.bytes.get_or_insert(rendered)
    }

    pub fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(self.bytes_mut())
    }

    /// The segment an address names: the start of the segment, and with `#2` the second such one. A name
    /// without an element is a whole segment id.
    pub fn find(&self, address: &str) -> Result<usize, String> {
        let (start, count) = address.split_once('#').unwrap_or((address, "1"));
        let count: usize = count.parse().map_err(|_| format!("{address} counts with no number"))?;
        let start = start.as_bytes();
        let matches = |segment: &Vec<u8>| match start.contains(&b'*') {
            true => segment.starts_with(start),
            false => segment.split(|byte| *byte == b'*').next() == Some(start),
        };
        let mut found = (0..self.segments.len()).filter(|index| matches(&self.segments[*index]));
        found.nth(count.wrapping_sub(1)).ok_or_else(|| format!("there is no {address}"))
    }

    /// The segments of `A` or `A..B`.
    pub fn range(&self, addresses: &str) -> Result<std::ops::Range<usize>, String> {
        let (first, last) = addresses.split_once("..").unwrap_or((addresses, addresses));
        let (first, last) = (self.find(first)?, self.find(last)?);
        if last < first { Err(format!("{addresses} runs backwards")) } else { Ok(first..last + 1) }
    }

    /// Element `n` of a segment; 0 is its id.
    pub fn element(&self, segment: usize, n: usize) -> &[u8] {
        self.segments[segment].split(|byte| *byte == b'*').nth(n).unwrap_or_default()
    }

    /// Component 0 is the whole element.
    pub fn set(&mut self, segment: usize, n: usize, component: usize, value: &[u8]) {
        let mut elements = parts(&self.segments[segment], b'*', n + 1);
        if component == 0 {
            elements[n] = value.to_vec();
        } else {
            let mut components = parts(&elements[n], b':', component);
            components[component - 1] = value.to_vec();
            elements[n] = joined(&components, b':');
        }
        self.segments[segment] = joined(&elements, b'*');
    }

    /// SE01 of every transaction set.
    pub fn recount(&mut self) {
        let mut first = None;
        for index in 0..self.segments.len() {
            match self.element(index, 0) {
                b"ST" => first = Some(index),
                b"SE" => {
                    if let Some(first) = first.take() {
                        self.set(index, 1, 0, (index - first + 1).to_string().as_bytes());
                    }
                }
                _ => {}
            }
        }
    }
}

/// At least `least` of them, and none empty at the end beyond.
fn parts(text: &[u8], separator: u8, least: usize) -> Vec<Vec<u8>> {
    let mut parts: Vec<Vec<u8>> = text.split(|byte| *byte == separator).map(<[u8]>::to_vec).collect();
    parts.resize(parts.len().max(least), Vec::new());
    parts
}

fn joined(parts: &[Vec<u8>], separator: u8) -> Vec<u8> {
    let used = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
    parts[..used].join(&separator)
}
