//! What a 999 says of each finding, and that it is a sound 999 itself.

use x12::acknowledgment::{Acknowledger, InterchangeAnswer};
use x12::reader::Segments;
use x12::validate::{Level, Severity, Validator};
use x12::{X12Error, write_interchange};

use super::base::{BENEFITS, CLAIM, REMITTANCE, benefits, claims, remittance};
use super::findings;
use crate::values::header;

/// The answers to every interchange of a text.
pub(super) fn answers(text: &str) -> Vec<InterchangeAnswer> {
    let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
    let mut found = Vec::new();
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut found);
        acknowledger.push(&segment, &found);
        found.clear();
    }
    validator.finish(&mut found);
    acknowledger.finish(&found);
    std::iter::from_fn(|| acknowledger.take()).collect()
}

/// The 999 of each group, as an interchange of its own.
pub(super) fn written(answer: &InterchangeAnswer) -> Result<Vec<String>, X12Error> {
    let one = |ack: &x12::acknowledgment::Ack999| {
        write_interchange(&header(), "FA", "005010X231A1", &[ack.write("0001")?])
    };
    answer.groups.iter().map(one).collect()
}

/// IK3, CTX and IK4 of the 999 to a text.
fn errors(text: &str) -> Result<Vec<String>, X12Error> {
    let written = written(&answers(text)[0])?;
    let faults: Vec<_> =
        findings(&written[0]).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let lines =
        written[0].split('~').filter(|line| ["IK3", "CTX", "IK4"].contains(&&line[..3.min(line.len())]));
    Ok(lines.map(str::to_owned).collect())
}

#[test]
fn findings_become_segment_and_element_notes() -> Result<(), X12Error> {
    let cases: [(&str, &str, &[&str]); 8] = [
        ("TRN*1*12345*1512345678\n", "", &["IK3*TRN*3**3"]),
        ("N3*1 MAIN ST\n", "N3*1 MAIN ST\nN3*1 MAIN ST\n", &["IK3*N3*7**5", "CTX*TRN02:12345"]),
        ("LX*1\n", "ZZZ*1\nLX*1\n", &["IK3*ZZZ*10**1", "CTX*TRN02:12345"]),
        ("LX*1\n", "SBR*P\nLX*1\n", &["IK3*SBR*10**6", "CTX*TRN02:12345"]),
        (
            "N4*TOWN*NY*10001",
            "N4*TOWN*QQ*1",
            &["IK3*N4*7**8", "CTX*TRN02:12345", "IK4*2*156*7*QQ", "IK4*3*116*4*1"],
        ),
        ("SVC*HC:99213*100", "SVC*QQ:99213*100", &["IK3*SVC*14**8", "CTX*TRN02:12345", "IK4*1:1*235*7*QQ"]),
        ("CLP*A1*1*", "CLP*A1**", &["IK3*CLP*11**8", "CTX*TRN02:12345", "IK4*2*1029*1"]),
        ("CLP*A1*1*", "CLP*A:1*1*", &["IK3*CLP*11**8", "CTX*TRN02:12345", "IK4*1*1028*13"]),
    ];
    for (from, to, expected) in cases {
        assert_eq!(errors(&remittance(&REMITTANCE.replacen(from, to, 1)))?, expected, "{from:?} -> {to:?}");
    }
    let claim = claims(&CLAIM.replacen("DTP*472*D8*20260215", "DTP*472*D8*20261315", 1));
    assert_eq!(errors(&claim)?, ["IK3*DTP*23**8", "CTX*CLM01:A1", "IK4*3*1251*8*20261315"]);
    let benefit = benefits(&BENEFITS.replacen("NM1*P3*1*ROE", "NM1*P3*9*ROE", 1));
    assert_eq!(errors(&benefit)?, ["IK3*NM1*15*2120*8", "CTX*TRN02:T1", "IK4*2*1065*7*9"]);
    let benefit = benefits(&BENEFITS.replacen("30^98", "30^ZQ", 1));
    assert_eq!(errors(&benefit)?, ["IK3*EB*12**8", "CTX*TRN02:T1", "IK4*3::2*1365*7*ZQ"]);
    Ok(())
}

#[test]
fn what_segments_owe_each_other_is_told() -> Result<(), X12Error> {
    let cases: [(&str, &str, &[&str]); 4] = [
        ("11:B:1*", "11:B:7*", &["IK3*REF*18**I6", "CTX*CLM01:A1", "IK5*R*5"]),
        ("*1***1~", "*1***2~", &["IK3*SV1*22**8", "CTX*CLM01:A1", "IK4*7:1*1328*7*2", "IK5*R*5"]),
        ("CLM*A1*100*", "CLM*A1*101*", &["IK5*R*I5"]),
        ("DTP*472*D8*20260215", "DTP*472*D8*20260401", &["IK5*A"]),
    ];
    for (from, to, expected) in cases {
        let text = claims(CLAIM).replacen(from, to, 1);
        let written = written(&answers(&text)[0])?;
        assert_eq!(findings(&written[0]), []);
        let lines = written[0].split('~').filter(|line| line.starts_with("IK") || line.starts_with("CTX"));
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{from:?} -> {to:?}");
    }
    Ok(())
}

#[test]
fn an_acknowledgment_is_not_acknowledged() -> Result<(), X12Error> {
    let written = written(&answers(&remittance(REMITTANCE))[0])?;
    assert_eq!(findings(&written[0]), []);
    let [answer] = &answers(&written[0])[..] else { panic!("one interchange") };
    assert!(answer.groups.is_empty());
    assert_eq!(answer.ta1.note, "000");
    Ok(())
}
