//! A folder of messages outside the repository: each is read to the same meaning again, or refused for its shape.

use std::path::{Path, PathBuf};

use script::{Message, parse, write};

/// Refused for their shape, with the element that says so.
const REFUSED: [(&str, &str); 10] = [
    ("cosyte-legacy-version.xml", "Message states no version"),
    ("cosyte-newrx-edge-empties.xml", "Header/To is missing"),
    ("cosyte-newrx-sig-ambiguous-dose.xml", "Header/To is missing"),
    ("cosyte-newrx-sig-disagreement.xml", "Header/To is missing"),
    ("cosyte-newrx-structured-sig.xml", "Header/To is missing"),
    ("cosyte-newrx-variant-shapes.xml", "Header/To is missing"),
    ("cosyte-rxrenewal-response-ambiguous.xml", "Body/RxRenewalResponse/Response must hold exactly one of"),
    ("cosyte-rxrenewal-response-no-outcome.xml", "Body/RxRenewalResponse/Response must hold exactly one of"),
    ("cosyte-status-no-code.xml", "Header/To is missing"),
    ("cosyte-surescripts-version-2023011.xml", "Body/NewRx/Prescriber is missing"),
];

/// Where the samples lie when they lie beside the repository.
const BESIDE: &str = "shared/data/eprescribing/samples";

fn samples() -> Option<Vec<(String, String)>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(|p| p.join(BESIDE));
    let folder = std::env::var_os("SCRIPT_SAMPLES").map(PathBuf::from).or_else(beside)?;
    let files = std::fs::read_dir(&folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let xml = files.filter(|path| path.extension().is_some_and(|e| e == "xml"));
    xml.map(|path| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read_to_string(&path).ok()?)))
        .collect()
}

fn for_each_sample(judge: impl Fn(&str, &str)) {
    match samples() {
        Some(samples) => samples.iter().for_each(|(name, xml)| judge(name, xml)),
        None => println!("skipped: no SCRIPT samples here, name their folder in SCRIPT_SAMPLES"),
    }
}

fn assert_same_again(name: &str, read: &Message) {
    let written = write(read).unwrap_or_else(|error| panic!("{name}: {error}"));
    let again = parse(&written).unwrap_or_else(|error| panic!("{name}: {error}\n{written}"));
    assert!(again == *read, "{name}: {written}");
    assert_eq!(write(&again).as_ref(), Ok(&written), "{name}");
}

#[test]
fn samples_are_read_to_the_same_meaning_or_refused_for_their_shape() {
    for_each_sample(|name, xml| {
        let expected = REFUSED.iter().find(|(refused, _)| *refused == name);
        match (parse(xml), expected) {
            (Ok(read), None) => assert_same_again(name, &read),
            (Err(error), Some((_, reason))) => {
                assert!(error.to_string().starts_with(reason), "{name}: {error}")
            }
            (Err(error), None) => panic!("{name}: {error}"),
            (Ok(_), Some(_)) => panic!("{name} is read, but listed as refused"),
        }
    });
}

const HEADER: &str = "<Header><To>1</To><From>2</From><SentTime>2026-11-22T10:00:00Z</SentTime>";
const PATIENT: &str = "<Patient><HumanPatient><Name><LastName>A</LastName></Name></HumanPatient></Patient>";
const PRESCRIBER: &str =
    "<Prescriber><NonVeterinarian><Name><LastName>B</LastName></Name></NonVeterinarian></Prescriber>";

/// The prescriptions among the refused, with what they lack put in, so that the rest of their shape is read too.
fn completed(xml: &str) -> String {
    let mut xml = xml.to_owned();
    if !xml.contains("<To>") {
        xml = xml.replace("<Header>", HEADER);
    }
    for (start, part) in [("<Patient>", PATIENT), ("<Prescriber>", PRESCRIBER)] {
        if !xml.contains(start) {
            xml = xml.replace("<NewRx>", &format!("<NewRx>{part}"));
        }
    }
    xml
}

#[test]
fn incomplete_prescriptions_are_read_once_completed() {
    for_each_sample(|name, xml| {
        if name.starts_with("cosyte-newrx") || name.starts_with("cosyte-surescripts") {
            let read = parse(&completed(xml)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_same_again(name, &read);
        }
    });
}
