use super::read::{self, Refusal};
use crate::x12_file::Unreadable;
use model::Money;

/// Charge 150.00, allowed 110.00, paid 85.00: 40.00 written off, 25.00 the patient's copay.
fn copay(paid: &str, bpr: &str) -> String {
    let body = format!(
        "ST*835*0001~BPR*I*{bpr}*C*ACH*CCP*01*999988880*DA*98765*1512345678**01*999988880*DA*98765*20261121~\
         TRN*1*EFT0001*1512345678~N1*PR*ABC COMPANY~N3*1 PAYER WAY~N4*KANSAS CITY*MO*64108~\
         PER*BL*DESK*TE*8005550100~N1*PE*CLINIC*XX*1234567893~LX*1~\
         CLP*claim1*1*150*{paid}*25*CI*ICN1*11*1~NM1*QC*1*SMITH*JOHN****MI*123456789~\
         SVC*HC:99213*150*{paid}**1~DTM*472*20261120~CAS*CO*45*40~CAS*PR*3*25~SE*16*0001~"
    );
    format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PX             *261121*1200*^*00501*000000001*0*T*:~\
         GS*HP*PAYER*PX*20261121*1200*1*X*005010X221A1~{body}GE*1*1~IEA*1*000000001~"
    )
}

#[test]
fn reads_a_payment_with_its_claims() {
    let advices = read::read(&copay("85", "85")).map_err(|refusal| refusal.to_string()).expect("sound");
    let (advice, claim) = (&advices[0], &advices[0].claims[0]);
    assert_eq!(advice.key, "PAYER|1512345678|EFT0001|85|2026-11-21");
    assert_eq!((claim.number.as_str(), claim.contractual), ("CLAIM1", Money::from_cents(4_000)));
    assert_eq!(claim.decision.paid, Money::from_cents(8_500));
    assert_eq!(claim.decision.patient_responsibility, Money::from_cents(2_500));
    assert!(claim.decision.denied.is_zero());
}

#[test]
fn one_cent_at_any_level_refuses_the_whole() {
    let unbalanced = |text: String| match read::read(&text) {
        Err(Refusal::Unbalanced(places)) => places.into_iter().map(|(place, _)| place).collect::<Vec<_>>(),
        _ => panic!("not refused for its sums"),
    };
    assert_eq!(unbalanced(copay("85", "85.01")), ["BPR#2"]);
    assert_eq!(unbalanced(copay("85.01", "85.01")), ["2110/SVC#12", "2100/CLP#10"]);
}

#[test]
fn a_cut_file_names_the_segment() {
    let text = copay("85", "85");
    for length in [text.len() / 2, text.len() - 20, 300, 120] {
        let refused = read::read(&text[..length]);
        assert!(matches!(refused, Err(Refusal::Unreadable(Unreadable::X12(_)))), "cut at {length}");
    }
}

#[test]
fn a_denied_line_is_not_written_off() {
    let text =
        copay("0", "0").replace("CAS*CO*45*40~CAS*PR*3*25~", "CAS*CO*29*150~").replace("SE*16", "SE*15");
    let advices = read::read(&text).map_err(|refusal| refusal.to_string()).expect("sound");
    let claim = &advices[0].claims[0];
    assert_eq!((claim.contractual, claim.decision.denied), (Money::ZERO, Money::from_cents(15_000)));
    assert_eq!(claim.reasons[0].code, "29");
}
