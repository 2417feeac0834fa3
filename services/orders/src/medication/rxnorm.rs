//! RxNorm's Current Prescribable Content as the National Library of Medicine releases it: which drugs there are, what is
//! in them, how they are packed, and what their labels say of their schedule.

mod attribute;
mod compose;
mod concept;
pub mod directory;
mod line;
mod relation;

pub use line::{Fault, Mistake};

use super::{Ingredient, Schedule};
use model::Rxcui;
use std::io::BufRead;

/// The three files that are read, in the Rich Release Format.
pub struct Files<R> {
    pub concepts: R,
    pub relations: R,
    pub attributes: R,
}

/// What is taken from a release.
pub struct Release {
    pub drugs: Vec<Drug>,
    /// Drugs of which the release does not say enough: ingredients, strengths, form; and those for animals.
    pub left_out: usize,
}

/// A clinical drug or a branded one.
pub struct Drug {
    pub rxcui: Rxcui,
    pub kind: Kind,
    pub description: String,
    pub ingredients: Vec<Ingredient>,
    /// Of each ingredient, in their order: `500 mg`, `80 mg/mL`.
    pub strengths: Vec<String>,
    /// As RxNorm names it: `Extended Release Oral Tablet`.
    pub dose_form: String,
    /// Of a branded drug its own, of a clinical drug those of all its branded ones.
    pub brands: Vec<String>,
    /// NDCs of eleven digits as numbers, in order.
    pub packages: Vec<u64>,
    /// What labels of this very drug say.
    pub stated: Option<Stated>,
    /// Whether the release holds a label of it at all.
    pub labelled: bool,
}

/// RxNorm term types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Clinical,
    Branded,
}

impl Kind {
    /// As SCRIPT qualifies the code (DrugDBCode), too.
    pub fn tty(self) -> &'static str {
        match self {
            Self::Clinical => "SCD",
            Self::Branded => "SBD",
        }
    }
}

/// What labels say of a drug's schedule; they say nothing of most drugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    In(Schedule),
    /// Schedule I, or a word that is not understood: nothing can be relied on.
    Unclear,
}

impl Stated {
    /// Labels of one drug differ: the strictest counts.
    pub fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::In(one), Self::In(another)) => Self::In(one.stricter(another)),
            _ => Self::Unclear,
        }
    }
}

impl Release {
    /// Reads it whole or not at all.
    pub fn read<R: BufRead>(files: Files<R>) -> Result<Self, Mistake> {
        let concepts = concept::Concepts::read(files.concepts)?;
        let relations = relation::Relations::read(files.relations)?;
        let attributes = attribute::Attributes::read(files.attributes, &concepts)?;
        let release = compose::Composer { concepts, relations, attributes }.release();
        if release.drugs.is_empty() {
            return Err(Mistake { file: concept::TABLE.file, line: 0, fault: Fault::Empty });
        }
        Ok(release)
    }

    pub fn packages(&self) -> usize {
        self.drugs.iter().map(|drug| drug.packages.len()).sum()
    }
}

#[cfg(test)]
pub(crate) mod tests;
