//! The reference data of medications, read once.

use super::table::{list, rows};
use super::{Ingredient, Medication, Unit};
use model::Rxcui;
use std::collections::HashMap;
use std::sync::LazyLock;

const MEDICATIONS: &str = include_str!("../../reference/medications.tsv");
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

pub struct Catalogue {
    /// By description, which is the order of search results.
    pub(super) medications: Vec<Medication>,
    by_rxcui: HashMap<Rxcui, usize>,
}

impl Catalogue {
    pub fn get() -> &'static Self {
        &CATALOGUE
    }

    pub fn find(&self, rxcui: &Rxcui) -> Option<&Medication> {
        self.by_rxcui.get(rxcui).map(|index| &self.medications[*index])
    }

    /// Whether any drug of the catalogue has this ingredient.
    pub fn has_ingredient(&self, name: &str) -> bool {
        self.medications.iter().any(|medication| medication.has_ingredient(name))
    }

    pub fn knows_ingredient(&self, rxcui: &Rxcui) -> bool {
        self.medications
            .iter()
            .flat_map(|medication| &medication.ingredients)
            .any(|known| known.rxcui == *rxcui)
    }

    fn read() -> Self {
        let mut medications: Vec<Medication> = rows(MEDICATIONS).filter_map(|row| medication(&row)).collect();
        medications.sort_by_key(|medication| medication.description.to_lowercase());
        let by_rxcui = medications.iter().enumerate().map(|(index, m)| (m.rxcui.clone(), index)).collect();
        Self { medications, by_rxcui }
    }
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
    let ingredients: Vec<_> =
        list(names).into_iter().zip(codes).map(|(name, rxcui)| Ingredient { name, rxcui }).collect();
    Some(Medication {
        rxcui: rxcui.parse().ok()?,
        tty: (*tty).to_owned(),
        ndc: if ndc.is_empty() { None } else { Some(ndc.parse().ok()?) },
        ndc_product: (*product).to_owned(),
        description: (*description).to_owned(),
        ingredients,
        strength: strength.replace(';', " / "),
        form: (*form).to_owned(),
        form_code: (!form_code.is_empty()).then(|| (*form_code).to_owned()),
        quantity_unit: Unit::of_code(unit)?,
        schedule: schedule.parse().ok()?,
        classes: list(classes),
        source: (*source).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medication::Schedule;

    #[test]
    fn every_row_of_the_reference_is_read() {
        let catalogue = Catalogue::get();
        assert_eq!(catalogue.medications.len(), rows(MEDICATIONS).count());
        assert_eq!(catalogue.by_rxcui.len(), catalogue.medications.len(), "an RXCUI stands twice");
        for medication in &catalogue.medications {
            assert!(
                !medication.ingredients.is_empty() && !medication.source.is_empty(),
                "{}",
                medication.description
            );
            assert!(medication.description.len() <= 105, "{}", medication.description);
        }
    }

    #[test]
    fn amoxicillin_is_what_it_is() {
        let amoxicillin =
            Catalogue::get().find(&"308191".parse().expect("a code")).expect("in the reference");
        assert_eq!(amoxicillin.description, "amoxicillin 500 MG Oral Capsule");
        assert_eq!(amoxicillin.ingredients[0].rxcui.as_str(), "723");
        assert_eq!(amoxicillin.ndc.as_ref().map(|ndc| ndc.as_str()), Some("00093310905"));
        assert_eq!((amoxicillin.quantity_unit, amoxicillin.schedule), (Unit::Capsule, Schedule::None));
        assert!(amoxicillin.is_packed_as(&"0093-3109-01".parse().expect("an NDC")));
        assert!(!amoxicillin.is_packed_as(&"0093-3107-01".parse().expect("an NDC")));
    }
}
