//! Input that must be refused, each with a reason, none with a panic.

use script::{ScriptError, parse, parse_envelope};

use crate::example::golden;

fn with_doctype(doctype: &str) -> String {
    golden().replacen("?>\n", &format!("?>\n{doctype}"), 1)
}

fn nested(depth: usize) -> String {
    let message = golden();
    let bomb = format!("<NewRx>{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    message.replace("<NewRx>", &bomb)
}

const LAUGHS: &str =
    "<!DOCTYPE Message [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";

fn corpus() -> Vec<(&'static str, String)> {
    let xml = golden();
    let many = format!("<NewRx>{}", "<a/>".repeat(20_001));
    let attributes: String = (0..40).map(|n| format!(" a{n}='1'")).collect();
    vec![
        ("empty", String::new()),
        ("no xml", "MSH|^~\\&|".to_owned()),
        ("doctype", with_doctype("<!DOCTYPE Message>")),
        ("external entity", with_doctype("<!DOCTYPE Message SYSTEM \"file:///etc/passwd\">")),
        ("billion laughs", with_doctype(LAUGHS).replace("Nora", "&c;")),
        ("custom entity", xml.replace("Nora", "&nora;")),
        ("entity in an attribute", xml.replace("Qualifier=\"P\"", "Qualifier=\"&nora;\"")),
        ("illegal character", xml.replace("Nora", "No\u{1}ra")),
        ("illegal reference", xml.replace("Nora", "No&#1;ra")),
        ("huge reference", xml.replace("Nora", "&#x110000;")),
        ("depth bomb", nested(100_000)),
        ("a little too deep", nested(30)),
        ("too many elements", xml.replace("<NewRx>", &many)),
        ("too many attributes", xml.replace("<NewRx>", &format!("<NewRx{attributes}>"))),
        ("2 MB", xml.replace("Nora", &"N".repeat(2 * 1024 * 1024))),
        ("two roots", format!("{xml}{}", "<Message/>")),
        ("text after the root", format!("{xml}x")),
        ("wrong root", "<Envelope><Message/></Envelope>".to_owned()),
        ("wrapped twice", "<string>&lt;string&gt;x&lt;/string&gt;</string>".to_owned()),
        ("wrapped doctype", "<string>&lt;!DOCTYPE a&gt;&lt;Message/&gt;</string>".to_owned()),
        ("crossed tags", xml.replace("</Header><Body>", "<Body></Header>")),
        ("attribute twice", xml.replace("<To Qualifier=\"P\"", "<To Qualifier=\"P\" Qualifier=\"D\"")),
        ("text among elements", xml.replace("<NewRx>", "<NewRx>please")),
        ("undeclared prefix", xml.replace("<NewRx>", "<NewRx><v:x/>")),
        ("two transactions", xml.replace("</Body>", "<Status><Code>000</Code></Status></Body>")),
        ("no transaction", "<Message version='2017071'><Header/><Body/></Message>".to_owned()),
    ]
}

#[test]
fn hostile_documents_are_refused() {
    for (what, xml) in corpus() {
        assert!(parse(&xml).is_err(), "{what}");
    }
}

#[test]
fn a_message_cut_anywhere_is_refused() {
    let xml = golden();
    for (at, _) in xml.char_indices() {
        assert!(parse(&xml[..at]).is_err(), "cut at {at}");
        assert!(parse_envelope(&xml[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_bounds_name_themselves() {
    let find = |what: &str| corpus().into_iter().find(|(name, _)| *name == what).map(|(_, xml)| xml);
    for (what, expected) in [
        ("doctype", ScriptError::Doctype),
        ("billion laughs", ScriptError::Doctype),
        ("wrapped doctype", ScriptError::Doctype),
        ("2 MB", ScriptError::TooLarge { limit: 1024 * 1024 }),
        ("too many elements", ScriptError::TooMany { limit: 20_000 }),
        ("wrong root", ScriptError::WrongRoot),
        (
            "custom entity",
            ScriptError::Entity { path: "Body/NewRx/Patient/HumanPatient/Name/FirstName".to_owned() },
        ),
    ] {
        let xml = find(what).expect("a named member of the corpus");
        assert_eq!(parse(&xml).err(), Some(expected), "{what}");
    }
    assert!(matches!(parse(&nested(30)), Err(ScriptError::TooDeep { limit: 32, .. })));
}

#[test]
fn errors_name_the_element_and_never_the_value() {
    for (from, to, message) in [
        (
            "<Value>30</Value>",
            "<Value>secret</Value>",
            "Body/NewRx/MedicationPrescribed/Quantity/Value is not a decimal number without a sign: correct it and send again",
        ),
        (
            "<LastName>O'Hara-Lee</LastName>",
            "",
            "Body/NewRx/Patient/HumanPatient/Name/LastName is missing: add it",
        ),
        (
            "<DaysSupply>10</DaysSupply>",
            "<DaysSupply>10</DaysSupply><DaysSupply>20</DaysSupply>",
            "Body/NewRx/MedicationPrescribed/DaysSupply stands more than once: send it once",
        ),
        (
            "<Date>1988-02-29</Date>",
            "<Date>1987-02-29</Date>",
            "Body/NewRx/Patient/HumanPatient/DateOfBirth is not a date",
        ),
        ("09:30:00-05:00", "secret", "Header/SentTime is not a time with its offset"),
        ("0f3a5c1e9b7d", "0f3a5c1e9b7d0000", "Header/MessageID is not at most 35 characters long"),
        ("<From Qualifier=\"D\">7700000000001</From>", "", "Header/From is missing: add it"),
        (
            "<Gender>F</Gender>",
            "<Gender><Code>secret</Code></Gender>",
            "Body/NewRx/Patient/HumanPatient/Gender is not text",
        ),
    ] {
        assert!(golden().contains(from), "{from}");
        let error = parse(&golden().replace(from, to)).expect_err("a refusal").to_string();
        assert!(error.starts_with(message), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}
