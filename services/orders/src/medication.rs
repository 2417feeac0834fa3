//! The medication catalogue: clinical drugs by RxNorm and NDC, from reference data that travels with the program and from
//! the release of RxNorm an operator names.

mod catalogue;
mod form;
pub mod index;
pub mod routes;
pub mod rxnorm;
mod search;
pub mod state_schedule;
pub mod strength;
pub mod table;
mod unit;
mod words;

pub use catalogue::Catalogue;
pub use search::{FoundMedication, Matched};
pub use unit::Unit;

use model::{Ndc, Rxcui, word_enum};
use serde::Serialize;
use utoipa::ToSchema;

word_enum! {
    /// DEA schedule of a drug (21 CFR 1308); take the strictest where products differ.
    Schedule { None = "none", II = "CII", III = "CIII", IV = "CIV", V = "CV" }
}

impl Schedule {
    pub fn stricter(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    /// The stricter, the higher.
    pub fn rank(self) -> u8 {
        match self {
            Self::None => 0,
            Self::V => 1,
            Self::IV => 2,
            Self::III => 3,
            Self::II => 4,
        }
    }
}

/// Characters SCRIPT has for the name of a drug (DrugDescription).
const LONGEST_DESCRIPTION: usize = 105;

/// An ingredient by its RxNorm name and code, where it is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ingredient {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
}

impl Ingredient {
    /// Whether both are the same substance, by name or by code.
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name || (self.rxcui.is_some() && self.rxcui == other.rxcui)
    }
}

/// A drug: ingredients, strength and form, whoever makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Medication {
    /// The clinical drug of RxNorm, where the reference data resolves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
    /// RxNorm term type, such as SCD; with an RXCUI only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tty: String,
    /// A package of it, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    /// All packages a release of RxNorm tells of: NDCs of eleven digits as numbers, in order.
    #[serde(skip)]
    pub packages: Vec<u64>,
    /// Labeler and product part of an NDC, as FDA prints it; of drugs of FDA's directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndc_product: Option<String>,
    /// The generic name.
    pub name: String,
    pub description: String,
    /// Names it is sold by, as far as the reference data tells.
    pub brands: Vec<String>,
    pub ingredients: Vec<Ingredient>,
    pub strength: String,
    pub form: String,
    /// NCI Thesaurus code of the dose form, where it is certain.
    #[serde(skip)]
    pub form_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity_unit: Option<Unit>,
    /// Where nothing says it, the drug cannot be prescribed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// FDA established pharmacologic classes.
    pub classes: Vec<String>,
    /// Whether it can be sent to a pharmacy: without an RXCUI (45 CFR 170.315(b)(3) asks for RxNorm), a schedule that is
    /// certain and a name that fits into SCRIPT it can only be looked up and listed.
    pub prescribable: bool,
    /// Whether every ingredient is one the safety checks know; if not, no check that compares it is ever clear.
    pub checkable: bool,
    pub source: String,
}

impl Medication {
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.ingredients.iter().any(|ingredient| ingredient.name == name)
    }

    fn product_digits(&self) -> Option<String> {
        self.ndc_product.as_deref().map(product_digits)
    }

    fn add_brands(&mut self, brands: Vec<String>) {
        for brand in brands {
            if !self.brands.iter().any(|known| known.eq_ignore_ascii_case(&brand)) {
                self.brands.push(brand);
            }
        }
    }

    /// Whether a package is one of this drug, as far as the reference data tells.
    pub fn is_packed_as(&self, ndc: &Ndc) -> bool {
        let of_product = || self.product_digits().is_some_and(|product| ndc.as_str().starts_with(&product));
        let listed = || ndc.as_str().parse().is_ok_and(|number| self.packages.binary_search(&number).is_ok());
        self.ndc.as_ref() == Some(ndc) || of_product() || listed()
    }
}

/// Labeler and product of an NDC in nine digits, the beginning of the NDC of every package of it.
fn product_digits(ndc_product: &str) -> String {
    let (labeler, product) = ndc_product.split_once('-').unwrap_or((ndc_product, ""));
    format!("{labeler:0>5}{product:0>4}")
}
