//! One XML element with its content: what the reader builds, the writer emits, and unknown parts are kept as.

mod draft;
mod order;
mod read;
mod write;

use std::fmt;

use crate::ScriptError;

pub(crate) use draft::Draft;
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

    /// Whether a child of this name stands in it.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.children().iter().any(|child| child.name() == name)
    }

    pub(crate) fn holding(name: &str, children: Vec<Element>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), content: Content::Children(children) }
    }

    pub(crate) fn leaf(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), content: Content::Text(text) }
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
