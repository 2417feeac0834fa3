//! RXNREL.RRF: how what RxNorm names hangs together. A line reads backwards: RXCUI2 RELA RXCUI1.

use super::line::{Code, Mistake, Table};
use std::collections::HashMap;
use std::io::BufRead;

const TABLE: Table = Table::new("RXNREL.RRF", 16);
const RXCUI1: usize = 0;
const STYPE1: usize = 2;
const RXCUI2: usize = 4;
const RELA: usize = 7;
const SAB: usize = 10;
const SUPPRESS: usize = 14;

/// What a thing leads to.
#[derive(Default)]
pub struct Links(HashMap<Code, Vec<Code>>);

impl Links {
    fn add(&mut self, from: Code, to: Code) {
        let known = self.0.entry(from).or_default();
        if !known.contains(&to) {
            known.push(to);
        }
    }

    pub fn of(&self, from: Code) -> &[Code] {
        self.0.get(&from).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
pub struct Relations {
    /// has_ingredient: of a component its ingredient, of a branded drug its brand.
    pub ingredients: Links,
    /// consists_of: the components of a drug.
    pub components: Links,
    /// has_dose_form.
    pub dose_forms: Links,
    /// tradename_of: the clinical drug a branded one is.
    pub generics: Links,
}

impl Relations {
    pub fn read(reader: impl BufRead) -> Result<Self, Mistake> {
        let mut relations = Self::default();
        TABLE.each(reader, |row| {
            let between_concepts = row.field(SAB) == "RXNORM" && row.field(STYPE1) == "CUI";
            let links = match row.field(RELA) {
                "has_ingredient" => &mut relations.ingredients,
                "consists_of" => &mut relations.components,
                "has_dose_form" => &mut relations.dose_forms,
                "tradename_of" => &mut relations.generics,
                _ => return Ok(()),
            };
            if between_concepts && row.is_kept(SUPPRESS) {
                links.add(row.code(RXCUI2, "RXCUI2")?, row.code(RXCUI1, "RXCUI1")?);
            }
            Ok(())
        })?;
        Ok(relations)
    }
}
