//! Reads a segment whose elements have names, in any order; empty ones may be left out.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use super::JsonError;
use super::composer::Refusal;
use super::from::Reader;
use super::lexer::Lexer;
use crate::delimiters::Delimiters;

/// Highest position of an element or component.
const MOST: usize = 1 << 20;
const KEY: Refusal = "a key begins with segment and position, such as CLP03, of a component such as SVC01-02";
const TWICE: Refusal = "this element stands twice";

/// Values by position, counted from 1.
#[derive(Default)]
struct Places(BTreeMap<usize, Vec<u8>>);

impl Places {
    fn put(&mut self, place: usize, value: Vec<u8>) -> Result<(), Refusal> {
        self.0.insert(place, value).map_or(Ok(()), |_| Err(TWICE))
    }

    /// Adds every value with `separator` after each but the last; the first position is 1.
    fn join(&self, separator: u8, into: &mut Vec<u8>) {
        let mut reached = 1;
        for (&place, value) in &self.0 {
            into.resize(into.len() + place - reached, separator);
            into.extend_from_slice(value);
            reached = place;
        }
    }
}

/// The number that `key` has after `prefix`.
fn position(key: &str, prefix: &str) -> Result<usize, Refusal> {
    let place = key.strip_prefix(prefix).ok_or(KEY)?;
    let digits = place.split(' ').next().unwrap_or_default();
    let plain = digits.len() <= 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|number| plain && (1..=MOST).contains(number));
    number.ok_or(KEY)
}

impl<R: Read, W: Write> Reader<R, W> {
    /// `{"CLP01 Patient Control Number":"7722"}`.
    pub(super) fn named(&mut self, name: &str, is_isa: bool) -> Result<(), JsonError> {
        let delimiters = self.checked(self.composer.delimiters.ok_or("no interchange has begun"))?;
        let mut elements = Places::default();
        self.body.clear();
        Lexer::object(self, |reader, key| {
            let place = reader.checked(position(key, name))?;
            if is_isa {
                reader.text([])?;
            } else if reader.lexer.token()? == Some(b'{') {
                reader.divided(delimiters, &format!("{name}{place:02}-"))?;
            } else {
                reader.composite(delimiters)?;
            }
            let value = std::mem::take(&mut reader.body);
            reader.checked(elements.put(place, value))
        })?;
        let broken = [delimiters.element, delimiters.segment];
        if name.bytes().any(|byte| broken.contains(&byte)) {
            return Err(self.lexer.fault("the name of the segment has a separator of the file"));
        }
        self.body.extend_from_slice(name.as_bytes());
        if !elements.0.is_empty() {
            self.body.push(delimiters.element);
        }
        elements.join(delimiters.element, &mut self.body);
        Ok(())
    }

    /// A composite whose components have names, or a repeated element.
    fn divided(&mut self, delimiters: Delimiters, prefix: &str) -> Result<(), JsonError> {
        let mut components = Places::default();
        let mut repeated = false;
        Lexer::object(self, |reader, key| {
            let alone = !repeated && components.0.is_empty();
            repeated |= key == "repeat";
            match key {
                "repeat" if alone => reader.repetitions(delimiters, prefix),
                _ if repeated => Err(reader.lexer.fault("`repeat` stands alone")),
                _ => reader.component(delimiters, position(key, prefix), &mut components),
            }
        })?;
        components.join(delimiters.component, &mut self.body);
        Ok(())
    }

    fn component(
        &mut self,
        delimiters: Delimiters,
        place: Result<usize, Refusal>,
        components: &mut Places,
    ) -> Result<(), JsonError> {
        let place = self.checked(place)?;
        let start = self.body.len();
        self.simple(delimiters)?;
        let value = self.body.split_off(start);
        self.checked(components.put(place, value))
    }

    fn repetitions(&mut self, delimiters: Delimiters, prefix: &str) -> Result<(), JsonError> {
        let separator = self.repetition(delimiters)?;
        Lexer::list(self, |reader, number| {
            if number > 0 {
                reader.body.push(separator);
            }
            match reader.lexer.token()? {
                Some(b'{') => reader.divided_once(delimiters, prefix),
                _ => reader.composite(delimiters),
            }
        })
    }

    /// One repetition, a composite with names.
    fn divided_once(&mut self, delimiters: Delimiters, prefix: &str) -> Result<(), JsonError> {
        let mut components = Places::default();
        Lexer::object(self, |reader, key| {
            reader.component(delimiters, position(key, prefix), &mut components)
        })?;
        components.join(delimiters.component, &mut self.body);
        Ok(())
    }
}
