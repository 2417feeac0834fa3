//! ISA to IEA: what is found, and the codes by which TA1 and 999 tell it.

use x12::acknowledgment::Acknowledger;
use x12::reader::Segments;
use x12::validate::{Level, Validator};

use super::base::{REMITTANCE, remittance};
use super::{findings, short};

/// TA105, AK901 with AK905, and IK501 with IK502 of a text with one group and one transaction set.
fn answered(text: &str) -> String {
    let (mut validator, mut acknowledger) = (Validator::new(Level::Relation), Acknowledger::new());
    let mut found = Vec::new();
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut found);
        acknowledger.push(&segment, &found);
        found.clear();
    }
    validator.finish(&mut found);
    acknowledger.finish(&found);
    let answer = acknowledger.take().expect("one interchange");
    let groups = answer.groups.iter().map(|ack| {
        let sets = ack.transactions.iter().map(|set| format!(" {}{:?}", set.status.code(), set.codes));
        format!(" {}{:?}{}", ack.status.code(), ack.codes, sets.collect::<String>())
    });
    format!("{}{}", answer.ta1.note, groups.collect::<String>())
}

#[test]
fn one_fault_each() {
    let base = remittance(REMITTANCE);
    assert_eq!((short(&findings(&base)), answered(&base).as_str()), (vec![], "000 A[] A[]"));
    let cases: [(&str, &str, &[&str], &str); 19] = [
        ("SE*20*0001~", "SE*21*0001~", &["SetCount SE01"], r#"000 R[] R["4"]"#),
        ("SE*20*0001~", "SE*20*0002~", &["SetControl SE02"], r#"000 R[] R["3"]"#),
        ("SE*20*0001~", "", &["SetTrailer ST/GE"], r#"000 R[] R["2"]"#),
        ("SE*20*0001~GE*1*7~", "", &["SetTrailer ST/IEA", "GroupTrailer IEA"], r#"000 R["3"] R["2"]"#),
        ("GE*1*7~", "GE*2*7~", &["GroupCount GE01"], r#"000 R["5"] A[]"#),
        ("GE*1*7~", "GE*1*8~", &["GroupControl GE02"], r#"000 R["4"] A[]"#),
        ("GE*1*7~", "", &["GroupTrailer IEA"], r#"000 R["3"] A[]"#),
        ("IEA*1*000000042~", "IEA*2*000000042~", &["InterchangeCount IEA01"], "021 A[] A[]"),
        ("IEA*1*000000042~", "IEA*1*000000043~", &["InterchangeControl IEA02"], "001 A[] A[]"),
        ("IEA*1*000000042~", "", &["InterchangeCut "], "023 A[] A[]"),
        ("*260309*1405*^", "*261309*1405*^", &["ElementDate ISA09"], "014 A[] A[]"),
        ("*1*T*:~", "*1*X*:~", &["ElementCode ISA15"], "020 A[] A[]"),
        ("*ZZ*SENDER ", "*QQ*SENDER ", &["ElementCode ISA05"], "005 A[] A[]"),
        ("GS*HP*", "GS*HC*", &["GroupKind ST/ST"], r#"000 R["1"] A[]"#),
        ("ST*835*0001", "ST*850*0001", &["SetUnknown ST01"], r#"000 R[] R["1"]"#),
        ("GE*1*7~", "N1*PR*X~GE*1*7~", &["InterchangeContent N1"], "024 A[] A[]"),
        ("~N1*PR*EXAMPLE PAYER~", "~\n\n\n  N1*PR*EXAMPLE PAYER~", &["SegmentBlanks N1"], "000 A[] A[]"),
        ("X*005010X221A1", "X*005010X221", &["SetVersion ST/ST"], "000 E[] E[\"I6\"]"),
        ("BPR*I*80", "BPR*Q*80", &["ElementCode BPR01"], r#"000 R[] R["5"]"#),
    ];
    for (from, to, expected, answer) in cases {
        assert!(base.contains(from), "{from:?} is not in the base");
        let text = base.replacen(from, to, 1);
        assert_eq!(
            (short(&findings(&text)), answered(&text).as_str()),
            (strings(expected), answer),
            "{from} -> {to}"
        );
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn control_numbers_are_used_once() {
    let one = remittance(REMITTANCE);
    assert_eq!(short(&findings(&format!("{one}{one}"))), ["InterchangeDuplicate ISA13"]);
    let other = one.replace("000000042", "000000043");
    assert_eq!(short(&findings(&format!("{one}\n{other}"))), [""; 0]);
    let set = &one[one.find("ST*").expect("ST")..one.find("GE*").expect("GE")];
    let twice = one.replacen("GE*1", &format!("{set}GE*2"), 1);
    assert_eq!(short(&findings(&twice)), ["SetDuplicate ST02"]);
    let both = twice.replacen("SE*20*0001~ST*835*0001", "SE*20*0001~ST*835*0002", 1);
    let at = both.rfind("SE*20*0001").expect("the second SE");
    let both = format!("{}SE*20*0002{}", &both[..at], &both[at + 10..]);
    assert_eq!(short(&findings(&both)), [""; 0]);
}

#[test]
fn a_cut_text_tells_where_it_stops() {
    let base = remittance(REMITTANCE);
    let cut = &base[..base.find("SVC*").expect("SVC")];
    let found = findings(cut);
    assert_eq!(short(&found), ["SetTrailer ST/", "GroupTrailer ", "InterchangeCut "]);
    assert!(found.iter().all(|finding| finding.position.offset == cut.len()));
}

#[test]
fn groups_and_interchanges_are_not_empty() {
    let base = remittance(REMITTANCE);
    let (st, ge) = (base.find("ST*").expect("ST"), base.find("GE*").expect("GE"));
    let empty = format!("{}{}", &base[..st], base[ge..].replacen("GE*1", "GE*0", 1));
    assert_eq!(short(&findings(&empty)), ["GroupEmpty ST"]);
    let (gs, iea) = (base.find("GS*").expect("GS"), base.find("IEA*").expect("IEA"));
    let bare = format!("{}{}", &base[..gs], base[iea..].replacen("IEA*1", "IEA*0", 1));
    assert_eq!(short(&findings(&bare)), ["InterchangeContent IEA"]);
    let answering = bare.replacen("IEA*", "TA1*000000001*260309*1405*A*000~IEA*", 1);
    assert_eq!(short(&findings(&answering)), [""; 0]);
    assert_eq!(short(&findings("")), ["InterchangeContent "]);
    let group = &base[gs..iea];
    let twice = base.replacen("IEA*1", &format!("{group}IEA*2"), 1);
    assert_eq!(short(&findings(&twice)), ["GroupDuplicate GS06"]);
}

#[test]
fn a_version_not_known_is_told_once_and_its_syntax_checked() {
    let base = remittance(&REMITTANCE.replacen("DTM*405*20260301", "DTM*405*20261301", 1));
    let text = base.replacen("005010X221A1", "005010X999", 1);
    assert_eq!(short(&findings(&text)), ["GroupVersion GS08", "ElementDate DTM02"]);
    assert_eq!(answered(&text), r#"000 R["2"] R["5"]"#);
}

#[test]
fn deeper_levels_are_checked_on_demand() {
    let text = remittance(&REMITTANCE.replacen("DTM*405*20260301", "DTM*999*20261301", 1));
    let counted = |level| {
        let (mut validator, mut found) = (Validator::new(level), Vec::new());
        Segments::new(&text).map_while(Result::ok).for_each(|segment| validator.push(&segment, &mut found));
        validator.finish(&mut found);
        short(&found)
    };
    assert_eq!(counted(Level::Syntax), ["ElementDate DTM02"]);
    assert_eq!(counted(Level::Requirement), ["ElementCode DTM01", "ElementDate DTM02"]);
}
