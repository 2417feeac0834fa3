//! A file becomes JSON and comes back byte for byte.

use proptest::prelude::*;
use x12::json::{Form, JsonError, from_json, to_json};

use crate::files::{USUAL, isa, remittance, samples};

pub(crate) fn json(file: &[u8], form: Form) -> Result<String, JsonError> {
    let mut json = Vec::new();
    to_json(file, &mut json, form)?;
    Ok(String::from_utf8(json).expect("JSON is UTF-8"))
}

pub(crate) fn back(json: &str) -> Result<Vec<u8>, JsonError> {
    let mut file = Vec::new();
    from_json(json.as_bytes(), &mut file)?;
    Ok(file)
}

/// Both forms, read by us and by serde_json.
fn survives(file: &[u8]) -> Result<(), String> {
    for form in [Form::Arrays, Form::Names] {
        let json = json(file, form).map_err(|error| format!("{form:?}: {error}"))?;
        serde_json::from_str::<serde_json::Value>(&json).map_err(|error| format!("{form:?}: {error}"))?;
        let again = back(&json).map_err(|error| format!("{form:?}: {error}\n{json}"))?;
        if again != file {
            return Err(format!("{form:?} gives\n{}\n{json}", String::from_utf8_lossy(&again)));
        }
    }
    Ok(())
}

#[test]
fn files_of_all_sorts_come_back() {
    let whole = remittance();
    let unusual = isa(['|', 'U', '>', '\n']);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("whole", whole.clone().into()),
        ("line breaks", whole.replace('~', "~\n").into()),
        ("line breaks of two characters", whole.replace('~', "~\r\n").into()),
        ("no line break at the end", whole.replace('~', "~\n").trim_end().into()),
        ("line breaks here and there", whole.replace("~N", "~\n\n  N").replace("~CLP", "\r\n~CLP").into()),
        ("blanks and NULs at the end", format!("{whole} \n\0\0\u{1a}").into()),
        ("byte order mark", format!("\u{feff}{whole}").into()),
        ("two with a mark before each", format!("\u{feff}{whole}\r\n\u{feff}{whole}").into()),
        ("text before", format!("Subject: ISA for you\r\n\r\n{whole}").into()),
        ("text after", format!("{whole}\nend of file").into()),
        ("segments after", format!("{whole}\nFOO*1~BAR*2~ \n").into()),
        ("text between", format!("{whole}\nmore:\n{whole}").into()),
        (
            "other separators",
            format!("{unusual}GS|HP|A|B\nST|835|1\nCLP|A>B|1\nSE|9|1\nGE\nIEA|1|2\n").into(),
        ),
        ("two of different separators", format!("{whole}{unusual}TA1|1\nIEA|0|1\n{whole}").into()),
        ("no terminator at the end", whole.trim_end_matches('~').into()),
        ("cut in a segment", whole[..600].into()),
        ("cut in a segment, with a line break", format!("{}\r\n", &whole[..600]).into()),
        ("cut after ISA", whole[..106].into()),
        ("wrong counts", whole.replace("SE*29", "SE*99").replace("IEA*1", "IEA*x").into()),
        ("nothing but trailers", format!("{}SE~GE~IEA~SE~GE~", isa(USUAL)).into()),
        ("envelopes in the wrong order", format!("{}ST*835*1~GS*HP~ISA*x~CLP*1~IEA~ST~", isa(USUAL)).into()),
        ("empty segments", format!("{}~~*~**~:^:~^^~", isa(USUAL)).into()),
        ("empty elements", format!("{}REF*~REF**~REF*:~REF*a::~REF*^~REF*a^^b:c^~", isa(USUAL)).into()),
        ("escapes", format!("{}A\"B*\\*\u{1}*\t*\u{7f}*é€😀*/~", isa(USUAL)).into()),
        ("quotes as separators", format!("{}A\"B\"\\\"'~", isa(['"', '\'', '\\', '~'])).into()),
        ("equal separators", format!("{}EB*A^B*C^D~", isa(['*', '^', '^', '~'])).into()),
        ("separators inside of ISA", isa(USUAL).replace("PAYER ", "PA~ER ").into()),
        ("long", format!("{}{}~", isa(USUAL), "X*".repeat(40_000)).into()),
        ("many blanks", format!("{}A~{}B~", isa(USUAL), " \n".repeat(100_000)).into()),
        ("no terminator ever", format!("{}{}", isa(USUAL), "é".repeat(900_000)).into()),
        ("a terminator after long", format!("{}{}~A*1~", isa(USUAL), "x".repeat(1_500_000)).into()),
    ];
    for (name, file) in cases {
        survives(&file).unwrap_or_else(|fault| panic!("{name}: {fault:.2000}"));
    }
}

#[test]
fn bytes_that_are_not_utf8_come_back() {
    let (mut file, mut late) = (remittance().into_bytes(), remittance().into_bytes());
    let at = 300;
    file[at] = 0xe9;
    survives(&file).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(json(&file, Form::Arrays).is_ok_and(|json| json.contains("\"encoding\":\"latin1\",\"content\"")));
    let notes = "NTE*ADD*caf\u{e9}~".repeat(3_000);
    late.extend_from_slice(notes.as_bytes());
    late.extend_from_slice(b"NTE*ADD*caf\xe9~NTE*ADD*caf\xc3\xa9~");
    survives(&late).unwrap_or_else(|fault| panic!("{fault:.2000}"));
    let json = json(&late, Form::Arrays).expect("readable");
    assert!(json.contains("{\"segment\":[\"NTE\",\"ADD\",\"café\"],\"encoding\":\"latin1\"}"));
}

#[test]
fn every_sample_comes_back() {
    let Some(files) = samples() else {
        println!("skipped: no samples; set X12_SAMPLES to a folder with INDEX.tsv");
        return;
    };
    assert!(files.len() > 100, "{} samples", files.len());
    for path in files {
        let file = std::fs::read(&path).expect("readable");
        match json(&file, Form::Arrays) {
            Ok(_) => survives(&file).unwrap_or_else(|fault| panic!("{}: {fault:.2000}", path.display())),
            Err(JsonError::X12(error)) => println!("{}: {error}", path.display()),
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
}

#[test]
fn loops_are_nested_and_named() {
    let json = json(remittance().as_bytes(), Form::Arrays).expect("readable");
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let set = &value["content"][0]["content"][1]["content"][1];
    assert_eq!(set["name"], "Health Care Claim Payment/Advice");
    let claim = &set["content"][6]["content"][1];
    assert_eq!((&claim["loop"], &claim["name"]), (&"2100".into(), &"Claim Payment Information".into()));
    assert_eq!(claim["content"][0][1], "A1");
    let line = &claim["content"][3];
    assert_eq!((&line["loop"], &line["content"][0][1][1]), (&"2110".into(), &"99213".into()));
    assert_eq!(set["content"][7][0], "SE");
}

/// Segments out of pieces that matter.
fn segments() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "ISA",
        "GS*HP*A*B*1*1*1*X*005010X221A1",
        "ST*835*1",
        "SE*1*1",
        "GE*1*1",
        "IEA*1*1",
        "CLP*1",
        "SVC*HC:1",
        "HL*1**20",
        "ST*837*2*005010X222A1",
        "ST*271*3*005010X279A1",
        "BHT*0019",
        "NM1*85",
        "LX*1",
        "LS*2120",
        "CAS*CO^:",
        "*",
        ":",
        "^",
        "~",
        "~\n",
        "\r\n~",
        " ",
        "\0",
        "\u{feff}",
        "é",
        "\"",
        "\\",
        "EB*1**30^98",
        "A",
    ];
    let word = prop_oneof![
        8 => prop::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        6 => Just(b"~".to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => Just(isa(USUAL).into_bytes()),
        1 => Just(isa(['|', '^', '>', '\n']).into_bytes()),
    ];
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn bytes_after_an_isa_come_back(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let file = [isa(USUAL).as_bytes(), &bytes].concat();
        survives(&file).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn segments_in_any_order_come_back(body in segments()) {
        let file = [isa(USUAL).as_bytes(), &body].concat();
        survives(&file).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_bytes_come_back_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if json(&bytes, Form::Arrays).is_ok() {
            survives(&bytes).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn slow_sources_make_no_difference(body in segments(), sizes in prop::collection::vec(1..40_usize, 1..9)) {
        struct Slow<'a>(&'a [u8], std::iter::Cycle<std::vec::IntoIter<usize>>);
        impl std::io::Read for Slow<'_> {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                let length = self.1.next().unwrap_or(1).min(into.len());
                std::io::Read::read(&mut self.0, &mut into[..length])
            }
        }
        let file = [isa(USUAL).as_bytes(), &body].concat();
        let mut slow = Vec::new();
        to_json(Slow(&file, sizes.clone().into_iter().cycle()), &mut slow, Form::Arrays)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let fast = json(&file, Form::Arrays).unwrap_or_default();
        prop_assert_eq!(&slow, fast.as_bytes());
        let mut again = Vec::new();
        from_json(Slow(&slow, sizes.into_iter().cycle()), &mut again)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again, file);
    }
}
