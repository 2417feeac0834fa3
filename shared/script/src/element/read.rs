//! XML text to elements, bounded in size, depth and count, without document types and custom entities.

use quick_xml::events::attributes::Attribute as RawAttribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Attribute, Content, Element};
use crate::ScriptError;
use crate::error::Result;
use crate::text::{allowed, plain_line_ends};

pub(crate) const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_ELEMENTS: usize = 20_000;
const MAX_ATTRIBUTES: usize = 32;
/// Names and namespace addresses; both are repeated in memory, so both are short.
const MAX_NAME: usize = 128;

pub(super) fn read(xml: &str) -> Result<Element> {
    if xml.len() > MAX_BYTES {
        return Err(ScriptError::TooLarge { limit: MAX_BYTES });
    }
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}').trim_start());
    let mut growth = Growth::default();
    loop {
        let at = reader.buffer_position();
        let malformed = ScriptError::Malformed { at };
        let Ok(event) = reader.read_event() else { return Err(malformed) };
        match event {
            Event::Start(start) => growth.open(&start, malformed)?,
            Event::Empty(start) => {
                growth.open(&start, malformed.clone())?;
                growth.close(malformed)?;
            }
            Event::End(_) => growth.close(malformed)?,
            Event::Text(text) => growth.text(&text.xml10_content(), malformed)?,
            Event::CData(text) => growth.text(&text.xml10_content(), malformed)?,
            Event::GeneralRef(reference) => growth.reference(&reference, malformed)?,
            Event::DocType(_) => return Err(ScriptError::Doctype),
            Event::Decl(_) if growth.count > 0 => return Err(malformed),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return growth.finish(malformed),
        }
    }
}

/// The elements open at this point of the text, and the root once it is closed.
#[derive(Default)]
struct Growth {
    open: Vec<Open>,
    root: Option<Element>,
    count: usize,
}

struct Open {
    name: String,
    attributes: Vec<Attribute>,
    text: String,
    children: Vec<Element>,
}

impl Growth {
    fn open(&mut self, start: &BytesStart<'_>, malformed: ScriptError) -> Result<()> {
        self.count += 1;
        let name = start.name().as_ref().to_owned();
        if self.root.is_some() || !is_name(&name) {
            return Err(malformed);
        }
        if self.open.len() == MAX_DEPTH {
            return Err(ScriptError::TooDeep { path: self.path(), limit: MAX_DEPTH });
        }
        if self.count > MAX_ELEMENTS {
            return Err(ScriptError::TooMany { limit: MAX_ELEMENTS });
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let Ok(attribute) = attribute else { return Err(malformed) };
            if attributes.len() == MAX_ATTRIBUTES {
                return Err(ScriptError::TooMany { limit: MAX_ATTRIBUTES });
            }
            attributes.push(self.attribute(&attribute, &malformed)?);
        }
        self.declare_prefixes(&name, &mut attributes)?;
        self.open.push(Open { name, attributes, text: String::new(), children: Vec::new() });
        Ok(())
    }

    fn attribute(&self, raw: &RawAttribute<'_>, malformed: &ScriptError) -> Result<Attribute> {
        let name = raw.key.as_ref().to_owned();
        let Ok(value) = raw.normalized_value(XmlVersion::Implicit1_0) else {
            return Err(ScriptError::Entity { path: self.path() });
        };
        if !is_name(&name) || !value.chars().all(allowed) {
            return Err(malformed.clone());
        }
        let value = value.replace(['\t', '\n', '\r'], " ");
        Ok(Attribute { name, value })
    }

    /// An element keeps the declaration of every prefix it uses, so that it stays whole when it is kept alone.
    fn declare_prefixes(&self, name: &str, attributes: &mut Vec<Attribute>) -> Result<()> {
        let names = std::iter::once(name).chain(attributes.iter().map(|a| a.name.as_str()));
        let prefixes = names.filter_map(|name| name.split_once(':')).map(|(prefix, _)| prefix.to_owned());
        for prefix in prefixes.filter(|p| p != "xmlns" && p != "xml").collect::<Vec<_>>() {
            let declaration = format!("xmlns:{prefix}");
            if attributes.iter().any(|a| a.name == declaration) {
                continue;
            }
            let outer = self.open.iter().rev().flat_map(|open| &open.attributes);
            match outer.into_iter().find(|a| a.name == declaration && a.value.len() <= MAX_NAME) {
                Some(declared) => attributes.push(declared.clone()),
                None => return Err(ScriptError::Prefix { path: self.path() }),
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, malformed: ScriptError) -> Result<()> {
        match self.open.last_mut() {
            Some(open) if text.chars().all(allowed) => open.text.push_str(text),
            None if text.trim().is_empty() => {}
            _ => return Err(malformed),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, malformed: ScriptError) -> Result<()> {
        let character = match reference.as_ref() {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "apos" => '\'',
            "quot" => '"',
            _ => match reference.resolve_char_ref() {
                Ok(Some(character)) => character,
                _ => return Err(ScriptError::Entity { path: self.path() }),
            },
        };
        self.text(character.encode_utf8(&mut [0; 4]), malformed)
    }

    fn close(&mut self, malformed: ScriptError) -> Result<()> {
        let path = self.path();
        let Some(open) = self.open.pop() else { return Err(malformed) };
        let text = plain_line_ends(open.text.trim());
        let content = match (text.is_empty(), open.children.is_empty()) {
            (_, true) => Content::Text(text),
            (true, false) => Content::Children(open.children),
            (false, false) => return Err(ScriptError::Mixed { path }),
        };
        let element = Element { name: open.name, attributes: open.attributes, content };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn finish(self, malformed: ScriptError) -> Result<Element> {
        if self.open.is_empty() { self.root.ok_or(malformed) } else { Err(malformed) }
    }

    /// Where the reader stands, without Message itself.
    fn path(&self) -> String {
        let names: Vec<&str> = self.open.iter().map(|open| super::local(&open.name)).collect();
        match names.as_slice() {
            ["Message", inner @ ..] if !inner.is_empty() => inner.join("/"),
            all => all.join("/"),
        }
    }
}

/// A stricter rule than XML's own: what SCRIPT and its extensions use.
fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let one_prefix = name.matches(':').count() <= 1 && !name.ends_with(':');
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    starts && one_prefix && name.len() <= MAX_NAME && name.chars().all(inside)
}
