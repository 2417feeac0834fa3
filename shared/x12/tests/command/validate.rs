//! `x12 validate`.

use crate::files::remittance;
use crate::run::x12;

#[test]
fn exit_codes_say_what_was_found() {
    let good = remittance();
    let warned = good.replace("005010X221A1", "005010X221");
    for (name, arguments, file, code) in [
        ("nothing wrong", &["validate"][..], good.clone(), 0),
        ("a file that is named -", &["validate", "-"], good.clone(), 0),
        ("wrong count", &["validate"], good.replace("SE*29", "SE*26"), 1),
        ("out of balance", &["validate"], good.replace("BPR*I*150", "BPR*I*151"), 1),
        (
            "out of balance, not looked for",
            &["validate", "--level", "requirement"],
            good.replace("BPR*I*150", "BPR*I*151"),
            0,
        ),
        ("a code that is none", &["validate", "--level", "syntax"], good.replace("CLP*A1*1", "CLP*A1*77"), 0),
        ("a warning", &["validate"], warned.clone(), 0),
        ("a warning, strictly", &["validate", "--strict"], warned, 1),
        ("cut", &["validate"], good[..500].to_owned(), 1),
        ("text after", &["validate"], format!("{good}\nthe end"), 1),
        ("no X12", &["validate"], "hello".to_owned(), 2),
        ("empty", &["validate"], String::new(), 2),
        ("no such file", &["validate", "no/such/file"], String::new(), 2),
        ("no such option", &["validate", "--fast"], good, 2),
    ] {
        let ran = x12(arguments, file.as_bytes());
        assert_eq!(ran.code, code, "{name}: {} {}", ran.text(), ran.err);
        assert_eq!(ran.code == 2, !ran.err.is_empty(), "{name}: {}", ran.err);
    }
}

#[test]
fn a_finding_says_where_what_and_what_to_do() {
    let file = remittance().replace("CLP*A2*1", "CLP*A2*77");
    let text = x12(&["validate"], file.as_bytes()).text();
    for part in [
        "error    segment 19 (CLP), byte ",
        "loop 2100 Claim Payment Information",
        "CLP02 Claim Status Code \"77\": the code is not one of those allowed",
        "-> ",
        "transaction sets",
        "835",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let hidden = x12(&["validate", "--no-values"], file.as_bytes()).text();
    assert!(hidden.contains("CLP02 Claim Status Code: the code") && !hidden.contains("\"77\""), "{hidden}");
}

#[test]
fn json_has_every_part_of_a_finding() {
    let file = remittance().replace("CLP*A2*1", "CLP*A2*77");
    let json = x12(&["validate", "--json", "-", "no/such/file"], file.as_bytes()).json();
    let report = &json["files"][0];
    let finding = &report["findings"][0];
    assert_eq!(
        (&report["file"], &report["errors"], &report["transaction_sets"]["835"]),
        (&"-".into(), &1.into(), &1.into())
    );
    for (key, value) in [
        ("severity", "error"),
        ("level", "requirement"),
        ("rule", "ElementCode"),
        ("id", "CLP"),
        ("loop", "2100"),
        ("name", "Claim Status Code"),
        ("value", "77"),
    ] {
        assert_eq!(finding[key], value, "{key}: {finding}");
    }
    assert_eq!((&finding["segment"], &finding["element"]), (&19.into(), &2.into()));
    assert!(json["files"][1]["error"].is_string(), "{json}");
}

#[test]
fn at_most_so_many_findings_are_shown() {
    let file = remittance().replace("~DTM*472*2026", "~DTM*472*26");
    let ran = x12(&["validate", "--max", "1", "--json"], file.as_bytes());
    let report = &ran.json()["files"][0];
    assert_eq!(
        (report["findings"].as_array().map(Vec::len), &report["omitted"]),
        (Some(1), &2.into()),
        "{report}"
    );
    let text = x12(&["validate", "--max", "2"], file.as_bytes()).text();
    assert!(text.contains("… and 1 more; --max 0 shows all"), "{text}");
    let all = x12(&["validate", "--max", "0"], file.as_bytes()).text();
    assert_eq!(all.matches("DTM02 Service Date \"2603").count(), 3, "{all}");
}
