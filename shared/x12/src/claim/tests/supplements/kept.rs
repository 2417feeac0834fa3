//! Nothing here makes a claim unreadable: it is kept as it came.

use super::claim_with;

#[test]
fn what_is_not_understood_of_a_claim_is_kept() {
    for added in [
        "CR1*KG*70**A*DH*5",
        "CR1*LB*154**A*DK*5",
        "CR1*LB*154***DH*5",
        "CR1*LB*X**A*DH*5",
        "CR2*1",
        "CRC*07*X*01",
        "CRC**Y*01",
        "CN1*02*ABC",
        "HCP*02*ABC",
        "HI*BP:47562*BG:17",
        "HI*BO:47562",
        "K3",
        "NM1*XX*2~N3*5 HILL",
    ] {
        let (claims, _) = claim_with(added, "NM1*DN");
        let claim = claims.claims().next().expect("there is one");
        assert_eq!(claim.unknown.0.join("~"), added);
    }
}

#[test]
fn what_is_not_understood_of_a_line_is_kept() {
    for added in [
        "CR3*I*DA*6",
        "CR3*I*MO*SIX",
        "SV5*HC:E0250*DA",
        "SV5**DA*30",
        "MEA*TR*R1*HIGH",
        "MEA*TR**9",
        "PS1*LAB9",
        "PS1**5",
        "QTY*PT*MANY",
        "QTY*XX*2",
        "AMT*F4*FREE",
        "LQ**04.04B~FRM*1*Y",
        "FRM*1*Y",
        "CR1*LB*X**A*DH*5",
        "CN1*02*ABC",
    ] {
        let (claims, _) = claim_with(added, "LX*2");
        let claim = claims.claims().next().expect("there is one");
        assert_eq!(claim.lines[0].unknown.0.join("~"), added);
    }
}

#[test]
fn what_is_not_understood_of_a_form_and_what_comes_twice_is_kept() {
    let (claims, _) = claim_with("LQ*UT*04.04B~FRM*1*Y~FRM**Y~FRM*3***20261399~FRM*4****ALL~FRM*5*N", "LX*2");
    let line = &claims.claims().next().expect("there is one").lines[0];
    assert_eq!(line.forms[0].answers.len(), 2);
    assert_eq!(line.unknown.0, ["FRM**Y", "FRM*3***20261399", "FRM*4****ALL"]);
    let (claims, _) = claim_with("CR1****A*DH*5~CR1****B*DH*6", "NM1*DN");
    assert_eq!(claims.claims().next().expect("there is one").unknown.0, ["CR1****B*DH*6"]);
}
