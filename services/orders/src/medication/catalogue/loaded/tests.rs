use super::*;
use crate::medication::Catalogue;
use crate::medication::rxnorm::{Kind, tests::sample};
use crate::medication::state_schedule;
use model::Rxcui;

fn loaded() -> &'static Catalogue {
    Box::leak(Box::new(Catalogue::of(Some(sample()))))
}

fn find(rxcui: &str) -> Medication {
    loaded().find(&rxcui.parse().expect("a code")).expect("in the catalogue").clone()
}

fn ndc(text: &str) -> Ndc {
    text.parse().expect("an NDC")
}

#[test]
fn what_travels_with_the_program_is_completed_and_stays_what_it_is() {
    let (before, after) = (Catalogue::get().find(&rxcui("314076")).expect("a seed"), find("314076"));
    assert_eq!(
        (
            &after.description,
            &after.strength,
            after.quantity_unit,
            &after.classes,
            after.schedule,
            &after.source
        ),
        (
            &before.description,
            &before.strength,
            before.quantity_unit,
            &before.classes,
            before.schedule,
            &before.source
        )
    );
    assert_eq!(after.ndc, Some(ndc("68180-0980-01")));
    assert!(before.ndc.is_none() && after.brands.iter().any(|brand| brand == "Zestril"));
    for package in ["68180-0980-01", "68180-0980-03", "0143-1267-01"] {
        assert!(after.is_packed_as(&ndc(package)), "{package}");
    }
    assert!(!after.is_packed_as(&ndc("68180-0980-02")), "withdrawn");
    assert!(!after.is_packed_as(&ndc("00000-0000-01")));
    assert!(!after.is_packed_as(&ndc("52427-0439-90")), "Zestril's own");
    assert_eq!(find("857002").schedule, Some(Schedule::II), "a label says CIII");
}

fn rxcui(code: &str) -> Rxcui {
    code.parse().expect("a code")
}

#[test]
fn a_branded_drug_is_one_of_its_own() {
    let zestril = find("104377");
    assert_eq!((zestril.tty.as_str(), zestril.name.as_str()), ("SBD", "lisinopril"));
    assert_eq!(zestril.ndc, Some(ndc("00310-0131-10")));
    assert!(zestril.is_packed_as(&ndc("52427-0439-90")) && !zestril.is_packed_as(&ndc("68180-0980-01")));
    assert!(zestril.prescribable && zestril.checkable);
    assert_eq!(zestril.classes, ["Angiotensin Converting Enzyme Inhibitor"]);
    assert_eq!((zestril.quantity_unit, zestril.form_code.as_deref()), (Some(Unit::Tablet), Some("C42998")));
    let found: Vec<_> =
        loaded().search("zestril 10 mg", None, 5).into_iter().map(|(_, found)| found).collect();
    let codes: Vec<_> =
        found.iter().filter_map(|found| found.medication.rxcui.as_ref()).map(Rxcui::as_str).collect();
    assert_eq!(codes, ["314076", "104377"]);
}

#[test]
fn codes_of_packages_and_products_lead_to_the_drug() {
    for (asked, expected) in [
        ("52427043990", "104377"),
        ("52427-0439-90", "104377"),
        ("52427-0439", "104377"),
        ("52427-0439-12", "104377"),
        ("0143-3993", "310431"),
        ("00143399301", "310431"),
        ("0143-1267", "314076"),
    ] {
        let found = loaded().search(asked, None, 5);
        let codes: Vec<_> = found.iter().filter_map(|(_, found)| found.medication.rxcui.as_ref()).collect();
        assert_eq!(codes, [&rxcui(expected)], "{asked}");
    }
    assert!(loaded().search("00000-0000", None, 5).is_empty());
}

#[test]
fn a_product_of_the_directory_is_not_listed_beside_the_drug_it_is_packed_as() {
    let listed = |catalogue: &Catalogue| {
        catalogue.medications.iter().filter(|m| m.ndc_product.as_deref() == Some("0143-3993")).count()
    };
    assert_eq!((listed(Catalogue::get()), listed(loaded())), (1, 0));
    assert_eq!(loaded().product("0143-3993").and_then(|m| m.rxcui.clone()), Some(rxcui("310431")));
    assert!(find("310431").brands.iter().any(|brand| brand == "Neurontin"), "the product's");
}

#[test]
fn schedules_are_the_strictest_that_can_be_relied_on() {
    for (code, expected, why) in [
        ("1049621", Some(Schedule::II), "its labels"),
        ("99000101", Some(Schedule::II), "labels of the same ingredient, and FDA's directory"),
        ("835603", Some(Schedule::IV), "FDA's directory; one product there has none"),
        ("99000107", Some(Schedule::IV), "a label of a drug newer than the directory"),
        ("200224", Some(Schedule::None), "FDA's directory"),
        ("99000105", Some(Schedule::None), "newer than the directory, with a label that states none"),
        ("99000106", None, "newer than the directory, without a label"),
    ] {
        let medication = find(code);
        assert_eq!(medication.schedule, expected, "{code}: {why}");
        assert_eq!(medication.prescribable, expected.is_some(), "{code}");
    }
}

#[test]
fn a_silent_label_says_nothing_where_no_label_speaks() {
    let mut release = sample();
    release.drugs.iter_mut().for_each(|drug| drug.stated = None);
    let catalogue = Catalogue::of(Some(release));
    for (code, expected) in [
        ("99000105", None),
        ("99000107", None),
        ("1049621", Some(Schedule::II)),
        ("835603", Some(Schedule::IV)),
    ] {
        let medication = catalogue.find(&rxcui(code)).expect("in the catalogue");
        assert_eq!((medication.schedule, medication.prescribable), (expected, expected.is_some()), "{code}");
    }
}

#[test]
fn a_label_that_is_not_understood_keeps_the_drug_from_being_prescribed() {
    let mut release = sample();
    for drug in release.drugs.iter_mut().filter(|drug| drug.rxcui.as_str() == "200224") {
        drug.stated = Some(Stated::Unclear);
    }
    let catalogue = Catalogue::of(Some(release));
    assert!(catalogue.find(&rxcui("200224")).is_some_and(|m| m.schedule.is_none() && !m.prescribable));
}

/// What a drug made of this becomes.
fn made(ingredients: &[(&str, &str)], stated: Option<Stated>) -> Medication {
    let mut release = sample();
    let strengths = vec!["1 mg".to_owned(); ingredients.len()];
    let ingredients = ingredients
        .iter()
        .map(|(name, code)| Ingredient { name: (*name).to_owned(), rxcui: Some(rxcui(code)) });
    release.drugs.push(Drug {
        rxcui: rxcui("99000999"),
        kind: Kind::Clinical,
        description: "made up 1 MG Oral Tablet".to_owned(),
        ingredients: ingredients.collect(),
        strengths,
        dose_form: "Oral Tablet".to_owned(),
        brands: Vec::new(),
        packages: Vec::new(),
        stated,
        labelled: true,
    });
    Catalogue::of(Some(release)).find(&rxcui("99000999")).expect("in the catalogue").clone()
}

#[test]
fn sets_of_ingredients_come_before_each_of_them() {
    let (acetaminophen, codeine) = (("acetaminophen", "161"), ("codeine", "2670"));
    let (lisinopril, tirzepatide) = (("lisinopril", "29046"), ("tirzepatide", "2601723"));
    for (ingredients, expected) in [
        (&[codeine][..], Some(Schedule::II)),
        (&[acetaminophen, codeine], Some(Schedule::III)),
        (&[codeine, acetaminophen], Some(Schedule::III)),
        (&[lisinopril, codeine], Some(Schedule::II)),
        (&[lisinopril, acetaminophen], Some(Schedule::None)),
        (&[lisinopril, tirzepatide], Some(Schedule::None)),
    ] {
        assert_eq!(made(ingredients, None).schedule, expected, "{ingredients:?}");
    }
    assert_eq!(
        made(&[lisinopril], Some(Stated::In(Schedule::V))).schedule,
        Some(Schedule::V),
        "its own label"
    );
    let denied = made(&[codeine], Some(Stated::In(Schedule::None)));
    assert_eq!(denied.schedule, Some(Schedule::II), "a label says none");
}

#[test]
fn ingredients_have_the_names_the_checks_compare_by() {
    let renamed = made(&[("alpha-lipoic acid", "6417")], None);
    assert!(
        renamed.checkable && loaded().has_ingredient(&renamed.ingredients[0].name),
        "{:?}",
        renamed.ingredients
    );
    let strange = made(&[("lisinopril", "29046"), ("tirzepatide", "2601723")], None);
    assert!(!strange.checkable, "one of two is not known");
    assert!(!find("99000105").checkable && find("197807").checkable);
    assert!(!loaded().has_ingredient("tirzepatide") && !loaded().knows_ingredient(&rxcui("2601723")));
}

#[test]
fn a_name_that_script_cannot_carry_is_looked_up_only() {
    let mut release = sample();
    for (number, drug) in release.drugs.iter_mut().enumerate() {
        drug.description =
            if number % 2 == 0 { "x".repeat(106) } else { "caf\u{e9} 1 MG Oral Tablet".to_owned() };
    }
    let catalogue = Catalogue::of(Some(release));
    let medication = |code| catalogue.find(&rxcui(code)).expect("in the catalogue");
    assert!(!medication("200224").prescribable && !medication("835603").prescribable);
    assert!(medication("314076").prescribable, "the seed has a name of its own");
}

#[test]
fn state_schedules_and_doses_work_for_what_is_loaded() {
    let gabapentin = find("310431");
    assert_eq!(state_schedule::of(&gabapentin, &"KY".parse().expect("a state")), Some(Schedule::V));
    let strength = find("197807").single_strength().expect("a weight");
    assert_eq!(strength.nanograms, 800_000_000);
}
