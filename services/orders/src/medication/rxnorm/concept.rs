//! RXNCONSO.RRF: what RxNorm's codes name.

use super::line::{Code, Mistake, Table};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;

pub const TABLE: Table = Table::new("RXNCONSO.RRF", 18);
const RXCUI: usize = 0;
const SAB: usize = 11;
const TTY: usize = 12;
const STR: usize = 14;
const SUPPRESS: usize = 16;

/// The names RxNorm gives, by term type.
#[derive(Default)]
pub struct Concepts {
    /// SCD.
    pub clinical: BTreeMap<Code, String>,
    /// SBD.
    pub branded: BTreeMap<Code, String>,
    /// IN.
    pub ingredients: HashMap<Code, String>,
    /// SCDC: an ingredient with its strength.
    pub components: HashMap<Code, String>,
    /// DF.
    pub dose_forms: HashMap<Code, String>,
    /// BN.
    pub brands: HashMap<Code, String>,
    /// PSN: the name for prescriptions, which is shorter for some.
    pub prescribable_names: HashMap<Code, String>,
    /// What FDA holds a product's label of (source MTHSPL).
    pub labelled: HashSet<Code>,
}

impl Concepts {
    pub fn read(reader: impl BufRead) -> Result<Self, Mistake> {
        let mut concepts = Self::default();
        TABLE.each(reader, |row| {
            let code = row.code(RXCUI, "RXCUI")?;
            if row.is_kept(SUPPRESS) {
                concepts.keep(code, row.field(SAB), row.field(TTY), row.field(STR));
            }
            Ok(())
        })?;
        Ok(concepts)
    }

    fn keep(&mut self, code: Code, source: &str, term_type: &str, name: &str) {
        let kept = match (source, term_type) {
            ("RXNORM", "SCD") => self.clinical.insert(code, name.to_owned()),
            ("RXNORM", "SBD") => self.branded.insert(code, name.to_owned()),
            ("RXNORM", "IN") => self.ingredients.insert(code, name.to_owned()),
            ("RXNORM", "SCDC") => self.components.insert(code, name.to_owned()),
            ("RXNORM", "DF") => self.dose_forms.insert(code, name.to_owned()),
            ("RXNORM", "BN") => self.brands.insert(code, name.to_owned()),
            ("RXNORM", "PSN") => self.prescribable_names.insert(code, name.to_owned()),
            ("MTHSPL", "DP" | "MTH_RXN_DP") => {
                self.labelled.insert(code);
                None
            }
            _ => None,
        };
        drop(kept);
    }

    pub fn is_drug(&self, code: Code) -> bool {
        self.clinical.contains_key(&code) || self.branded.contains_key(&code)
    }
}
