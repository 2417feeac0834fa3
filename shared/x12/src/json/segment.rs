//! Reads one segment of a document into its text.

use std::io::{Read, Write};

use super::JsonError;
use super::composer::Refusal;
use super::from::Reader;
use super::lexer::Lexer;
use crate::delimiters::Delimiters;

/// Largest segment, in bytes.
const MAX_SEGMENT: usize = 4 << 20;
const BREAKS: Refusal = "the text has a separator of the file: it would break it";
const BEFORE: Refusal = "a segment stands before the first interchange";

impl<R: Read, W: Write> Reader<R, W> {
    fn delimiters_in_force(&self) -> Result<Delimiters, JsonError> {
        self.checked(self.composer.delimiters.ok_or(BEFORE))
    }

    /// `["CLP","7722",["HC","99213"],{"repeat":["30","98"]}]`; of the ISA that begins an interchange no element is
    /// divided.
    pub(super) fn list(&mut self, is_isa: bool) -> Result<(), JsonError> {
        let delimiters = self.delimiters_in_force()?;
        self.body.clear();
        let mut empty = true;
        Lexer::list(self, |reader, number| {
            empty = false;
            if number == 0 || is_isa {
                if number > 0 {
                    reader.body.push(delimiters.element);
                }
                // Of ISA the widths are checked as a whole.
                return if is_isa {
                    reader.text([])
                } else {
                    reader.text([delimiters.element, delimiters.segment])
                };
            }
            reader.body.push(delimiters.element);
            reader.element(delimiters)
        })?;
        if empty { Err(self.lexer.fault("a segment has a name at least")) } else { Ok(()) }
    }

    /// A text that goes into the segment, and has none of these separators.
    pub(super) fn text<const N: usize>(&mut self, separators: [u8; N]) -> Result<(), JsonError> {
        let start = self.body.len();
        self.lexer.string(&mut self.body)?;
        if self.body.len() > MAX_SEGMENT {
            return Err(self.lexer.fault("a segment is longer than 4 MB"));
        }
        // Without a way out in the middle, so that many bytes are compared at once.
        let breaks = self.body[start..].iter().fold(false, |any, byte| any | separators.contains(byte));
        self.checked(if breaks { Err(BREAKS) } else { Ok(()) })
    }

    pub(super) fn simple(&mut self, delimiters: Delimiters) -> Result<(), JsonError> {
        let Delimiters { element, repetition, component, segment } = delimiters;
        self.text([element, component, segment, repetition.unwrap_or(segment)])
    }

    pub(super) fn repetition(&self, delimiters: Delimiters) -> Result<u8, JsonError> {
        self.checked(delimiters.repetition.ok_or("ISA11 of this file is no separator: nothing repeats"))
    }

    fn element(&mut self, delimiters: Delimiters) -> Result<(), JsonError> {
        match self.lexer.token()? {
            Some(b'{') => self.repeated(delimiters),
            _ => self.composite(delimiters),
        }
    }

    fn repeated(&mut self, delimiters: Delimiters) -> Result<(), JsonError> {
        let separator = self.repetition(delimiters)?;
        let mut found = false;
        Lexer::object(self, |reader, key| {
            if key != "repeat" || std::mem::replace(&mut found, true) {
                return Err(reader.lexer.fault("an element is text, a list of components, or has `repeat`"));
            }
            Lexer::list(reader, |reader, number| {
                if number > 0 {
                    reader.body.push(separator);
                }
                reader.composite(delimiters)
            })
        })?;
        if found { Ok(()) } else { Err(self.lexer.fault("`repeat` is missing")) }
    }

    /// Text, or a list of components.
    pub(super) fn composite(&mut self, delimiters: Delimiters) -> Result<(), JsonError> {
        if self.lexer.token()? != Some(b'[') {
            return self.simple(delimiters);
        }
        Lexer::list(self, |reader, number| {
            if number > 0 {
                reader.body.push(delimiters.component);
            }
            reader.simple(delimiters)
        })
    }
}
