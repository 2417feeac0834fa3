//! Drugs of a release of RxNorm as medications of the catalogue, in the words of the house's tables.

use super::vocabulary::{Vocabulary, set};
use crate::medication::rxnorm::{Drug, Release, Stated};
use crate::medication::{Ingredient, LONGEST_DESCRIPTION, Medication, Schedule, Unit, form};
use model::Ndc;
use std::collections::HashMap;

const SOURCE: &str = "RxNorm Current Prescribable Content; classes: FDA NDC Directory 2019-04";

/// A release held against what the house knows.
pub(super) struct Loaded<'a> {
    vocabulary: &'a Vocabulary,
    drugs: Vec<(Drug, Vec<Ingredient>)>,
    /// The strictest that labels say of drugs with exactly these ingredients.
    sets: HashMap<Vec<String>, Stated>,
    /// And of anything an ingredient is in.
    anywhere: HashMap<String, Stated>,
}

impl<'a> Loaded<'a> {
    pub(super) fn of(release: Release, vocabulary: &'a Vocabulary) -> Self {
        let mut loaded =
            Self { vocabulary, drugs: Vec::new(), sets: HashMap::new(), anywhere: HashMap::new() };
        for drug in release.drugs {
            let ingredients: Vec<Ingredient> =
                drug.ingredients.iter().map(|ingredient| vocabulary.renamed(ingredient)).collect();
            if let Some(stated) = drug.stated {
                loaded.learn(set(&ingredients), stated);
            }
            loaded.drugs.push((drug, ingredients));
        }
        loaded
    }

    fn learn(&mut self, set: Vec<String>, stated: Stated) {
        for name in &set {
            let known = self.anywhere.entry(name.clone()).or_insert(stated);
            *known = known.stricter(stated);
        }
        let known = self.sets.entry(set).or_insert(stated);
        *known = known.stricter(stated);
    }

    pub(super) fn medications(mut self) -> Vec<Medication> {
        let drugs = std::mem::take(&mut self.drugs).into_iter();
        drugs.map(|(drug, ingredients)| self.medication(drug, ingredients)).collect()
    }

    fn medication(&self, drug: Drug, ingredients: Vec<Ingredient>) -> Medication {
        let set = set(&ingredients);
        let schedule = self.schedule(&drug, &set);
        let form = form::plain(&drug.dose_form);
        let names: Vec<&str> = ingredients.iter().map(|ingredient| ingredient.name.as_str()).collect();
        Medication {
            rxcui: Some(drug.rxcui),
            tty: drug.kind.tty().to_owned(),
            ndc: drug.packages.first().and_then(|ndc| shown(*ndc)),
            packages: drug.packages,
            ndc_product: None,
            name: names.join(" / "),
            prescribable: schedule.is_some() && can_be_sent(&drug.description),
            description: drug.description,
            brands: drug.brands,
            strength: drug.strengths.join(" / "),
            form_code: form::code(&drug.dose_form),
            quantity_unit: Unit::of_form(&form),
            form,
            schedule,
            classes: self.vocabulary.classes(&set),
            checkable: ingredients.iter().all(|ingredient| self.vocabulary.knows(ingredient)),
            ingredients,
            source: SOURCE.to_owned(),
        }
    }

    /// The schedule labels put the drug itself into; else the strictest of what labels and FDA's directory say of its set
    /// of ingredients; else of each of them. None where nothing can be relied on.
    fn schedule(&self, drug: &Drug, set: &[String]) -> Option<Schedule> {
        // A label that says "in none" does not outweigh what else is known.
        let own = drug.stated.filter(|stated| *stated != Stated::In(Schedule::None));
        match own.or_else(|| self.of_set(set)).or_else(|| self.of_each(drug, set))? {
            Stated::In(schedule) => Some(schedule),
            Stated::Unclear => None,
        }
    }

    fn of_set(&self, set: &[String]) -> Option<Stated> {
        strictest(self.sets.get(set), self.vocabulary.schedule_of_set(set))
    }

    /// FDA does not list a controlled drug without its schedule, so a label that states none of an ingredient that is
    /// newer than the directory says that it has none; but only where the release tells schedules at all.
    fn of_each(&self, drug: &Drug, set: &[String]) -> Option<Stated> {
        let silent = (drug.labelled && !self.sets.is_empty()).then_some(Stated::In(Schedule::None));
        let of = |name: &String| {
            let anywhere = || strictest(self.anywhere.get(name), self.vocabulary.schedule_anywhere(name));
            self.of_set(std::slice::from_ref(name)).or_else(anywhere).or(silent)
        };
        let each: Option<Vec<Stated>> = set.iter().map(of).collect();
        each?.into_iter().reduce(Stated::stricter)
    }
}

fn strictest(labels: Option<&Stated>, directory: Option<Schedule>) -> Option<Stated> {
    let stated = labels.copied().into_iter().chain(directory.map(Stated::In));
    stated.reduce(Stated::stricter)
}

fn shown(ndc: u64) -> Option<Ndc> {
    format!("{ndc:011}").parse().ok()
}

/// As SCRIPT's DrugDescription.
fn can_be_sent(description: &str) -> bool {
    description.len() <= LONGEST_DESCRIPTION && description.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

impl Medication {
    /// What a release knows beside what travels with the program; of two schedules the stricter counts.
    pub(super) fn complete(&mut self, other: Self) {
        let own = |ndc: &&u64| {
            self.ndc_product.is_some() && shown(**ndc).is_some_and(|ndc| self.is_packed_as(&ndc))
        };
        let chosen = other.packages.iter().find(own).or(other.packages.first()).and_then(|ndc| shown(*ndc));
        self.ndc = self.ndc.take().or(chosen);
        self.packages = other.packages;
        self.add_brands(other.brands);
        self.schedule = match (self.schedule, other.schedule) {
            (Some(own), Some(stated)) => Some(own.stricter(stated)),
            (own, _) => own,
        };
    }
}

#[cfg(test)]
mod tests;
