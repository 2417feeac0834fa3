//! What the house's own tables know of ingredients: their names, their classes, and the schedules of what contains them.

use crate::medication::{Ingredient, Medication, Schedule};
use model::Rxcui;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Words by which interactions, allergies and doses are compared.
#[derive(Default)]
pub(super) struct Vocabulary {
    names: HashSet<String>,
    by_code: HashMap<Rxcui, String>,
    sets: HashMap<Vec<String>, Known>,
    anywhere: HashMap<String, Schedule>,
}

struct Known {
    schedule: Schedule,
    classes: BTreeSet<String>,
}

impl Vocabulary {
    pub(super) fn of<'a>(medications: impl Iterator<Item = &'a Medication>) -> Self {
        let mut vocabulary = Self::default();
        for medication in medications {
            vocabulary.learn(medication);
        }
        vocabulary
    }

    fn learn(&mut self, medication: &Medication) {
        for ingredient in &medication.ingredients {
            self.names.insert(ingredient.name.clone());
            if let Some(code) = &ingredient.rxcui {
                self.by_code.entry(code.clone()).or_insert_with(|| ingredient.name.clone());
            }
        }
        let Some(schedule) = medication.schedule else { return };
        for ingredient in &medication.ingredients {
            let known = self.anywhere.entry(ingredient.name.clone()).or_insert(schedule);
            *known = known.stricter(schedule);
        }
        let set = set(&medication.ingredients);
        let known = self.sets.entry(set).or_insert(Known { schedule, classes: BTreeSet::new() });
        known.schedule = known.schedule.stricter(schedule);
        known.classes.extend(medication.classes.iter().cloned());
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(super) fn has_code(&self, code: &Rxcui) -> bool {
        self.by_code.contains_key(code)
    }

    pub(super) fn knows(&self, ingredient: &Ingredient) -> bool {
        self.has_name(&ingredient.name) || ingredient.rxcui.as_ref().is_some_and(|code| self.has_code(code))
    }

    /// By the name the house's tables have for it.
    pub(super) fn renamed(&self, ingredient: &Ingredient) -> Ingredient {
        if self.has_name(&ingredient.name) {
            return ingredient.clone();
        }
        let known = ingredient.rxcui.as_ref().and_then(|code| self.by_code.get(code));
        Ingredient { name: known.unwrap_or(&ingredient.name).clone(), rxcui: ingredient.rxcui.clone() }
    }

    /// The strictest schedule of what has exactly these ingredients.
    pub(super) fn schedule_of_set(&self, set: &[String]) -> Option<Schedule> {
        self.sets.get(set).map(|known| known.schedule)
    }

    /// The strictest schedule of anything the ingredient is in.
    pub(super) fn schedule_anywhere(&self, ingredient: &str) -> Option<Schedule> {
        self.anywhere.get(ingredient).copied()
    }

    /// The classes of what has exactly these ingredients, else of each alone.
    pub(super) fn classes(&self, set: &[String]) -> Vec<String> {
        if let Some(known) = self.sets.get(set) {
            return known.classes.iter().cloned().collect();
        }
        let alone = set.iter().filter_map(|name| self.sets.get(std::slice::from_ref(name)));
        let classes: BTreeSet<&String> = alone.flat_map(|known| &known.classes).collect();
        classes.into_iter().cloned().collect()
    }
}

/// Names in order: a drug's ingredients whatever order they are told in.
pub(super) fn set(ingredients: &[Ingredient]) -> Vec<String> {
    let names: BTreeSet<&String> = ingredients.iter().map(|ingredient| &ingredient.name).collect();
    names.into_iter().cloned().collect()
}

pub(super) fn same(one: &Medication, other: &Medication) -> bool {
    set(&one.ingredients) == set(&other.ingredients)
}
