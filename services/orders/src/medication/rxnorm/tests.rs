use super::*;
use std::fmt::Write as _;

const CONCEPTS: &str = include_str!("../../../tests/rrf/RXNCONSO.RRF");
const RELATIONS: &str = include_str!("../../../tests/rrf/RXNREL.RRF");
const ATTRIBUTES: &str = include_str!("../../../tests/rrf/RXNSAT.RRF");

/// A sample of our own making: names and codes are RxNorm's as far as they are known here, codes from 99000000 are not.
pub(crate) fn sample() -> Release {
    read(CONCEPTS, RELATIONS, ATTRIBUTES).expect("it is read")
}

fn read(concepts: &str, relations: &str, attributes: &str) -> Result<Release, Mistake> {
    let [concepts, relations, attributes] = [concepts, relations, attributes].map(str::as_bytes);
    Release::read(Files { concepts, relations, attributes })
}

fn drug<'a>(release: &'a Release, rxcui: &str) -> &'a Drug {
    release.drugs.iter().find(|drug| drug.rxcui.as_str() == rxcui).expect("in the release")
}

#[test]
fn a_drug_is_put_together_from_three_files() {
    let release = sample();
    let lisinopril = drug(&release, "314076");
    assert_eq!(lisinopril.description, "lisinopril 10 MG Oral Tablet");
    assert_eq!(lisinopril.kind, Kind::Clinical);
    assert_eq!(lisinopril.ingredients[0].name, "lisinopril");
    assert_eq!(lisinopril.ingredients[0].rxcui.as_ref().map(Rxcui::as_str), Some("29046"));
    assert_eq!(
        (lisinopril.strengths.as_slice(), lisinopril.dose_form.as_str()),
        (&["10 mg".to_owned()][..], "Oral Tablet")
    );
    assert_eq!(lisinopril.brands, ["Zestril"]);
    assert_eq!(
        lisinopril.packages,
        [68_180_098_001, 68_180_098_003],
        "neither a withdrawn one nor a label's own"
    );
    let zestril = drug(&release, "104377");
    assert_eq!((zestril.kind, zestril.brands.as_slice()), (Kind::Branded, &["Zestril".to_owned()][..]));
    assert_eq!(zestril.ingredients, lisinopril.ingredients);
    assert_eq!(zestril.packages, [310_013_110, 52_427_043_990], "in order, whatever the file's order");
}

#[test]
fn ingredients_stand_in_the_order_of_the_name() {
    let release = sample();
    let both = drug(&release, "857002");
    let names: Vec<&str> = both.ingredients.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["acetaminophen", "hydrocodone"], "the file has them the other way round");
    assert_eq!(both.strengths, ["325 mg", "5 mg"]);
}

#[test]
fn what_is_withdrawn_for_animals_or_incomplete_is_no_drug() {
    let release = sample();
    assert_eq!((release.drugs.len(), release.left_out), (13, 2), "one for animals, one without ingredients");
    for absent in ["99000108", "99000109", "99000110", "99000120"] {
        assert!(release.drugs.iter().all(|drug| drug.rxcui.as_str() != absent), "{absent}");
    }
}

#[test]
fn labels_speak_of_schedules_and_the_strictest_counts() {
    let release = sample();
    assert_eq!(drug(&release, "1049621").stated, Some(Stated::In(Schedule::II)), "one label says CIII");
    assert_eq!(drug(&release, "99000107").stated, Some(Stated::In(Schedule::IV)));
    assert_eq!(drug(&release, "835603").stated, None);
    assert!(drug(&release, "99000105").labelled && !drug(&release, "99000106").labelled);
}

/// One drug of one ingredient under a name of this length, and a shorter one.
fn named(name: &str, short: &str) -> String {
    let concepts = [
        ("1", "IN", "substance"),
        ("2", "SCDC", "substance 1 MG"),
        ("3", "DF", "Oral Tablet"),
        ("4", "SCD", name),
        ("4", "PSN", short),
    ];
    let mut text = String::new();
    for (code, term_type, name) in concepts {
        writeln!(text, "{code}|ENG||||||1||{code}||RXNORM|{term_type}|{code}|{name}||N|4096|").expect("text");
    }
    text
}

#[test]
fn a_name_too_long_for_script_gives_way_to_the_shorter_one() {
    let relations = "1||CUI|RO|2||CUI|has_ingredient|||RXNORM|||||4096|\n2||CUI|RO|4||CUI|consists_of|||RXNORM|||||4096|\n\
        3||CUI|RO|4||CUI|has_dose_form|||RXNORM|||||4096|\n";
    let long = "x".repeat(106);
    for (name, short, expected) in [
        ("substance 1 MG Oral Tablet", "short", "substance 1 MG Oral Tablet"),
        (long.as_str(), "short", "short"),
        (long.as_str(), &"y".repeat(200), long.as_str()),
    ] {
        let release = read(&named(name, short), relations, "").expect("it is read");
        assert_eq!(release.drugs[0].description, expected);
    }
}

#[test]
fn a_damaged_file_is_refused_with_its_line_and_what_to_do() {
    let with = |text: &str, line: &str| format!("{text}{line}\n");
    let concept = "1|ENG||||||1||1||RXNORM|IN|1|substance||N|4096|";
    let long = format!("1|{}|", "x".repeat(70_000));
    let cases = [
        (
            with(CONCEPTS, "1|ENG||||||1||1||RXNORM|IN|1|substance||N|"),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: has 17 columns where RxNorm has 18.",
        ),
        (
            with(CONCEPTS, concept.trim_end_matches('|')),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: has 17 columns where RxNorm has 18.",
        ),
        (
            with(CONCEPTS, ""),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: has 1 columns where RxNorm has 18.",
        ),
        (
            with(CONCEPTS, &concept.replacen('1', "C0000001", 1)),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: its RXCUI is not a number of 1 to 8 digits.",
        ),
        (
            with(CONCEPTS, &concept.replacen('1', "123456789", 1)),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: its RXCUI is not a number",
        ),
        (
            with(CONCEPTS, &long),
            RELATIONS.to_owned(),
            ATTRIBUTES.to_owned(),
            "RXNCONSO.RRF, line 61: is longer than 65536 bytes.",
        ),
        (
            CONCEPTS.to_owned(),
            with(RELATIONS, "1||CUI|RO|2||CUI|"),
            ATTRIBUTES.to_owned(),
            "RXNREL.RRF, line 92: has 8 columns where RxNorm has 16.",
        ),
        (
            CONCEPTS.to_owned(),
            with(RELATIONS, "1||CUI|RO|||CUI|has_ingredient|||RXNORM|||||4096|"),
            ATTRIBUTES.to_owned(),
            "RXNREL.RRF, line 92: its RXCUI2 is not a number",
        ),
        (
            CONCEPTS.to_owned(),
            RELATIONS.to_owned(),
            with(ATTRIBUTES, "314076|||1|AUI|314076|||NDC|RXNORM|"),
            "RXNSAT.RRF, line 32: has 11 columns where RxNorm has 13.",
        ),
        (
            CONCEPTS.to_owned(),
            RELATIONS.to_owned(),
            with(ATTRIBUTES, "x|||1|AUI|314076|||NDC|RXNORM|68180098001|N|4096|"),
            "RXNSAT.RRF, line 32: its RXCUI is not a number",
        ),
        (String::new(), RELATIONS.to_owned(), ATTRIBUTES.to_owned(), "RXNCONSO.RRF: holds no drug"),
        (CONCEPTS.to_owned(), String::new(), ATTRIBUTES.to_owned(), "RXNCONSO.RRF: holds no drug"),
    ];
    for (concepts, relations, attributes, expected) in cases {
        let mistake = read(&concepts, &relations, &attributes).err().expect(expected).to_string();
        assert!(mistake.starts_with(expected), "{mistake}\n{expected}");
        let advice = mistake.contains("unpack the release again") || mistake.contains("Name a whole release");
        assert!(advice, "{mistake}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let attributes = [ATTRIBUTES.as_bytes(), b"314076|||1|AUI|314076|||NDC|RXNORM|\xff|N|4096|\n"].concat();
    let files = Files {
        concepts: CONCEPTS.as_bytes(),
        relations: RELATIONS.as_bytes(),
        attributes: attributes.as_slice(),
    };
    let mistake = Release::read(files).err().expect("refused").to_string();
    assert!(mistake.starts_with("RXNSAT.RRF, line 32: is not UTF-8."), "{mistake}");
}

#[test]
fn lines_may_end_as_they_do_on_windows() {
    let release = read(&CONCEPTS.replace('\n', "\r\n"), &RELATIONS.replace('\n', "\r\n"), ATTRIBUTES);
    assert_eq!(release.expect("it is read").drugs.len(), 13);
}
