//! The medication catalogue: clinical drugs by RxNorm and NDC, from reference data that travels with the program.

mod catalogue;
pub mod routes;
mod search;
pub mod table;
mod unit;

pub use catalogue::Catalogue;
pub use unit::Unit;

use model::{Ndc, Rxcui, word_enum};
use serde::Serialize;
use utoipa::ToSchema;

word_enum! {
    /// DEA schedule of a drug (21 CFR 1308); take the strictest where products differ.
    Schedule { None = "none", II = "CII", III = "CIII", IV = "CIV", V = "CV" }
}

/// An ingredient by its RxNorm name and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ingredient {
    pub name: String,
    pub rxcui: Rxcui,
}

/// A clinical drug: ingredients, strength and form, whoever makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Medication {
    pub rxcui: Rxcui,
    /// RxNorm term type, such as SCD.
    pub tty: String,
    /// A package of it, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ndc: Option<Ndc>,
    /// Labeler and product part of an NDC, as FDA prints it.
    pub ndc_product: String,
    pub description: String,
    pub ingredients: Vec<Ingredient>,
    pub strength: String,
    pub form: String,
    /// NCI Thesaurus code of the dose form, where it is certain.
    #[serde(skip)]
    pub form_code: Option<String>,
    pub quantity_unit: Unit,
    pub schedule: Schedule,
    /// FDA established pharmacologic classes.
    pub classes: Vec<String>,
    pub source: String,
}

impl Medication {
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.ingredients.iter().any(|ingredient| ingredient.name == name)
    }

    /// The product part in nine digits, the beginning of the NDC of every package of it.
    fn product_digits(&self) -> String {
        let (labeler, product) = self.ndc_product.split_once('-').unwrap_or((&self.ndc_product, ""));
        format!("{labeler:0>5}{product:0>4}")
    }

    /// Whether a package is one of this drug, as far as the reference data tells.
    pub fn is_packed_as(&self, ndc: &Ndc) -> bool {
        self.ndc.as_ref() == Some(ndc) || ndc.as_str().starts_with(&self.product_digits())
    }
}
