//! A summary as a tree: each node is a line of text and an object of JSON.

use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::paper::{Ink, Paper, plain};
use crate::table::money;
use x12::Amount;

/// One line, and what belongs under it.
#[derive(Debug)]
pub(crate) struct Node {
    line: String,
    ink: Option<Ink>,
    fields: Map<String, Value>,
    children: Vec<Node>,
}

impl Node {
    /// `kind` is the word by which programs know what it is, such as `claim`.
    pub(crate) fn new(kind: &str, line: impl Into<String>) -> Self {
        let fields = Map::from_iter([("kind".to_owned(), json!(kind))]);
        Self { line: line.into(), ink: None, fields, children: Vec::new() }
    }

    pub(crate) fn ink(mut self, ink: Ink) -> Self {
        self.ink = Some(ink);
        self
    }

    /// A field of the object; empty ones are left out.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() && value != "" {
            self.fields.insert(key.to_owned(), value);
        }
        self
    }

    pub(crate) fn amount(self, key: &str, amount: Option<Amount>) -> Self {
        self.with(key, amount.map(|amount| amount.to_string()))
    }

    pub(crate) fn push(&mut self, child: Node) {
        self.children.push(child);
    }

    pub(crate) fn holding(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }

    pub(crate) fn text(&self, depth: usize, paper: &mut Paper) -> Result<(), Failure> {
        let line = plain(&self.line);
        let line = self.ink.map_or_else(|| line.clone(), |ink| paper.ink(ink, &line));
        paper.line(&format!("{}{line}", "  ".repeat(depth)))?;
        self.children.iter().try_for_each(|child| child.text(depth + 1, paper))
    }

    pub(crate) fn json(&self) -> Value {
        let mut fields = self.fields.clone();
        fields.insert("text".to_owned(), json!(self.line));
        if !self.children.is_empty() {
            fields.insert("items".to_owned(), self.children.iter().map(Self::json).collect());
        }
        Value::Object(fields)
    }
}

/// `1,234.50`.
pub(crate) fn dollars(amount: Amount) -> String {
    money(i128::from(amount.cents()))
}
