//! The medication catalogue: clinical drugs by RxNorm and NDC, from reference data that travels with the program.

mod catalogue;
pub mod index;
pub mod routes;
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

/// An ingredient by its RxNorm name and code, where it is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ingredient {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxcui: Option<Rxcui>,
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
    /// Labeler and product part of an NDC, as FDA prints it.
    pub ndc_product: String,
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
    pub schedule: Schedule,
    /// FDA established pharmacologic classes.
    pub classes: Vec<String>,
    /// Whether it can be sent to a pharmacy: without an RXCUI it can only be looked up and listed
    /// (45 CFR 170.315(b)(3) asks for RxNorm).
    pub prescribable: bool,
    /// Whether every ingredient is resolved; if not, no safety check that involves it is ever clear.
    pub checkable: bool,
    pub source: String,
}

impl Medication {
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.ingredients.iter().any(|ingredient| ingredient.name == name)
    }

    fn product_digits(&self) -> String {
        product_digits(&self.ndc_product)
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
        self.ndc.as_ref() == Some(ndc) || ndc.as_str().starts_with(&self.product_digits())
    }
}

/// Labeler and product of an NDC in nine digits, the beginning of the NDC of every package of it.
fn product_digits(ndc_product: &str) -> String {
    let (labeler, product) = ndc_product.split_once('-').unwrap_or((ndc_product, ""));
    format!("{labeler:0>5}{product:0>4}")
}
