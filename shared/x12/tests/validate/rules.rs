//! One break at a time, and all that is found of it.

use super::base::{BENEFITS, CLAIM, REMITTANCE, benefits, claims, remittance};
use super::{findings, short};
use x12::validate::Rule;

/// What to replace, by what, and the findings.
type Case = (&'static str, &'static str, &'static [&'static str]);

fn check(set: &str, wrap: fn(&str) -> String, cases: &[Case]) {
    assert_eq!(short(&findings(&wrap(set))), [""; 0]);
    for (from, to, expected) in cases {
        assert!(set.contains(from), "{from:?} is not in the base");
        let found = syntax(&wrap(&set.replacen(from, to, 1)));
        assert_eq!(found, *expected, "{from:?} replaced by {to:?}");
    }
}

/// What is found, but for the rules of levels 3 and 4, whose tests are in `consistency`.
fn syntax(text: &str) -> Vec<String> {
    let found = findings(text).into_iter();
    short(&found.filter(|finding| !matches!(finding.rule, Rule::Consistency(_))).collect::<Vec<_>>())
}

#[test]
fn values() {
    let cases: [Case; 24] = [
        ("BPR*I*", "BPR*Q*", &["ElementCode BPR01"]),
        ("BPR*I*80*", "BPR*I**", &["ElementMissing BPR02"]),
        ("BPR*I*80*", "BPR*I*80,00*", &["ElementCharacter BPR02"]),
        ("BPR*I*80*", "BPR*I*+80*", &["ElementCharacter BPR02"]),
        ("BPR*I*80*", "BPR*I*1234567890123456789*", &["ElementLong BPR02"]),
        ("BPR*I*80*", "BPR*I*-123456789012345.678*", &[]),
        ("*1512345678**01", "*151234567**01", &["ElementShort BPR10"]),
        ("*98765*20260302", "*98765*20260230", &["ElementDate BPR16"]),
        ("*98765*20260302", "*98765", &["ElementMissing BPR16"]),
        ("DTM*405*20260301", "DTM*405*2026030A", &["ElementDate DTM02"]),
        ("N1*PR*EXAMPLE PAYER", "N1*PR*   ", &["ElementBlank N102"]),
        ("N1*PR*EXAMPLE PAYER", "N1*PR*EXÄMPLE PAYER", &["ElementCharacter N102"]),
        ("N1*PR*EXAMPLE PAYER", "N1*PR*EXAMPLE\u{7}PAYER", &["ElementCharacter N102"]),
        ("N3*1 MAIN ST", "N3*1 MAIN ST*", &["TrailingElements 1000A/N3"]),
        ("N3*1 MAIN ST", "N3*1 MAIN ST*A*B", &["ElementsTooMany N303"]),
        ("N4*TOWN*NY*10001", "N4*TOWN*XX*10001", &["ElementCode N402"]),
        ("N4*TOWN*NY*10001", "N4*TOWN*NY*10001*QQ", &["ElementCode N404"]),
        ("SVC*HC:99213*100", "SVC*HC:99213:*100", &["TrailingComponents SVC01"]),
        ("SVC*HC:99213*100", "SVC*HC*100", &["ElementMissing SVC01-02"]),
        ("SVC*HC:99213*100", "SVC*QQ:99213*100", &["ElementCode SVC01-01"]),
        (
            "SVC*HC:99213*100",
            "SVC*HC:99213:1:2:3:4:T:8:9*100",
            &[
                "ElementShort SVC01-03",
                "ElementShort SVC01-04",
                "ElementShort SVC01-05",
                "ElementShort SVC01-06",
                "ElementNotUsed SVC01-07",
                "ElementNotUsed SVC01-08",
                "Components SVC01-09",
            ],
        ),
        ("SVC*HC:99213*100", "SVC*HC:99213*1:00", &["Components SVC02"]),
        ("DTM*050*20260220", "MOA***N9999", &["ElementCode MOA03"]),
        ("CLP*A1*1*100*80*20*12*ICN1*11*1", "CLP*A1*1*100*80*20*12*ICN1*11*1*X", &["ElementNotUsed CLP10"]),
    ];
    check(REMITTANCE, remittance, &cases);
}

#[test]
fn values_of_claims_and_benefits() {
    let cases: [Case; 6] = [
        ("DTP*472*D8*20260215", "DTP*472*D8*260215", &["ElementDate DTP03"]),
        ("DTP*472*D8*20260215", "DTP*472*RD8*20260215-20260201", &["ElementDate DTP03"]),
        ("DTP*472*D8*20260215", "DTP*472*TM*1405", &["ElementCode DTP02"]),
        ("BHT*0019*00*R1*20260309*1405", "BHT*0019*00*R1*20260309*2505", &["ElementTime BHT05"]),
        ("*UN*1***1", "*UN*1***1:2:3:4:5", &["Components SV107-05"]),
        ("*UN*1***1", "*UN*1***1^2", &["Repetitions SV107 #2"]),
    ];
    check(CLAIM, claims, &cases);
    let cases: [Case; 3] = [
        ("30^98", "30^ZQ", &["ElementCode EB03 #2"]),
        ("30^98", "30^^98", &["ElementBlank EB03 #2"]),
        ("IND*30***29", "IND^FAM*30***29", &["Repetitions EB02 #2"]),
    ];
    check(BENEFITS, benefits, &cases);
}

#[test]
fn syntax_notes() {
    let cases: [Case; 4] = [
        ("PER*BL*SUPPORT*TE*5555550100", "PER*BL*SUPPORT*TE", &["ElementConditional PER04"]),
        (
            "N1*PE*EXAMPLE CLINIC*XX*1234567893",
            "N1*PE*EXAMPLE CLINIC*XX",
            &["ElementMissing N104", "ElementConditional N104"],
        ),
        ("CAS*PR*1*20", "CAS*PR*1*20**2", &["ElementConditional CAS06"]),
        ("CAS*PR*1*20", "CAS*PR*1*20***5", &["ElementConditional CAS05"]),
    ];
    check(REMITTANCE, remittance, &cases);
}

#[test]
fn sequence() {
    let cases: [Case; 13] = [
        ("TRN*1*12345*1512345678\n", "", &["SegmentMissing ST/TRN"]),
        ("PER*BL*SUPPORT*TE*5555550100\n", "", &["SegmentMissing 1000A/PER"]),
        ("N1*PE*EXAMPLE CLINIC*XX*1234567893\n", "", &["LoopMissing 1000B/N1"]),
        ("NM1*QC*1*DOE*JANE****MI*M1\n", "", &["SegmentMissing 2100/NM1"]),
        ("LX*1\n", "", &["SegmentMissing 2000/LX"]),
        ("SVC*HC:99213*100*80**1\n", "", &["SegmentMissing 2110/SVC"]),
        ("N3*1 MAIN ST\n", "N3*1 MAIN ST\nN3*1 MAIN ST\n", &["SegmentRepeat 1000A/N3"]),
        (
            "N3*1 MAIN ST\nN4*TOWN*NY*10001\n",
            "N4*TOWN*NY*10001\nN3*1 MAIN ST\n",
            &["SegmentMissing 1000A/N3", "SegmentOrder 1000A/N3"],
        ),
        ("LX*1\n", "LX*1\nZZZ*1\n", &["SegmentUnknown 2000/ZZZ"]),
        ("LX*1\n", "LX*1\nSBR*P\n", &["SegmentForeign 2000/SBR"]),
        (
            "NM1*QC*1*DOE*JANE****MI*M1\n",
            "NM1*QC*1*DOE*JANE****MI*M1\nNM1*ZZ*1*X\n",
            &["SegmentUnexpected 2100/NM1"],
        ),
        ("REF*6R*L1\n", "REF*QQ*L1\n", &["SegmentUnexpected 2110/REF"]),
        // Where one of several must come, a wrong qualifier means that one.
        ("PER*BL*SUPPORT", "PER*ZZ*SUPPORT", &["ElementCode PER01"]),
    ];
    check(REMITTANCE, remittance, &cases);
    let cases: [Case; 3] = [
        ("LE*2120\n", "", &["SegmentMissing LS/LE"]),
        ("LS*2120\n", "", &["SegmentMissing LS/LS"]),
        (
            "TRN*2*T1*9EXAMPLE00\n",
            "TRN*2*T1*9EXAMPLE00\nTRN*2*T1*9EXAMPLE00\nTRN*1*T1*9EXAMPLE00\nTRN*1*T2*9EXAMPLE00\n",
            &["SegmentRepeat 2000C/TRN"],
        ),
    ];
    check(BENEFITS, benefits, &cases);
}

#[test]
fn hierarchy_and_lines() {
    let cases: [Case; 8] = [
        ("HL*2*1*22*0", "HL*3*1*22*0", &["Hierarchy HL01"]),
        ("HL*2*1*22*0", "HL*2*9*22*0", &["Hierarchy HL02"]),
        ("HL*2*1*22*0", "HL*2*1*22*1", &["Hierarchy HL04"]),
        ("HL*1**20*1", "HL*1**20*0", &["ElementCode HL04", "Hierarchy HL04"]),
        ("LX*1", "LX*2", &["Sequence LX01"]),
        ("HL*2*1*22*0\n", "", &["SegmentMissing 2000B/HL", "Hierarchy HL04"]),
        ("NM1*IL*1*DOE*JANE****MI*M1\n", "", &["SegmentMissing 2010BA/NM1"]),
        ("CLM*A1*100***11:B:1*Y*A*Y*Y\n", "", &["SegmentMissing 2300/CLM"]),
    ];
    check(CLAIM, claims, &cases);
}

#[test]
fn segments_of_one_name_and_qualifier_are_told_apart_by_their_other_codes() {
    let cases: [Case; 3] = [
        ("DTP*472*D8*20260215", "PWK*CT*AD~DTP*472*D8*20260215", &["SetCount SE01"]),
        ("DTP*472*D8*20260215", "PWK*CT*FX***AC*A1~DTP*472*D8*20260215", &["SetCount SE01"]),
        (
            "LX*1",
            "REF*F8*X~REF*G1*Y~LX*1",
            &["SegmentOrder 2300/REF", "SegmentOrder 2300/REF", "SetCount SE01"],
        ),
    ];
    check(CLAIM, claims, &cases);
}

#[test]
fn findings_hide_values_until_asked() {
    let found = findings(&remittance(&REMITTANCE.replacen("N4*TOWN*NY", "N4*TOWN*SECRET", 1)));
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert!(!format!("{finding:?} {finding}").contains("SECRET"));
    assert!(finding.with_value().contains("SECRET"));
    assert_eq!((finding.reference, finding.name), ("156", "Payer State Code"));
}
