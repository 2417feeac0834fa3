//! `x12 explain`.

use crate::files::{eligibility, remittance};
use crate::run::x12;

#[test]
fn codes_are_explained_however_they_are_written() {
    for (words, expected) in [
        (&["CO-45"][..], "CO-45: Charge above"),
        (&["co", "45"], "CO-45: Charge above"),
        (&["CARC", "45"], "CARC 45 (claim adjustment reason): Charge above"),
        (&["CAS02", "45"], "CARC 45 (claim adjustment reason): Charge above"),
        (&["n130"], "RARC N130 (remittance advice remark): "),
        (&["A7:562:85"], "status 562 (claim status): NPI."),
        (&["AAA", "72"], "AAA 72 (reason of a rejected inquiry): The member id"),
        (&["pos", "11"], "place 11 (place of service): "),
        (&["42"], "AAA 42 (reason of a rejected inquiry): "),
        (&["find", "timely filing"], "CARC 29 (claim adjustment reason): "),
        (&["find", "timely", "filing"], "-> Appeal with proof of timely filing"),
    ] {
        let ran = x12(&[&["explain"], words].concat(), b"");
        assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
        assert!(ran.text().contains(expected), "{words:?}: {}", ran.text());
    }
}

#[test]
fn unknown_codes_and_files_are_told_what_to_do() {
    for (words, expected) in [
        (&["XX-99"][..], "x12 explain find XX-99"),
        (&["CARC", "9999"], "lists: CARC, RARC"),
        (&["find", "nosuchword"], "try fewer words"),
        (&["no/such/file"], "check the name"),
        (&["--list", "what=no.csv", "CO-45"], "one of CARC"),
    ] {
        let ran = x12(&[&["explain"], words].concat(), b"");
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.text());
        assert!(ran.err.contains(expected), "{words:?}: {}", ran.err);
    }
}

#[test]
fn official_lists_are_loaded() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("carc.csv");
    std::fs::write(&path, "code,text\n45,\"The official words, quoted.\"\n")?;
    let path = path.display().to_string();
    for list in [path.clone(), format!("carc={path}")] {
        let ran = x12(&["explain", "--list", &list, "CARC", "45", "--json"], b"");
        let code = &ran.json()["codes"][0];
        assert_eq!(
            (&code["meaning"], &code["wording"]),
            (&"The official words, quoted.".into(), &"official".into())
        );
    }
    Ok(())
}

#[test]
fn a_remittance_is_summed_up() {
    let text = x12(&["explain"], remittance().as_bytes()).text();
    for line in [
        "835 0001: payment 12345 of 150.00, by transfer (ACH) 2026-03-09",
        "  from ORCHARD HEALTH (id 1512345678)",
        "  to RIVER CLINIC (NPI 1234567893)",
        "  claim A1 (JANE DOE): charged 100.00, paid 80.00, patient owes 20.00. Decided as primary payer.",
        "    line 99213 on 2026-03-01: charged 100.00, paid 80.00",
        "      PR-2 20.00: Coinsurance",
        "      CO-97 50.00: ",
        "      N130: ",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let unbalanced = remittance().replace("BPR*I*150", "BPR*I*151");
    assert!(x12(&["explain"], unbalanced.as_bytes()).text().contains("Does not add up: payment"));
}

#[test]
fn json_has_amounts_and_next_steps() {
    let json = x12(&["explain", "--json", "-"], remittance().as_bytes()).json();
    let set = &json["files"][0]["transaction_sets"][0];
    assert_eq!(
        (&set["kind"], &set["paid"], &set["payment_number"]),
        (&"remittance".into(), &"150".into(), &"12345".into())
    );
    let claim = set["items"].as_array().and_then(|items| items.iter().find(|item| item["control"] == "A2"));
    let claim = claim.expect("the second claim");
    let adjustment = &claim["items"][0]["items"][0];
    assert_eq!((&claim["charged"], &claim["paid"]), (&"200".into(), &"70".into()));
    assert_eq!((&adjustment["reason"], &adjustment["next"]), (&"45".into(), &"write-off".into()));
}

#[test]
fn coverage_is_summed_up() {
    let text = x12(&["explain"], eligibility().as_bytes()).text();
    for line in [
        "JANE DOE (member W1) with ORCHARD HEALTH: active",
        "Active coverage; for Health benefit plan coverage",
        "Copayment; 25.00; Visit; ",
        "in network",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let rejected = eligibility().replace("EB*1**30~", "AAA*N**72*C~").replace("EB*B**98***27*25*****Y~", "");
    let text = x12(&["explain"], rejected.as_bytes()).text();
    assert!(
        text.contains("not answered") && text.contains("AAA 72 at the subscriber: The member id"),
        "{text}"
    );
}

#[test]
fn anything_else_has_an_outline() {
    let file = remittance().replace("TRN*1*12345*1512345678~", "");
    let text = x12(&["explain"], file.as_bytes()).text();
    assert!(text.contains("835 0001: Health Care Claim Payment/Advice"), "{text}");
    assert!(
        text.contains("It cannot be summed up: segment 3 (DTM)")
            && text.contains("2 x Claim Payment Information"),
        "{text}"
    );
}
