//! JSON that is not that of a file is refused with the path of the fault; changed JSON gives the changed file.

use proptest::prelude::*;
use x12::json::{Form, from_json};

use crate::files::remittance;
use crate::round_trip::{back, json};

#[test]
fn a_changed_element_changes_the_file() {
    let file = remittance();
    for (form, from, to) in [
        (Form::Arrays, "[\"CLP\",\"A1\"", "[\"CLP\",\"B7 é\""),
        (Form::Names, "\"CLP01 Patient Control Number\":\"A1\"", "\"CLP01 whatever\":\"B7 é\""),
    ] {
        let json = json(file.as_bytes(), form).expect("readable");
        assert!(json.contains(from), "{json}");
        let changed = back(&json.replace(from, to)).expect("allowed");
        assert_eq!(String::from_utf8_lossy(&changed), file.replace("CLP*A1", "CLP*B7 é"));
    }
}

#[test]
fn other_separators_rewrite_the_file() {
    let json = json(remittance().as_bytes(), Form::Arrays).expect("readable");
    let changed = json
        .replace("\"element\":\"*\"", "\"element\":\"|\"")
        .replace("\"component\":\":\"", "\"component\":\">\"");
    let error = back(&changed).expect_err("ISA16 is the old one").to_string();
    assert!(error.contains("/content/0/content/0: ISA11 or ISA16"), "{error}");
    let file = back(&changed.replace("\"T\",\":\"]", "\"T\",\">\"]")).expect("allowed");
    assert_eq!(String::from_utf8_lossy(&file), remittance().replace('*', "|").replace(':', ">"));
}

#[test]
fn faults_have_their_path() {
    let good = json(remittance().as_bytes(), Form::Arrays).expect("readable");
    let names = json(remittance().as_bytes(), Form::Names).expect("readable");
    let claim = "/content/0/content/1/content/1/content/6/content/1/content";
    let cases: Vec<(String, String)> = vec![
        (String::new(), "line 1, the document: '{' is expected".into()),
        ("[]".into(), "the document: '{' is expected".into()),
        ("{\"x12\":2,\"content\":[]}".into(), "/x12: this version".into()),
        ("{\"content\":[]}".into(), "/content: `x12` stands before".into()),
        ("{\"x12\":1}".into(), "the document: a document has `x12` and `content`".into()),
        ("{\"x12\":1,\"content\":[]} x".into(), "the document: something follows".into()),
        ("{\"x12\":1,\"content\":[[\"CLP\"]]}".into(), "/content/0: a segment stands before".into()),
        ("{\"x12\":1,\"content\":[{\"loop\":\"2100\"}]}".into(), "/content/0: an item has one of".into()),
        (
            "{\"x12\":1,\"content\":[{\"interchange\":\"1\",\"content\":[]}]}".into(),
            "/content/0/content: `delimiters` and".into(),
        ),
        (
            "{\"x12\":1,\"content\":[{\"raw\":\"\\ud800\"}]}".into(),
            "/content/0/raw: half of a surrogate".into(),
        ),
        (
            "{\"x12\":1,\"content\":[{\"raw\":\"€\",\"encoding\":\"latin1\"}]}".into(),
            "/content/0: Latin-1 has no".into(),
        ),
        (good.replace("\"A1\"", "\"A~1\""), format!("{claim}/0/1: the text has a separator")),
        (good.replace("\"A1\"", "\"A:1\""), format!("{claim}/0/1: the text has a separator")),
        (
            good.replace("[\"HC\",\"99213\"]", "[\"HC\",\"99^213\"]"),
            format!("{claim}/3/content/0/1/1: the text"),
        ),
        (good.replace("\"A1\"", "7"), format!("{claim}/0/1: text in double quotes")),
        (good.replace("\"A1\"", "{\"repeat\":[\"1\"],\"x\":1}"), format!("{claim}/0/1/x: an element is")),
        (
            good.replace("\"loop\":\"2100\"", "\"lop\":\"2100\""),
            "/content/6/content/1/lop: there is no such key".into(),
        ),
        (
            good.replace("\"segment_end\":\"~\"", "\"segment_end\":\"\\n\""),
            "/content/0/content: `segment_end` has no".into(),
        ),
        (
            good.replace("\"segment_end\":\"~\"", "\"segment_end\":\"x~\""),
            "/content/0/content: a segment ends with".into(),
        ),
        (
            good.replace("\"ZZ\",\"CLINIC ", "\"ZZ\",\"CLINIC"),
            "/content/0/content/0: the elements of ISA keep".into(),
        ),
        (good.replace("[\"ISA\"", "[\"GS\"],[\"ISA\""), "/content/0/content/0: the elements of ISA".into()),
        (names.replace("CLP01 ", "CLQ01 "), "CLQ01 Patient Control Number: a key begins with".into()),
        (names.replace("CLP01 ", "CLP00 "), "CLP00 Patient Control Number: a key begins with".into()),
        (names.replace("CLP01 ", "CLP02 "), "this element stands twice".into()),
        (names.replace("SVC01-01 ", "SVC02-01 "), "a key begins with".into()),
        (
            "{\"x12\":1,\"content\":[".to_owned() + &"{\"loop\":\"1\",\"content\":[".repeat(99),
            "nested too deep".into(),
        ),
        (good[..good.len() / 2].to_owned(), "cut".into()),
    ];
    for (json, expected) in cases {
        let error = back(&json).expect_err(&expected).to_string();
        assert!(error.contains(&expected), "{error}\nand not {expected}");
    }
}

#[test]
fn only_the_last_segment_may_go_without_terminator() {
    let json = json(remittance().trim_end_matches('~').as_bytes(), Form::Arrays).expect("readable");
    let changed = json.replace("\"end\":\"\"}", "\"end\":\"\"},[\"X\"]");
    let error = back(&changed).expect_err("nothing divides the two").to_string();
    assert!(error.contains("/content/0/content/3: the segment before has no terminator"), "{error}");
}

proptest! {
    #[test]
    fn no_json_makes_it_panic(text in "[\\[\\]{}\":,a-z0-9\\\\u~* ]{0,200}") {
        let _ = back(&text);
        let _ = back(&format!("{{\"x12\":1,\"content\":[{text}"));
    }

    #[test]
    fn broken_json_never_panics(at in 0..4000_usize, byte in any::<u8>()) {
        let mut json = json(remittance().as_bytes(), Form::Names).expect("readable").into_bytes();
        let length = json.len();
        json[at % length] = byte;
        let _ = from_json(json.as_slice(), std::io::sink());
    }
}
