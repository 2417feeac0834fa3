//! Reads the JSON of a file and writes the file, item by item.

use std::io::{Read, Write};

use super::JsonError;
use super::composer::{Composer, Encoding, Refusal, is_end};
use super::lexer::{Lexer, MAX_DEPTH};
use crate::delimiters::Delimiters;

pub(super) fn read<R: Read, W: Write>(source: R, target: W) -> Result<(), JsonError> {
    let lexer = Lexer::new(source);
    let mut reader = Reader { lexer, composer: Composer::new(target), depth: 0, body: Vec::new() };
    reader.document()
}

pub(super) struct Reader<R, W> {
    pub(super) lexer: Lexer<R>,
    pub(super) composer: Composer<W>,
    depth: usize,
    /// The segment at hand.
    pub(super) body: Vec<u8>,
}

impl<R, W> AsMut<Lexer<R>> for Reader<R, W> {
    fn as_mut(&mut self) -> &mut Lexer<R> {
        &mut self.lexer
    }
}

/// What an object has said so far.
#[derive(Default)]
struct Item {
    is_interchange: bool,
    delimiters: Option<Delimiters>,
    segment_end: Option<String>,
    encoding: Option<Encoding>,
    /// It was an interchange, group, transaction set or loop.
    is_nest: bool,
    is_segment: bool,
    raw: Option<String>,
    end: Option<String>,
    /// Name of a segment whose elements have names.
    name: Option<String>,
}

impl<R: Read, W: Write> Reader<R, W> {
    fn document(&mut self) -> Result<(), JsonError> {
        self.lexer.skip_mark()?;
        let (mut version, mut content) = (false, false);
        Lexer::object(self, |reader, key| {
            match key {
                "x12" if reader.lexer.word()? == "1" => version = true,
                "x12" => return Err(reader.lexer.fault("this version of the shape is not known")),
                "content" if version && !content => {
                    content = true;
                    reader.content(false)?;
                }
                "content" => return Err(reader.lexer.fault("`x12` stands before one `content`")),
                _ => return Err(reader.unknown()),
            }
            Ok(())
        })?;
        if !content {
            return Err(self.lexer.fault("a document has `x12` and `content`, as to-json writes them"));
        }
        if self.lexer.token()?.is_some() {
            return Err(self.lexer.fault("something follows the document"));
        }
        Ok(self.composer.finish()?)
    }

    #[cold]
    fn unknown(&self) -> JsonError {
        self.lexer.fault("there is no such key here")
    }

    pub(super) fn checked<T>(&self, result: Result<T, Refusal>) -> Result<T, JsonError> {
        result.map_err(|refusal| self.lexer.fault(refusal))
    }

    /// Items; the first of an interchange is its ISA.
    fn content(&mut self, is_interchange: bool) -> Result<(), JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(self.lexer.fault("nested too deep"));
        }
        self.depth += 1;
        let mut items = 0;
        Lexer::list(self, |reader, number| {
            items = number + 1;
            reader.item(is_interchange && number == 0)
        })?;
        self.depth -= 1;
        if is_interchange && items == 0 {
            return Err(self.lexer.fault("an interchange begins with ISA"));
        }
        Ok(())
    }

    fn item(&mut self, is_isa: bool) -> Result<(), JsonError> {
        if self.lexer.token()? == Some(b'[') {
            self.list(is_isa)?;
            self.put_segment(&Item::default(), is_isa)?;
            return Ok(self.composer.save()?);
        }
        let mut item = Item::default();
        Lexer::object(self, |reader, key| reader.member(&mut item, key, is_isa))?;
        let parts = [item.is_nest, item.is_segment, item.raw.is_some()];
        if parts.into_iter().filter(|&part| part).count() != 1 {
            return Err(self.lexer.fault("an item has one of `content`, `segment` and `raw`"));
        }
        if item.is_segment {
            self.put_segment(&item, is_isa)?;
        } else if is_isa {
            return Err(self.lexer.fault("an interchange begins with ISA"));
        }
        if let Some(raw) = &item.raw {
            let written = self.composer.raw(raw.as_bytes(), item.encoding);
            self.checked(written)?;
        }
        Ok(self.composer.save()?)
    }

    fn put_segment(&mut self, item: &Item, is_isa: bool) -> Result<(), JsonError> {
        let Self { composer, body, .. } = self;
        let end = item.end.as_ref().map(String::as_bytes);
        let written =
            if is_isa { composer.isa(body, end) } else { composer.segment(body, end, item.encoding) };
        self.checked(written)
    }

    fn member(&mut self, item: &mut Item, key: &str, is_isa: bool) -> Result<(), JsonError> {
        match key {
            "interchange" => {
                item.is_interchange = true;
                self.skip()?;
            }
            "loop" | "name" | "control" | "group" | "version" | "transaction_set" | "guide" => self.skip()?,
            "delimiters" => item.delimiters = Some(self.delimiters()?),
            "segment_end" => item.segment_end = Some(self.lexer.owned_string()?),
            "encoding" => {
                let name = self.lexer.owned_string()?;
                item.encoding = Some(self.checked(Encoding::named(&name).ok_or("utf-8 or latin1"))?);
            }
            "content" => {
                item.is_nest = true;
                self.begin(item)?;
                self.content(item.is_interchange)?;
            }
            "raw" => item.raw = Some(self.lexer.owned_string()?),
            "end" => item.end = Some(self.lexer.owned_string()?),
            "segment" if self.lexer.token()? == Some(b'[') => {
                item.is_segment = true;
                self.list(is_isa)?;
            }
            "segment" => item.name = Some(self.lexer.owned_string()?),
            "elements" => {
                item.is_segment = true;
                let name = item.name.as_deref().ok_or("`segment` stands before `elements`");
                let name = self.checked(name)?;
                self.named(name, is_isa)?;
            }
            _ => return Err(self.unknown()),
        }
        Ok(())
    }

    /// A value that does not count.
    fn skip(&mut self) -> Result<(), JsonError> {
        if self.lexer.token()? == Some(b'"') {
            self.body.clear();
            return self.lexer.string(&mut self.body);
        }
        self.lexer.word().map(|_| ())
    }

    /// The content of an interchange begins: what it said holds from here on.
    fn begin(&mut self, item: &mut Item) -> Result<(), JsonError> {
        if !item.is_interchange {
            return Ok(());
        }
        let (Some(delimiters), Some(end)) = (item.delimiters, item.segment_end.take()) else {
            return Err(self.lexer.fault("`delimiters` and `segment_end` stand before `content`"));
        };
        let ended = self.checked(is_end(end.as_bytes(), delimiters.segment))?;
        if !ended {
            return Err(self.lexer.fault("`segment_end` has no terminator"));
        }
        self.composer.delimiters = Some(delimiters);
        self.composer.habit = end.into_bytes();
        self.composer.encoding = item.encoding.unwrap_or(Encoding::Utf8);
        Ok(())
    }

    fn delimiters(&mut self) -> Result<Delimiters, JsonError> {
        let (mut found, mut repetition) = ([None; 3], None);
        Lexer::object(self, |reader, key| {
            let byte = reader.separator()?;
            match key {
                "element" => found[0] = byte,
                "component" => found[1] = byte,
                "segment" => found[2] = byte,
                "repetition" => repetition = byte,
                _ => return Err(reader.unknown()),
            }
            Ok(())
        })?;
        match found {
            [Some(element), Some(component), Some(segment)] => {
                Ok(Delimiters { element, repetition, component, segment })
            }
            _ => Err(self.lexer.fault("element, component and segment separators are needed")),
        }
    }

    fn separator(&mut self) -> Result<Option<u8>, JsonError> {
        if self.lexer.token()? != Some(b'"') {
            return if self.lexer.word()? == "null" {
                Ok(None)
            } else {
                Err(self.lexer.fault("text or null"))
            };
        }
        match *self.lexer.owned_string()?.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() => Ok(Some(byte)),
            _ => Err(self.lexer.fault("a separator is one ASCII character, no letter and no digit")),
        }
    }
}
