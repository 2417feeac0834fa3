//! The reference data of medications, read once: clinical drugs by RXCUI, and the products of the NDC directory.

mod product;

use super::index::Index;
use super::table::{list, rows};
use super::{Ingredient, Medication, Unit, search};
use model::{Ndc, Rxcui};
use product::Product;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const MEDICATIONS: &str = include_str!("../../reference/medications.tsv");
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

pub struct Catalogue {
    /// What can be prescribed first, then by description: the order of equally good search results.
    pub(super) medications: Vec<Medication>,
    pub(super) by_rxcui: HashMap<Rxcui, usize>,
    /// By labeler and product in nine digits.
    pub(super) by_product: HashMap<String, usize>,
    pub(super) index: Index,
    ingredient_names: HashSet<String>,
    ingredient_codes: HashSet<Rxcui>,
}

impl Catalogue {
    /// The first call reads the reference data; a service makes it before it listens.
    pub fn get() -> &'static Self {
        &CATALOGUE
    }

    pub fn find(&self, rxcui: &Rxcui) -> Option<&Medication> {
        self.by_rxcui.get(rxcui).map(|number| &self.medications[*number])
    }

    /// The drug a package is one of, as far as the reference data tells.
    pub fn packed_as(&self, ndc: &Ndc) -> Option<&Medication> {
        let product = ndc.as_str().get(..9)?;
        self.by_product.get(product).map(|number| &self.medications[*number])
    }

    /// By labeler and product of an NDC, as FDA prints them: `0093-3109`.
    pub fn product(&self, ndc_product: &str) -> Option<&Medication> {
        let digits = super::product_digits(ndc_product);
        self.by_product.get(&digits).map(|number| &self.medications[*number])
    }

    /// Whether any drug of the catalogue has this ingredient.
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.ingredient_names.contains(name)
    }

    pub fn knows_ingredient(&self, rxcui: &Rxcui) -> bool {
        self.ingredient_codes.contains(rxcui)
    }

    pub fn index(&self) -> &Index {
        &self.index
    }

    fn read() -> Self {
        let mut medications: Vec<Medication> = rows(MEDICATIONS).filter_map(|row| medication(&row)).collect();
        let clinical = numbers_by_rxcui(&medications);
        let mut more_products = Vec::new();
        for product in Product::all() {
            match product.rxcui.as_ref().and_then(|rxcui| clinical.get(rxcui)) {
                Some(number) => {
                    more_products.push((product.rxcui.clone(), product.digits()));
                    medications[*number].add_brands(product.brands);
                }
                None => medications.push(product.into_medication()),
            }
        }
        medications
            .sort_by_cached_key(|m| (!m.prescribable, m.description.to_lowercase(), m.ndc_product.clone()));
        let by_rxcui = numbers_by_rxcui(&medications);
        let of_products =
            more_products.into_iter().filter_map(|(rxcui, digits)| Some((digits, by_rxcui[&rxcui?])));
        let mut by_product: HashMap<String, usize> = of_products.collect();
        by_product.extend(medications.iter().enumerate().map(|(number, m)| (m.product_digits(), number)));
        let ingredients = || medications.iter().flat_map(|medication| &medication.ingredients);
        Self {
            ingredient_names: ingredients().map(|ingredient| ingredient.name.clone()).collect(),
            ingredient_codes: ingredients().filter_map(|ingredient| ingredient.rxcui.clone()).collect(),
            index: search::index(&medications),
            medications,
            by_rxcui,
            by_product,
        }
    }
}

fn numbers_by_rxcui(medications: &[Medication]) -> HashMap<Rxcui, usize> {
    let numbered = medications.iter().enumerate();
    numbered.filter_map(|(number, medication)| Some((medication.rxcui.clone()?, number))).collect()
}

fn medication(row: &[&str]) -> Option<Medication> {
    let [
        rxcui,
        tty,
        ndc,
        product,
        description,
        names,
        codes,
        strength,
        form,
        form_code,
        unit,
        schedule,
        classes,
        source,
    ] = row
    else {
        return None;
    };
    let codes: Vec<Rxcui> = list(codes).iter().map(|code| code.parse().ok()).collect::<Option<_>>()?;
    let ingredients: Vec<_> = list(names)
        .into_iter()
        .zip(codes)
        .map(|(name, rxcui)| Ingredient { name, rxcui: Some(rxcui) })
        .collect();
    Some(Medication {
        rxcui: Some(rxcui.parse().ok()?),
        tty: (*tty).to_owned(),
        ndc: if ndc.is_empty() { None } else { Some(ndc.parse().ok()?) },
        ndc_product: (*product).to_owned(),
        name: names.replace(';', " / "),
        description: (*description).to_owned(),
        brands: Vec::new(),
        ingredients,
        strength: strength.replace(';', " / "),
        form: (*form).to_owned(),
        form_code: (!form_code.is_empty()).then(|| (*form_code).to_owned()),
        quantity_unit: Some(Unit::of_code(unit)?),
        schedule: schedule.parse().ok()?,
        classes: list(classes),
        prescribable: true,
        checkable: true,
        source: (*source).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Schedule;

    fn clinical(rxcui: &str) -> &'static Medication {
        Catalogue::get().find(&rxcui.parse().expect("a code")).expect("in the reference")
    }

    #[test]
    fn every_row_of_the_reference_is_read() {
        let catalogue = Catalogue::get();
        let prescribable: Vec<_> = catalogue.medications.iter().filter(|m| m.prescribable).collect();
        assert_eq!(prescribable.len(), rows(MEDICATIONS).count());
        assert_eq!(catalogue.by_rxcui.len(), prescribable.len(), "an RXCUI stands twice");
        for medication in prescribable {
            assert!(
                !medication.ingredients.is_empty() && !medication.source.is_empty(),
                "{}",
                medication.description
            );
            assert!(medication.description.len() <= 105, "{}", medication.description);
        }
        assert!(catalogue.medications.len() > 11_000);
    }

    #[test]
    fn amoxicillin_is_what_it_is() {
        let amoxicillin = clinical("308191");
        assert_eq!(amoxicillin.description, "amoxicillin 500 MG Oral Capsule");
        assert_eq!(amoxicillin.ingredients[0].rxcui.as_ref().map(Rxcui::as_str), Some("723"));
        assert_eq!(amoxicillin.ndc.as_ref().map(|ndc| ndc.as_str()), Some("00093310905"));
        assert_eq!((amoxicillin.quantity_unit, amoxicillin.schedule), (Some(Unit::Capsule), Schedule::None));
        assert!(amoxicillin.is_packed_as(&"0093-3109-01".parse().expect("an NDC")));
        assert!(!amoxicillin.is_packed_as(&"0093-3107-01".parse().expect("an NDC")));
    }

    #[test]
    fn products_of_a_clinical_drug_lend_it_their_brands_and_are_not_listed_beside_it() {
        let simvastatin = clinical("198211");
        assert!(
            simvastatin.brands.iter().any(|brand| brand.eq_ignore_ascii_case("Zocor")),
            "{:?}",
            simvastatin.brands
        );
        let beside = Catalogue::get().medications.iter().filter(|m| {
            m.rxcui.is_none()
                && m.name == "simvastatin"
                && m.strength == "40 mg"
                && m.form == "oral tablet, film coated"
        });
        assert_eq!(beside.count(), 0);
    }

    #[test]
    fn what_the_data_does_not_allow_is_said() {
        let catalogue = Catalogue::get();
        let products: Vec<_> = catalogue.medications.iter().filter(|m| m.rxcui.is_none()).collect();
        assert!(products.iter().all(|m| !m.prescribable && m.tty.is_empty()));
        assert!(products.iter().any(|m| m.checkable) && products.iter().any(|m| !m.checkable));
        for product in products {
            let resolved = product.ingredients.iter().all(|ingredient| ingredient.rxcui.is_some());
            assert_eq!(
                product.checkable,
                resolved && !product.ingredients.is_empty(),
                "{}",
                product.description
            );
        }
    }
}
