//! `x12 ack`, `x12 split`, `x12 stats`, `x12 diff`.

use std::error::Error;
use std::path::Path;

use crate::files::{claims, remittance};
use crate::run::x12;

const AT: [&str; 4] = ["--at", "2026-03-10T08:00:00Z", "--control", "17"];

#[test]
fn a_file_is_acknowledged() {
    let ran = x12(&[&["ack"], &AT[..]].concat(), remittance().as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let isa = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260310*0800*^*00501*000000017*0*T*:~";
    let group =
        "GS*FA*CLINIC*PAYER*20260310*0800*17*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HP*7*005010X221A1~";
    let end = "IK5*A~AK9*A*1*1*1~SE*6*0001~GE*1*17~IEA*1*000000017~";
    let text = ran.text();
    assert!(text.starts_with(&format!("{isa}{group}AK2*835*0001")) && text.ends_with(end), "{text}");
    assert_eq!(x12(&["validate", "--strict"], &ran.out).code, 0);
}

#[test]
fn what_is_refused_exits_with_one() {
    let wrong = remittance().replace("SE*29", "SE*26");
    let ran = x12(&[&["ack", "--999", "--lines"], &AT[..]].concat(), wrong.as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.text().contains("IK5*R*4~\nAK9*R*1*1*0~\n"), "{}", ran.text());
    let wrong = remittance().replace("IEA*1*000000042", "IEA*2*000000042");
    let ran = x12(&[&["ack", "--ta1"], &AT[..]].concat(), wrong.as_bytes());
    assert!(
        ran.code == 1 && ran.text().contains("TA1*000000042*260309*1405*R*021~IEA*0*000000017~"),
        "{}",
        ran.text()
    );
}

#[test]
fn acknowledgments_are_not_acknowledged() {
    let first = x12(&["ack"], remittance().as_bytes());
    let again = x12(&["ack"], &first.out);
    assert_eq!((again.code, again.text()), (0, String::new()));
    assert!(again.err.contains("holds 999s, which are never acknowledged"), "{}", again.err);
    let ran = x12(&["ack", "--json"], remittance().as_bytes());
    assert_eq!(ran.json()["answers"][0]["groups"][0]["status"], "A");
}

fn part(folder: &Path, number: u32) -> std::io::Result<String> {
    std::fs::read_to_string(folder.join(format!("part-{number:06}.edi")))
}

#[test]
fn claims_become_interchanges_of_their_own() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().display().to_string();
    let arguments = ["split", "--by", "claim", "--out", &out, "--control", "501", "-"];
    let ran = x12(&arguments, claims().as_bytes());
    assert_eq!((ran.code, ran.text().starts_with("3 parts in ")), (0, true), "{} {}", ran.text(), ran.err);
    let second = part(folder.path(), 2)?;
    for piece in ["*000000502*", "HL*2*1*22*0~", "NM1*IL*1*ROE*", "CLM*B2*", "GE*1*1~IEA*1*000000502~"] {
        assert!(second.contains(piece), "{piece} is not in {second}");
    }
    for gone in ["CLM*B1*", "CLM*B3*", "NM1*IL*1*DOE"] {
        assert!(!second.contains(gone), "{gone} is in {second}");
    }
    for number in 1..=3 {
        let ran = x12(&["validate"], part(folder.path(), number)?.as_bytes());
        assert_eq!(ran.code, 0, "{number}: {}", ran.text());
    }
    let again = x12(&arguments, claims().as_bytes());
    assert!(again.code == 2 && again.err.contains("--force overwrites it"), "{}", again.err);
    let forced = [&arguments[..], &["--force", "--json"]].concat();
    assert_eq!(x12(&forced, claims().as_bytes()).json()["parts"].as_array().map(Vec::len), Some(3));
    Ok(())
}

#[test]
fn money_beside_the_claims_is_a_part() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().display().to_string();
    let file = remittance().replace("SE*29", "PLB*1234567893*20261231*WO:X*10~SE*30");
    let ran = x12(&["split", "--by", "claim", "--out", &out, "-"], file.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let last = part(folder.path(), 3)?;
    assert!(last.contains("REF*TJ*123456789~PLB*1234567893*20261231*WO:X*10~SE*12*0001~"), "{last}");
    Ok(())
}

#[test]
fn other_parts_keep_what_is_in_them() -> Result<(), Box<dyn Error>> {
    let lines = remittance().replace('~', "~\r\n");
    let two =
        lines.replace("SE*29*0001~\r\n", "SE*29*0001~\r\nST*835*0002~\r\nBPR*H*0*C*NON~\r\nSE*9*x~\r\n");
    for (by, expected) in [("interchange", 1), ("group", 1), ("transaction", 2)] {
        let folder = tempfile::tempdir()?;
        let out = folder.path().display().to_string();
        let ran = x12(&["split", "--by", by, "--out", &out, "-"], two.as_bytes());
        assert!(ran.text().starts_with(&format!("{expected} part")), "{by}: {} {}", ran.text(), ran.err);
        let first = part(folder.path(), 1)?;
        let whole = if expected == 1 {
            two.replace("GE*1*", "GE*2*").replace("SE*9*x", "SE*3*0002")
        } else {
            lines.clone()
        };
        assert_eq!(first, whole, "{by}");
    }
    Ok(())
}

#[test]
fn counts_and_sums() {
    let json = x12(&["stats", "--json"], remittance().as_bytes()).json();
    let file = &json["files"][0];
    assert_eq!(
        (&file["segments_by_id"]["CLP"], &file["transaction_sets"]["835"]),
        (&2.into(), &1.into()),
        "{file}"
    );
    for (key, amount) in [("claims_charged", "300.00"), ("claims_paid", "150.00"), ("payments", "150.00")] {
        assert_eq!(file[key]["amount"], amount, "{key}");
    }
    assert_eq!(
        (&file["adjustments"][0]["code"], &file["adjustments"][0]["amount"]),
        (&"CO-45".into(), &"80.00".into())
    );
    let text = x12(&["stats"], claims().as_bytes()).text();
    for line in [
        "claims sent (CLM02)      3  240.00",
        "99213          2  160.00",
        "837P  2300        3  Claim Information",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert_eq!(x12(&["stats"], b"hello").code, 2);
}

#[test]
fn files_are_compared_by_what_they_say() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("left.835");
    std::fs::write(&path, remittance())?;
    let path = path.display().to_string();
    let spelled = remittance()
        .replace("*80*20*", "*80.00*020.0*")
        .replace("000000042", "000000043")
        .replace("GE*1*7", "GE*1*8")
        .replace("260309*1405", "260310*0900")
        .replace('~', "~\n")
        .replace('*', "|");
    let changed = remittance()
        .replace("CAS*PR*2*20", "CAS*PR*3*20")
        .replace("LQ*HE*N130~", "")
        .replace("CLP*A2", "CLP*A3");
    for (name, right, code, expected) in [
        ("same", remittance(), 0, "The two files say the same."),
        ("other spelling", spelled, 0, "The two files say the same."),
        ("an element", changed.clone(), 1, "~ CAS02 Adjustment Reason Code: 2 -> 3"),
        ("a claim", changed.clone(), 1, "- claim A2 (loop 2100): 10 segments"),
        ("another claim", changed, 1, "+ claim A3 (loop 2100): 9 segments"),
        ("a segment", remittance().replace("LQ*HE*N130~", ""), 1, "- LQ*HE*N130  Health Care Remark Codes"),
        ("a line", remittance().replace("SVC*HC:36415*50*0**1~", ""), 1, "loop 2110"),
    ] {
        let ran = x12(&["diff", &path, "-"], right.as_bytes());
        assert_eq!(ran.code, code, "{name}: {} {}", ran.text(), ran.err);
        assert!(ran.text().contains(expected), "{name}: {expected} is not in\n{}", ran.text());
    }
    let json =
        x12(&["diff", "--json", &path, "-"], remittance().replace("*PR*2*", "*PR*3*").as_bytes()).json();
    assert_eq!((&json["equal"], &json["changes"][0]["element"]), (&false.into(), &"CAS02".into()), "{json}");
    assert_eq!(x12(&["diff", "-", "-"], b"").code, 2);
    Ok(())
}
