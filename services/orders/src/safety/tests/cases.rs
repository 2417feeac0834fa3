//! The cases of dosing that were written down independently of this program, read where they lie beside the repository.

use super::written::content;
use crate::medication::{Catalogue, Medication};
use crate::safety::{Order, Outcome, Person, dose};
use serde_json::json;
use std::path::Path;

const BESIDE: &str = "shared/data/eprescribing/safety_cases.tsv";

/// Patient, order, ingredient and whether an alert is expected, of each case about doses.
fn cases() -> Option<Vec<[String; 4]>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?.join(BESIDE);
    let text = std::fs::read_to_string(beside).ok()?;
    let rows = text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let doses = rows.filter(|row| row[1] == "dose");
    Some(doses.map(|row| [row[2].clone(), row[4].clone(), row[5].clone(), row[7].clone()]).collect())
}

/// `age 8, 25 kg`.
fn person(text: &str) -> Person {
    let number = |before: &str, after: &str| {
        let parts = text.split(',').map(str::trim);
        let mut told = parts
            .filter_map(|part| part.strip_prefix(before)?.strip_suffix(after)?.trim().parse::<u32>().ok());
        told.next()
    };
    Person {
        age: number("age", "").expect("an age"),
        weight_grams: number("", "kg").map(|kg| u64::from(kg) * 1000),
    }
}

/// An oral drug of this one ingredient whose strength is a weight.
fn oral(ingredient: &str) -> &'static Medication {
    let found = Catalogue::get().search(&format!("{ingredient} oral tablet"), None, 200);
    let fits = |m: &&Medication| {
        m.ingredients.len() == 1
            && m.has_ingredient(ingredient)
            && m.form.contains("oral")
            && m.single_strength().is_some()
    };
    found.into_iter().map(|(_, found)| found.medication).find(fits).expect("such a drug")
}

#[test]
fn doses_are_judged_as_written_down() {
    let Some(cases) = cases() else {
        println!("skipped: {BESIDE} is not here");
        return;
    };
    assert!(!cases.is_empty());
    for [patient, order, ingredient, expected] in cases {
        let directions = order.trim_start_matches(&ingredient).split(" (").next().unwrap_or_default();
        let content = content("308191", &format!("Take{directions} by mouth"), json!({}));
        let order = Order::new(&content, oral(&ingredient));
        let verdict = dose::check(&order, &person(&patient));
        let found = if verdict.outcome == Outcome::Alerts { "alert" } else { "no_alert" };
        assert_eq!(found, expected, "{patient}: {directions}: {}", verdict.text);
        assert_ne!(verdict.outcome, Outcome::CouldNotCheck, "{patient}: {directions}: {}", verdict.text);
    }
}
