//! Products of the FDA National Drug Code Directory.

use crate::medication::table::{list, rows};
use crate::medication::{Ingredient, Medication, Schedule, Unit, product_digits};
use model::Rxcui;

const PRODUCTS: &str = include_str!("../../../reference/products.tsv");
const SOURCE: &str = "FDA NDC Directory 2019-04";

pub(super) struct Product {
    /// The clinical drug of the reference data it is a product of.
    pub(super) rxcui: Option<Rxcui>,
    pub(super) brands: Vec<String>,
    ndc_product: &'static str,
    name: &'static str,
    ingredients: Vec<Ingredient>,
    strength: &'static str,
    form: &'static str,
    schedule: Schedule,
    classes: Vec<String>,
}

impl Product {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        rows(PRODUCTS).filter_map(|row| Self::read(&row))
    }

    fn read(row: &[&'static str]) -> Option<Self> {
        let [rxcui, ndc_product, name, names, codes, strength, form, schedule, brands, classes] = row else {
            return None;
        };
        let names = list(names).into_iter().zip(codes.split(';'));
        Some(Self {
            rxcui: rxcui.parse().ok(),
            brands: list(brands),
            ndc_product,
            name,
            ingredients: names.map(|(name, code)| Ingredient { name, rxcui: code.parse().ok() }).collect(),
            strength,
            form,
            schedule: schedule.parse().ok()?,
            classes: list(classes),
        })
    }

    pub(super) fn digits(&self) -> String {
        product_digits(self.ndc_product)
    }

    /// It has no clinical drug code and no package: it can be looked up and listed, not sent.
    pub(super) fn into_medication(self) -> Medication {
        let strength = self.strength.replace(';', " / ");
        let named: Vec<&str> =
            [self.name, strength.as_str(), self.form].into_iter().filter(|part| !part.is_empty()).collect();
        let resolved = self.ingredients.iter().all(|ingredient| ingredient.rxcui.is_some());
        Medication {
            rxcui: None,
            tty: String::new(),
            ndc: None,
            ndc_product: self.ndc_product.to_owned(),
            description: named.join(" "),
            name: self.name.to_owned(),
            checkable: resolved && !self.ingredients.is_empty(),
            ingredients: self.ingredients,
            strength,
            form: self.form.to_owned(),
            form_code: None,
            quantity_unit: unit(self.form),
            schedule: self.schedule,
            brands: self.brands,
            classes: self.classes,
            prescribable: false,
            source: SOURCE.to_owned(),
        }
    }
}

fn unit(form: &str) -> Option<Unit> {
    let has = |word: &str| form.split([' ', ',', '/']).any(|part| part == word);
    if has("tablet") {
        return Some(Unit::Tablet);
    }
    if has("capsule") {
        return Some(Unit::Capsule);
    }
    let liquid = ["solution", "suspension", "syrup", "liquid", "elixir"];
    liquid.iter().any(|word| has(word)).then_some(Unit::Milliliter)
}
