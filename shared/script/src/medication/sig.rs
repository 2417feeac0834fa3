//! Sig: the directions, in words and, where a builder made them, in codes.

mod agreement;
mod instruction;

pub use instruction::{Amount, CodedSig, Indication, Instruction, SigCode, Timing};

use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

/// The text is what the law reads; codes only add to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sig {
    /// SigText, at most 1000 characters.
    pub text: Text,
    /// Only when every part of the structure is understood; anything else stays in `other` as it came.
    pub coded: Option<CodedSig>,
    pub other: Vec<Element>,
}

impl Sig {
    pub fn of(text: Text) -> Self {
        Self { text, coded: None, other: Vec::new() }
    }

    /// Codes that say anything else than the text are left out: on doubt the text goes alone.
    pub fn with_codes(text: Text, coded: CodedSig) -> Self {
        let sig = Self { coded: Some(coded), ..Self::of(text) };
        if sig.agrees() { sig } else { Self { coded: None, ..sig } }
    }

    /// Whether the codes, if there are any, name the same numbers and things as the text.
    pub fn agrees(&self) -> bool {
        self.coded.as_ref().is_none_or(|coded| agreement::agree(self.text.as_str(), coded))
    }

    /// Sig, or the Directions of older senders.
    pub(super) fn read_from(fields: &mut Fields) -> Result<Option<Self>> {
        match fields.part("Sig")? {
            None => Ok(fields.text("Directions")?.map(Self::of)),
            sig => Ok(sig),
        }
    }
}

impl Part for Sig {
    fn read(fields: &mut Fields) -> Result<Self> {
        let text = fields.required_text("SigText")?;
        Ok(match CodedSig::of_all(fields) {
            Some(coded) => Self { coded: Some(coded), ..Self::of(text) },
            None => Self { other: fields.rest(), ..Self::of(text) },
        })
    }

    fn write(&self, into: &mut Draft) {
        into.must("SigText", &self.text);
        if let Some(coded) = &self.coded {
            coded.write(into);
        }
        into.preserve(&self.other);
    }
}
