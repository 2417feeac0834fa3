//! The reference data of medications, read once: clinical drugs by RXCUI, those of a release of RxNorm where an operator
//! names one, and the products of the NDC directory.

mod loaded;
mod product;
mod seed;
mod vocabulary;

use super::index::Index;
use super::rxnorm::Release;
use super::{Medication, search};
use loaded::Loaded;
use model::{Ndc, Rxcui};
use product::Product;
use std::collections::HashMap;
use std::sync::OnceLock;
use vocabulary::Vocabulary;

static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();

pub struct Catalogue {
    /// What can be prescribed first, then by description: the order of equally good search results.
    pub(super) medications: Vec<Medication>,
    pub(super) by_rxcui: HashMap<Rxcui, usize>,
    /// By labeler and product in nine digits.
    pub(super) by_product: HashMap<String, usize>,
    /// NDCs of eleven digits as numbers, in order.
    by_package: Vec<(u64, u32)>,
    pub(super) index: Index,
    vocabulary: Vocabulary,
}

impl Catalogue {
    /// A service calls it before it listens: the first call reads the reference data, and what it names counts.
    pub fn open(release: Option<Release>) -> &'static Self {
        CATALOGUE.get_or_init(|| Self::of(release))
    }

    pub fn get() -> &'static Self {
        Self::open(None)
    }

    pub fn find(&self, rxcui: &Rxcui) -> Option<&Medication> {
        self.by_rxcui.get(rxcui).map(|number| &self.medications[*number])
    }

    /// The drug a package is one of, as far as the reference data tells.
    pub fn packed_as(&self, ndc: &Ndc) -> Option<&Medication> {
        self.packed(ndc.as_str()).map(|number| &self.medications[number])
    }

    /// By eleven digits, or by the nine of labeler and product.
    pub(super) fn packed(&self, digits: &str) -> Option<usize> {
        let product = digits.get(..9)?;
        let exact = || self.holding(digits.parse().ok().filter(|_| digits.len() == 11)?, 1);
        let known = || self.by_product.get(product).copied();
        exact().or_else(known).or_else(|| self.holding(product.parse().ok()?, 100))
    }

    /// By a package, or by all but its last two digits: any package of the product.
    fn holding(&self, number: u64, packages: u64) -> Option<usize> {
        let place = self.by_package.partition_point(|(ndc, _)| ndc / packages < number);
        let (ndc, medication) = self.by_package.get(place)?;
        (ndc / packages == number).then(|| usize::try_from(*medication).ok()).flatten()
    }

    /// By labeler and product of an NDC, as FDA prints them: `0093-3109`.
    pub fn product(&self, ndc_product: &str) -> Option<&Medication> {
        let digits = super::product_digits(ndc_product);
        self.by_product.get(&digits).map(|number| &self.medications[*number])
    }

    /// Whether the house's tables know an ingredient of this name.
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.vocabulary.has_name(name)
    }

    pub fn knows_ingredient(&self, rxcui: &Rxcui) -> bool {
        self.vocabulary.has_code(rxcui)
    }

    pub fn index(&self) -> &Index {
        &self.index
    }

    /// All of it, the house's own and a release's.
    pub fn of(release: Option<Release>) -> Self {
        let mut medications: Vec<Medication> = seed::all().collect();
        let products: Vec<Product> = Product::all().collect();
        let listed: Vec<Medication> = products.iter().map(Product::medication).collect();
        let vocabulary = Vocabulary::of(medications.iter().chain(&listed));
        if let Some(release) = release {
            join(&mut medications, Loaded::of(release, &vocabulary));
        }
        let products = products.into_iter().zip(listed);
        let digits = fold(&mut medications, products);
        Self::sorted(medications, digits, vocabulary)
    }

    /// `digits` are products of clinical drugs.
    fn sorted(
        mut medications: Vec<Medication>,
        digits: Vec<(String, Rxcui)>,
        vocabulary: Vocabulary,
    ) -> Self {
        medications
            .sort_by_cached_key(|m| (!m.prescribable, m.description.to_lowercase(), m.ndc_product.clone()));
        let by_rxcui = numbers_by_rxcui(&medications);
        let folded = digits.into_iter().filter_map(|(digits, rxcui)| Some((digits, *by_rxcui.get(&rxcui)?)));
        let mut by_product: HashMap<String, usize> = folded.collect();
        let own = medications.iter().enumerate();
        by_product.extend(own.filter_map(|(number, m)| Some((m.product_digits()?, number))));
        Self {
            by_package: packages(&medications),
            index: search::index(&medications),
            medications,
            by_rxcui,
            by_product,
            vocabulary,
        }
    }
}

fn numbers_by_rxcui(medications: &[Medication]) -> HashMap<Rxcui, usize> {
    let numbered = medications.iter().enumerate();
    numbered.filter_map(|(number, medication)| Some((medication.rxcui.clone()?, number))).collect()
}

fn packages(medications: &[Medication]) -> Vec<(u64, u32)> {
    let numbered = (0..).zip(medications);
    let of = |(number, medication): (u32, &Medication)| -> Vec<(u64, u32)> {
        medication.packages.iter().map(|ndc| (*ndc, number)).collect()
    };
    let mut packages: Vec<(u64, u32)> = numbered.flat_map(of).collect();
    packages.sort_unstable();
    packages
}

/// Drugs of a release stand beside what travels with the program, or complete it.
fn join(medications: &mut Vec<Medication>, loaded: Loaded<'_>) {
    let known = numbers_by_rxcui(medications);
    for drug in loaded.medications() {
        match drug.rxcui.as_ref().and_then(|rxcui| known.get(rxcui)) {
            Some(number) => medications[*number].complete(drug),
            None => medications.push(drug),
        }
    }
}

/// A product of a clinical drug lends it its brands and is not listed beside it; what products were folded so.
fn fold(
    medications: &mut Vec<Medication>,
    products: impl Iterator<Item = (Product, Medication)>,
) -> Vec<(String, Rxcui)> {
    let by_rxcui = numbers_by_rxcui(medications);
    let by_package: HashMap<u64, u32> =
        packages(medications).into_iter().map(|(ndc, number)| (ndc / 100, number)).collect();
    let mut folded = Vec::new();
    for (product, listed) in products {
        let packed = || {
            let number = usize::try_from(*by_package.get(&product.digits().parse().ok()?)?).ok()?;
            vocabulary::same(&medications[number], &listed).then_some(number)
        };
        let number = product.rxcui.as_ref().and_then(|rxcui| by_rxcui.get(rxcui).copied()).or_else(packed);
        match number.and_then(|number| Some((number, medications[number].rxcui.clone()?))) {
            Some((number, rxcui)) => {
                folded.push((product.digits(), rxcui));
                medications[number].add_brands(product.brands);
            }
            None => medications.push(listed),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::table::rows;
    use crate::medication::{Schedule, Unit};
    use seed::MEDICATIONS;

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
        assert_eq!(
            (amoxicillin.quantity_unit, amoxicillin.schedule),
            (Some(Unit::Capsule), Some(Schedule::None))
        );
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
            assert!(
                !product.checkable || (resolved && !product.ingredients.is_empty()),
                "{}",
                product.description
            );
        }
    }
}
