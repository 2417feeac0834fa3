//! An element that is being written, in the form of one version.

use std::fmt;

use super::{Attribute, Content, Element, local};
use crate::Versions;
use crate::fields::Part;

/// Knows the version it is written for, so that a part can choose its form.
pub(crate) struct Draft {
    element: Element,
    versions: Versions,
}

impl Draft {
    pub(crate) fn new(name: &str, versions: Versions) -> Self {
        Self { element: Element::holding(name, Vec::new()), versions }
    }

    pub(crate) fn versions(&self) -> Versions {
        self.versions
    }

    /// Every child in its fixed place; kept elements stay as they came.
    pub(crate) fn finish(mut self) -> Element {
        self.element.arranged();
        self.element
    }

    pub(crate) fn attribute(&mut self, name: &str, value: impl fmt::Display) {
        self.element.attributes.push(Attribute { name: name.to_owned(), value: value.to_string() });
    }

    pub(crate) fn text(&mut self, text: impl fmt::Display) {
        self.element.content = Content::Text(text.to_string());
    }

    pub(crate) fn push(&mut self, child: Element) {
        match &mut self.element.content {
            Content::Children(children) => children.push(child),
            Content::Text(_) => self.element.content = Content::Children(vec![child]),
        }
    }

    pub(crate) fn must(&mut self, name: &str, value: &impl fmt::Display) {
        self.push(Element::leaf(name, value.to_string()));
    }

    pub(crate) fn put(&mut self, name: &str, value: &Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.must(name, value);
        }
    }

    /// Adds an element only when something was put into it.
    pub(crate) fn nest(&mut self, name: &str, build: impl FnOnce(&mut Draft)) {
        let mut child = Self::new(name, self.versions);
        build(&mut child);
        let child = child.finish();
        if !child.is_blank() {
            self.push(child);
        }
    }

    pub(crate) fn part<T: Part>(&mut self, name: &str, part: &T) {
        let mut child = Self::new(name, self.versions);
        part.write(&mut child);
        self.push(child.finish());
    }

    pub(crate) fn parts<'a, T: Part + 'a>(&mut self, name: &str, parts: impl IntoIterator<Item = &'a T>) {
        for part in parts {
            self.part(name, part);
        }
    }

    /// Puts preserved elements back: the remainder of an element already written goes into that element.
    pub(crate) fn preserve(&mut self, other: &[Element]) {
        self.element.preserve(other);
    }
}

impl Element {
    fn preserve(&mut self, other: &[Element]) {
        let written = self.children().len();
        for element in other {
            match self.written_branch(element, written) {
                Some(known) => {
                    known.preserve(element.children());
                    known.arranged();
                }
                None => self.keep(element.clone()),
            }
        }
    }

    fn keep(&mut self, child: Element) {
        match &mut self.content {
            Content::Children(children) => children.push(child),
            Content::Text(_) => self.content = Content::Children(vec![child]),
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

    /// Only for elements this crate wrote: a kept element stays as it came.
    fn arranged(&mut self) {
        if let Content::Children(children) = &mut self.content {
            super::arrange(local(&self.name), children);
        }
    }
}
