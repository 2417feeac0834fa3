//! One XML element with its content: what the reader builds, the writer emits, and unknown parts are kept as.

mod order;
mod read;
mod write;

use std::fmt;

use crate::ScriptError;
use crate::fields::Part;

pub(crate) use order::arrange;
pub(crate) use read::MAX_BYTES;

/// Well-formed by construction: it only comes from XML or from this crate's types.
#[derive(Clone, PartialEq, Eq)]
pub struct Element {
    name: String,
    attributes: Vec<Attribute>,
    content: Content,
}

#[derive(Clone, PartialEq, Eq)]
struct Attribute {
    name: String,
    value: String,
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Text(String),
    Children(Vec<Element>),
}

impl Element {
    /// Reads one XML document under the same bounds as a message.
    pub fn parse(xml: &str) -> Result<Self, ScriptError> {
        read::read(xml)
    }

    /// The name without its namespace prefix.
    pub fn name(&self) -> &str {
        local(&self.name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| local(&a.name) == name && !a.declares_namespace());
        found.map(|a| a.value.as_str())
    }

    /// The text of a leaf; empty when the element holds elements.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Children(_) => "",
        }
    }

    pub fn children(&self) -> &[Element] {
        match &self.content {
            Content::Text(_) => &[],
            Content::Children(children) => children,
        }
    }

    pub fn to_xml(&self) -> String {
        let mut xml = String::new();
        write::write(self, &mut xml);
        xml
    }

    pub(crate) fn into_children(self) -> Vec<Element> {
        match self.content {
            Content::Text(_) => Vec::new(),
            Content::Children(children) => children,
        }
    }

    /// Neither text nor elements.
    pub(crate) fn is_blank(&self) -> bool {
        self.text().is_empty() && self.children().is_empty()
    }

    pub(crate) fn branch(name: &str) -> Self {
        Self::holding(name, Vec::new())
    }

    pub(crate) fn holding(name: &str, children: Vec<Element>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), content: Content::Children(children) }
    }

    fn leaf(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), content: Content::Text(text) }
    }

    pub(crate) fn with_attribute(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.attributes.push(Attribute { name: name.to_owned(), value: value.to_string() });
        self
    }

    pub(crate) fn with_text(self, text: impl fmt::Display) -> Self {
        Self { content: Content::Text(text.to_string()), ..self }
    }

    pub(crate) fn push(&mut self, child: Element) {
        match &mut self.content {
            Content::Children(children) => children.push(child),
            Content::Text(_) => self.content = Content::Children(vec![child]),
        }
    }

    pub(crate) fn must(&mut self, name: &str, value: &impl fmt::Display) {
        self.push(Self::leaf(name, value.to_string()));
    }

    pub(crate) fn put(&mut self, name: &str, value: &Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.must(name, value);
        }
    }

    /// Adds an element only when something was put into it.
    pub(crate) fn nest(&mut self, name: &str, build: impl FnOnce(&mut Element)) {
        let mut child = Self::branch(name);
        build(&mut child);
        child.arranged();
        if !child.children().is_empty() {
            self.push(child);
        }
    }

    pub(crate) fn of_part<T: Part>(name: &str, part: &T) -> Self {
        let mut element = Self::branch(name);
        part.write(&mut element);
        element.arranged();
        element
    }

    pub(crate) fn part<T: Part>(&mut self, name: &str, part: &T) {
        self.push(Self::of_part(name, part));
    }

    pub(crate) fn parts<'a, T: Part + 'a>(&mut self, name: &str, parts: impl IntoIterator<Item = &'a T>) {
        for part in parts {
            self.part(name, part);
        }
    }

    /// Puts preserved elements back: the remainder of an element already written goes into that element.
    pub(crate) fn preserve(&mut self, other: &[Element]) {
        let written = self.children().len();
        for element in other {
            match self.written_branch(element, written) {
                Some(known) => {
                    known.preserve(element.children());
                    known.arranged();
                }
                None => self.push(element.clone()),
            }
        }
    }

    fn written_branch(&mut self, of: &Element, written: usize) -> Option<&mut Element> {
        let Content::Children(children) = &mut self.content else { return None };
        let both_branches = |known: &&mut Element| {
            known.name() == of.name()
                && matches!((&known.content, &of.content), (Content::Children(_), Content::Children(_)))
        };
        children.iter_mut().take(written).find(both_branches)
    }
}

impl Attribute {
    fn declares_namespace(&self) -> bool {
        self.name == "xmlns" || self.name.starts_with("xmlns:")
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} ..>", self.name())
    }
}
