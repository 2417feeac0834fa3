//! The clinical drugs that travel with the program.

use crate::medication::table::{list, rows};
use crate::medication::{Ingredient, Medication, Unit};
use model::Rxcui;

pub(super) const MEDICATIONS: &str = include_str!("../../../reference/medications.tsv");

pub(super) fn all() -> impl Iterator<Item = Medication> {
    rows(MEDICATIONS).filter_map(|row| medication(&row))
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
        packages: Vec::new(),
        ndc: if ndc.is_empty() { None } else { Some(ndc.parse().ok()?) },
        ndc_product: Some((*product).to_owned()),
        name: names.replace(';', " / "),
        description: (*description).to_owned(),
        brands: Vec::new(),
        ingredients,
        strength: strength.replace(';', " / "),
        form: (*form).to_owned(),
        form_code: (!form_code.is_empty()).then(|| (*form_code).to_owned()),
        quantity_unit: Some(Unit::of_code(unit)?),
        schedule: Some(schedule.parse().ok()?),
        classes: list(classes),
        prescribable: true,
        checkable: true,
        source: (*source).to_owned(),
    })
}
