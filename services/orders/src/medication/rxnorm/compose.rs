//! What a release says in pieces, put together to drugs.

use super::attribute::Attributes;
use super::concept::Concepts;
use super::line::Code;
use super::relation::Relations;
use super::{Drug, Kind, Release};
use crate::medication::{Ingredient, LONGEST_DESCRIPTION};
use model::Rxcui;
use std::collections::{BTreeSet, HashMap};

pub struct Composer {
    pub concepts: Concepts,
    pub relations: Relations,
    pub attributes: Attributes,
}

/// What is the same of a clinical drug and its branded ones.
struct Composition {
    ingredients: Vec<Ingredient>,
    strengths: Vec<String>,
    dose_form: String,
}

impl Composer {
    pub fn release(&self) -> Release {
        let brands = self.brands();
        let clinical = self.concepts.clinical.iter().map(|(code, name)| {
            let brands = brands.get(code).into_iter().flatten().map(|brand| (*brand).to_owned()).collect();
            self.drug(Kind::Clinical, *code, name, (*code, brands))
        });
        let branded = self.concepts.branded.iter().map(|(code, name)| {
            let generic = one(self
                .relations
                .generics
                .of(*code)
                .iter()
                .copied()
                .filter(|code| self.is_clinical(*code)))?;
            let brand = self.brand(*code)?.to_owned();
            self.drug(Kind::Branded, *code, name, (generic, vec![brand]))
        });
        let (mut drugs, mut left_out) = (Vec::new(), 0);
        for drug in clinical.chain(branded) {
            match drug {
                Some(drug) => drugs.push(drug),
                None => left_out += 1,
            }
        }
        Release { drugs, left_out }
    }

    fn is_clinical(&self, code: Code) -> bool {
        self.concepts.clinical.contains_key(&code)
    }

    fn brand(&self, branded: Code) -> Option<&str> {
        let brands = &self.concepts.brands;
        one(self.relations.ingredients.of(branded).iter().filter_map(|code| brands.get(code)))
            .map(String::as_str)
    }

    /// The brands of each clinical drug.
    fn brands(&self) -> HashMap<Code, BTreeSet<&str>> {
        let mut brands: HashMap<Code, BTreeSet<&str>> = HashMap::new();
        for branded in self.concepts.branded.keys() {
            for generic in self.relations.generics.of(*branded) {
                brands.entry(*generic).or_default().extend(self.brand(*branded));
            }
        }
        brands
    }

    /// None when the release does not say all of it, or says that it is for animals.
    fn drug(
        &self,
        kind: Kind,
        code: Code,
        name: &str,
        (generic, brands): (Code, Vec<String>),
    ) -> Option<Drug> {
        let of = &self.attributes;
        if of.for_animals.contains(&code) && !of.for_people.contains(&code) {
            return None;
        }
        let Composition { ingredients, strengths, dose_form } = self.composition(generic)?;
        Some(Drug {
            rxcui: rxcui(code)?,
            kind,
            description: self.description(code, name),
            ingredients,
            strengths,
            dose_form,
            brands,
            packages: of.packages.get(&code).cloned().unwrap_or_default(),
            stated: of.stated.get(&code).copied(),
            labelled: self.concepts.labelled.contains(&code),
        })
    }

    /// RxNorm's name, or its shorter one when only that fits into a prescription.
    fn description(&self, code: Code, name: &str) -> String {
        let short = || self.concepts.prescribable_names.get(&code).filter(|short| short.len() < name.len());
        let fitting = if name.len() > LONGEST_DESCRIPTION { short() } else { None };
        fitting.map_or(name, String::as_str).to_owned()
    }

    fn composition(&self, clinical: Code) -> Option<Composition> {
        let name = self.concepts.clinical.get(&clinical)?;
        let components = self.relations.components.of(clinical).iter();
        let mut parts: Vec<(usize, Ingredient, String)> =
            components.map(|code| self.part(*code, name)).collect::<Option<_>>()?;
        // As the drug's name has them.
        parts.sort_by_key(|(place, ..)| *place);
        let forms = &self.concepts.dose_forms;
        let dose_form =
            one(self.relations.dose_forms.of(clinical).iter().filter_map(|code| forms.get(code)))?.clone();
        let (ingredients, strengths): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|(_, ingredient, strength)| (ingredient, strength)).unzip();
        (!ingredients.is_empty()).then_some(Composition { ingredients, strengths, dose_form })
    }

    /// An ingredient with its strength, and where the drug's name names it.
    fn part(&self, component: Code, drug: &str) -> Option<(usize, Ingredient, String)> {
        let name = self.concepts.components.get(&component)?;
        let known = &self.concepts.ingredients;
        let ingredient =
            one(self.relations.ingredients.of(component).iter().filter(|code| known.contains_key(code)))?;
        let ingredient =
            Ingredient { name: known[ingredient].to_lowercase(), rxcui: Some(rxcui(*ingredient)?) };
        Some((drug.find(name.as_str()).unwrap_or(usize::MAX), ingredient, strength(name)?))
    }
}

/// The only one; where a release says two different things it says nothing.
fn one<T>(mut several: impl Iterator<Item = T>) -> Option<T> {
    let first = several.next()?;
    several.next().is_none().then_some(first)
}

fn rxcui(code: Code) -> Option<Rxcui> {
    code.0.to_string().parse().ok()
}

/// The last two words of a component: `amoxicillin 80 MG/ML` is `80 mg/mL`.
fn strength(component: &str) -> Option<String> {
    let mut words = component.rsplit(' ');
    let (unit, value) = (words.next()?, words.next()?);
    let is_number = value.starts_with(|c: char| c.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_number && !unit.is_empty()).then(|| format!("{value} {}", plain_unit(unit)))
}

/// Units as the house writes them.
fn plain_unit(unit: &str) -> String {
    let parts = unit.split('/').map(|part| match part {
        "ML" => "mL".to_owned(),
        "MEQ" => "mEq".to_owned(),
        "UNT" => "unit".to_owned(),
        "HR" => "h".to_owned(),
        "ACTUAT" => "actuation".to_owned(),
        other => other.to_lowercase(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_says_its_strength_at_its_end() {
        for (component, expected) in [
            ("lisinopril 10 MG", Some("10 mg")),
            ("amoxicillin 80 MG/ML", Some("80 mg/mL")),
            ("insulin glargine 100 UNT/ML", Some("100 unit/mL")),
            ("potassium chloride 20 MEQ", Some("20 mEq")),
            ("nicotine 0.583 MG/HR", Some("0.583 mg/h")),
            ("albuterol 0.09 MG/ACTUAT", Some("0.09 mg/actuation")),
            ("triamcinolone acetonide 1 MG/ML", Some("1 mg/mL")),
            ("inert ingredients", None),
            ("", None),
        ] {
            assert_eq!(strength(component).as_deref(), expected, "{component}");
        }
    }
}
