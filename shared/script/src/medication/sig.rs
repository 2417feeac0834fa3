//! Sig: the directions.

use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

/// The text is what the law reads; structured parts only add to it and are kept as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sig {
    /// SigText, at most 1000 characters.
    pub text: Text,
    /// CodeSystem, Instruction and whatever else stands beside the text.
    pub structured: Vec<Element>,
}

impl Sig {
    /// Sig, or the Directions of older senders.
    pub(super) fn read_from(fields: &mut Fields) -> Result<Option<Self>> {
        match fields.part("Sig")? {
            None => Ok(fields.text("Directions")?.map(|text| Self { text, structured: Vec::new() })),
            sig => Ok(sig),
        }
    }
}

impl Part for Sig {
    fn read(fields: &mut Fields) -> Result<Self> {
        Ok(Self { text: fields.required_text("SigText")?, structured: fields.rest() })
    }

    fn write(&self, into: &mut Element) {
        into.must("SigText", &self.text);
        into.preserve(&self.structured);
    }
}
