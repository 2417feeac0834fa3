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
    pub(super) ingredients: Vec<Ingredient>,
    /// Whether every ingredient has a name: of some salts FDA's directory leaves nothing but a code.
    is_whole: bool,
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
        let coded = names.split(';').map(str::trim).zip(codes.split(';'));
        let (named, nameless): (Vec<_>, Vec<_>) = coded.partition(|(name, _)| !name.is_empty());
        Some(Self {
            rxcui: rxcui.parse().ok(),
            brands: list(brands),
            ndc_product,
            name,
            ingredients: named.into_iter().map(ingredient).collect(),
            is_whole: nameless.is_empty(),
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
    pub(super) fn medication(&self) -> Medication {
        let strength = self.strength.replace(';', " / ");
        let named: Vec<&str> =
            [self.name, strength.as_str(), self.form].into_iter().filter(|part| !part.is_empty()).collect();
        let resolved = self.is_whole && self.ingredients.iter().all(|ingredient| ingredient.rxcui.is_some());
        Medication {
            rxcui: None,
            tty: String::new(),
            ndc: None,
            packages: Vec::new(),
            ndc_product: Some(self.ndc_product.to_owned()),
            description: named.join(" "),
            name: self.name.to_owned(),
            checkable: resolved && !self.ingredients.is_empty(),
            ingredients: self.ingredients.clone(),
            strength,
            form: self.form.to_owned(),
            form_code: None,
            quantity_unit: Unit::of_form(self.form),
            schedule: Some(self.schedule),
            brands: self.brands.clone(),
            classes: self.classes.clone(),
            prescribable: false,
            source: SOURCE.to_owned(),
        }
    }
}

fn ingredient((name, code): (&str, &str)) -> Ingredient {
    Ingredient { name: name.to_owned(), rxcui: code.parse().ok() }
}
