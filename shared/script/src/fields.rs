//! Reading the children of an element one by one, keeping what nobody asked for.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::element::{Draft, arrange};
use crate::error::Result;
use crate::when::read_day;
use crate::{Element, ScriptError, Text, When};

/// A type with its place in a message.
pub(crate) trait Part: Sized {
    fn read(fields: &mut Fields) -> Result<Self>;
    fn write(&self, into: &mut Draft);
}

/// The children of one element that have not been read yet.
#[derive(Clone)]
pub(crate) struct Fields {
    path: String,
    children: Vec<Element>,
}

impl Fields {
    pub(crate) fn of(element: Element, path: String) -> Result<Self> {
        if !element.text().is_empty() {
            return Err(ScriptError::Invalid { path, expected: "a group of elements (it holds text)" });
        }
        Ok(Self { path, children: element.into_children() })
    }

    pub(crate) fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }

    pub(crate) fn invalid(&self, name: &str, expected: &'static str) -> ScriptError {
        ScriptError::Invalid { path: self.path_of(name), expected }
    }

    pub(crate) fn require<T>(&self, name: &str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| ScriptError::Missing { path: self.path_of(name) })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.children.iter().any(|child| child.name() == name)
    }

    pub(crate) fn take(&mut self, name: &str) -> Result<Option<Element>> {
        let mut found = self.take_all(name);
        let first = found.pop();
        if found.is_empty() { Ok(first) } else { Err(ScriptError::Repeated { path: self.path_of(name) }) }
    }

    /// Whether `name` stands here and holds `inner`.
    pub(crate) fn holds(&self, name: &str, inner: &str) -> bool {
        self.children.iter().any(|child| child.name() == name && child.holds(inner))
    }

    fn take_all(&mut self, name: &str) -> Vec<Element> {
        self.children.extract_if(.., |child| child.name() == name).collect()
    }

    /// A leaf's text; nothing when it is absent or blank.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<Text>> {
        match self.take(name)? {
            Some(element) => self.leaf(name, &element),
            None => Ok(None),
        }
    }

    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<Text>> {
        let found = self.take_all(name);
        found.iter().filter_map(|element| self.leaf(name, element).transpose()).collect()
    }

    fn leaf(&self, name: &str, element: &Element) -> Result<Option<Text>> {
        match element.children() {
            [] => Ok(Text::of_legal(element.text())),
            _ => Err(self.invalid(name, "text (it holds elements)")),
        }
    }

    pub(crate) fn required_text(&mut self, name: &str) -> Result<Text> {
        let text = self.text(name)?;
        self.require(name, text)
    }

    pub(crate) fn value<T: FromStr>(&mut self, name: &str, expected: &'static str) -> Result<Option<T>> {
        match self.text(name)? {
            Some(text) => text.as_str().parse().ok().map(Some).ok_or_else(|| self.invalid(name, expected)),
            None => Ok(None),
        }
    }

    pub(crate) fn truth(&mut self, name: &str) -> Result<Option<bool>> {
        match self.text(name)?.as_ref().map(Text::as_str) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(_) => Err(self.invalid(name, "true or false")),
        }
    }

    /// A group's fields; what `read` leaves is kept as a remainder under the same name.
    pub(crate) fn inside<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Fields) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(element) = self.take(name)? else { return Ok(None) };
        let mut fields = Self::of(element, self.path_of(name))?;
        let value = read(&mut fields)?;
        let remainder = fields.rest();
        if !remainder.is_empty() {
            self.children.push(Element::holding(name, remainder));
        }
        Ok(Some(value))
    }

    pub(crate) fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Fields) -> Result<T>,
    ) -> Result<T> {
        let value = self.inside(name, read)?;
        self.require(name, value)
    }

    /// A part that keeps its own unknown elements; nothing when it is absent or blank.
    pub(crate) fn part<T: Part>(&mut self, name: &str) -> Result<Option<T>> {
        match self.take(name)? {
            Some(element) if !element.is_blank() => self.read_part(name, element).map(Some),
            _ => Ok(None),
        }
    }

    pub(crate) fn parts<T: Part>(&mut self, name: &str) -> Result<Vec<T>> {
        let found = self.take_all(name);
        let held = found.into_iter().filter(|element| !element.is_blank());
        held.map(|element| self.read_part(name, element)).collect()
    }

    /// A part all of whose elements are known to its type.
    pub(crate) fn whole_part<T: Part>(&mut self, name: &str) -> Result<Option<T>> {
        match self.take(name)? {
            Some(element) if !element.is_blank() => self.read_whole(name, element).map(Some),
            _ => Ok(None),
        }
    }

    pub(crate) fn whole_parts<T: Part>(&mut self, name: &str) -> Result<Vec<T>> {
        let found = self.take_all(name);
        found.into_iter().map(|element| self.read_whole(name, element)).collect()
    }

    pub(crate) fn required_whole<T: Part>(&mut self, name: &str) -> Result<T> {
        let part = self.whole_part(name)?;
        self.require(name, part)
    }

    fn read_whole<T: Part>(&self, name: &str, element: Element) -> Result<T> {
        let mut fields = Self::of(element, self.path_of(name))?;
        let part = T::read(&mut fields)?;
        if fields.is_empty() { Ok(part) } else { Err(self.invalid(name, "of a known structure")) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    pub(crate) fn required_part<T: Part>(&mut self, name: &str) -> Result<T> {
        let part = self.part(name)?;
        self.require(name, part)
    }

    fn read_part<T: Part>(&self, name: &str, element: Element) -> Result<T> {
        T::read(&mut Self::of(element, self.path_of(name))?)
    }

    /// `<X>code</X>` and `<X><Code>code</Code></X>` are the same.
    pub(crate) fn code(&mut self, name: &str) -> Result<Option<Text>> {
        self.leaf_or_within(name, |fields| fields.text("Code"))
    }

    /// `<X>1979-03-04</X>` and `<X><Date>1979-03-04</Date></X>` are the same.
    pub(crate) fn day(&mut self, name: &str) -> Result<Option<NaiveDate>> {
        match self.leaf_or_within(name, |fields| fields.text("Date"))? {
            Some(text) => {
                read_day(text.as_str()).map(Some).ok_or_else(|| self.invalid(name, "a date (YYYY-MM-DD)"))
            }
            None => Ok(None),
        }
    }

    /// Like [`Fields::day`], and a `DateTime` in its place.
    pub(crate) fn when(&mut self, name: &str) -> Result<Option<When>> {
        let text = self.leaf_or_within(name, |fields| match fields.text("DateTime")? {
            None => fields.text("Date"),
            time => Ok(time),
        })?;
        let expected = "a date (YYYY-MM-DD) or a time (YYYY-MM-DDThh:mm:ss with offset)";
        match text {
            Some(text) => When::read(text.as_str()).map(Some).ok_or_else(|| self.invalid(name, expected)),
            None => Ok(None),
        }
    }

    fn leaf_or_within(
        &mut self,
        name: &str,
        within: impl FnOnce(&mut Fields) -> Result<Option<Text>>,
    ) -> Result<Option<Text>> {
        let is_leaf = |child: &Element| child.name() == name && child.children().is_empty();
        if self.children.iter().any(is_leaf) {
            return self.text(name);
        }
        Ok(self.inside(name, within)?.flatten())
    }

    pub(crate) fn attribute_of(&self, name: &str, attribute: &str) -> Option<Text> {
        let element = self.children.iter().find(|child| child.name() == name)?;
        element.attribute(attribute).and_then(Text::of_legal)
    }

    /// For a coded element sent as a leaf: its Qualifier attribute, if any.
    pub(crate) fn qualifier_of_leaf(&self, name: &str) -> Option<Option<Text>> {
        let leaf = self.children.iter().find(|child| child.name() == name && child.children().is_empty())?;
        Some(leaf.attribute("Qualifier").and_then(Text::of_legal))
    }

    /// Of a group with another spelling: at most one, and no text in its place; blank ones are nothing.
    pub(crate) fn at_most_one_group(&mut self, name: &str) -> Result<()> {
        self.children.retain(|child| child.name() != name || !child.is_blank());
        let mut found = self.children.iter().filter(|child| child.name() == name);
        let text = found.clone().any(|child| child.children().is_empty());
        match (text, found.nth(1)) {
            (true, _) => Err(self.invalid(name, "a group of elements (it holds text)")),
            (false, Some(_)) => Err(ScriptError::Repeated { path: self.path_of(name) }),
            (false, None) => Ok(()),
        }
    }

    /// Refuses two spellings of the same thing: nobody could tell which is meant.
    pub(crate) fn refuse_both(&self, spellings: &'static str, both: bool) -> Result<()> {
        if both {
            return Err(ScriptError::NotOne { path: self.path.clone(), options: spellings.to_owned() });
        }
        Ok(())
    }

    /// Exactly one of several elements stands here: which.
    pub(crate) fn one_of(&self, names: &[&'static str]) -> Result<&'static str> {
        let mut found = names.iter().filter(|name| self.has(name));
        match (found.next(), found.next()) {
            (Some(name), None) => Ok(name),
            _ => Err(ScriptError::NotOne { path: self.path.clone(), options: names.join(", ") }),
        }
    }

    /// Texts that turned out to be of no use are kept with what nobody asked for.
    pub(crate) fn put_back<const N: usize>(&mut self, names: [&str; N], texts: [Option<Text>; N]) {
        for (name, text) in names.into_iter().zip(texts) {
            self.children.extend(text.map(|text| Element::leaf(name, text.to_string())));
        }
    }

    /// What nobody asked for, in the order it is written in.
    pub(crate) fn rest(&mut self) -> Vec<Element> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        arrange(name, &mut self.children);
        std::mem::take(&mut self.children)
    }
}
