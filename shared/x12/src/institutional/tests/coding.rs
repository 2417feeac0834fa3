//! HI in all its kinds, dates that cannot be read, and what is kept as unknown.

use super::examples::{inpatient, secondary};
use super::{Claim, InstitutionalClaims, read, text};
use crate::Amount;
use crate::claim::Diagnosis;
use crate::claim::tests::examples::day;
use crate::institutional::{
    CodedDiagnosis, CodedProcedure, PresentOnAdmission, ProcedureCode, StatementPeriod, ValueCode,
};

/// The claim of `text` with one segment in place of another.
fn with(claims: &InstitutionalClaims, old: &str, new: &str) -> Claim {
    let text = text(claims);
    assert!(text.contains(old), "{old}");
    let read = read(&text.replace(old, new));
    read.billing_providers[0].subscribers[0].claims[0].clone()
}

#[test]
fn more_than_twelve_codes_take_another_segment() {
    let mut claims = inpatient();
    let claim = &mut claims.billing_providers[0].subscribers[0].claims[0];
    claim.coding.values =
        (0..15).map(|n| ValueCode { code: "80".into(), amount: Amount::from_cents(n) }).collect();
    let text = text(&claims);
    assert_eq!(text.matches("HI*BE:").count(), 2);
    assert_eq!(read(&text), claims);
}

#[test]
fn old_lists_and_several_lists_in_one_segment_are_read() {
    let claim = with(
        &secondary(),
        "HI*ABK:I509:::::::Y~HI*ABJ:I509~",
        "HI*BK:4280:::::::W*BJ:4280*BF:25000*BR:9604:D8:20260211*BQ:9671:D8:20260212*BG:09~HI*ZZZ:1~",
    );
    let old = |code: &str| Diagnosis::Icd9(code.into());
    let coding = claim.coding;
    let principal = CodedDiagnosis {
        diagnosis: old("4280"),
        present_on_admission: Some(PresentOnAdmission::Undetermined),
    };
    assert_eq!(coding.principal_diagnosis, Some(principal));
    assert_eq!(coding.admitting_diagnosis, Some(old("4280")));
    assert_eq!(coding.diagnoses().count(), 2);
    let procedures: Vec<_> = coding.procedures().cloned().collect();
    let performed = |code: &str, on| CodedProcedure {
        code: ProcedureCode::Icd9(code.into()),
        day: Some(day(2026, 2, on)),
    };
    assert_eq!(procedures, [performed("9604", 11), performed("9671", 12)]);
    assert_eq!(coding.conditions, ["09"]);
    assert_eq!(claim.unknown.0, ["HI*ZZZ:1"]);
}

#[test]
fn what_is_understood_in_part_is_kept_whole() {
    let claims = inpatient();
    let spans = "HI*BI:74:RD8:20260212-20260213~";
    for damaged in ["HI*BI:74:RD8:20260213-20260212~", "HI*BI:74~", "HI*BE:80:::A~", "HI*ABK:J189~"] {
        let claim = with(&claims, spans, damaged);
        assert_eq!(claim.unknown.0, [damaged.trim_end_matches('~')]);
        assert!(claim.coding.occurrence_spans.is_empty(), "{damaged}");
    }
    let claim = with(&claims, spans, "HI*BI:74:RD8:20260212-20260213*BI:75~");
    assert_eq!((claim.coding.occurrence_spans.len(), claim.unknown.0.len()), (1, 1));
}

#[test]
fn a_time_that_cannot_be_read_does_not_hold_up_the_claim() {
    let claims = inpatient();
    let claim = with(&claims, "DTP*435*DT*202602100042~", "DTP*435*DT*202602102542~");
    assert_eq!(
        (claim.admission, claim.unknown.0.as_slice()),
        (None, &["DTP*435*DT*202602102542".into()][..])
    );
    let claim = with(&claims, "DTP*096*TM*1100~", "DTP*096*TM*99~");
    assert_eq!((claim.discharge_time, claim.unknown.0.as_slice()), (None, &["DTP*096*TM*99".into()][..]));
}

#[test]
fn a_statement_of_one_day_may_be_a_day() {
    for one_day in ["DTP*434*D8*20260210~", "DTP*434*RD8*20260210~"] {
        let claim = with(&inpatient(), "DTP*434*RD8*20260210-20260214~", one_day);
        assert_eq!(claim.statement, Some(StatementPeriod { from: day(2026, 2, 10), to: day(2026, 2, 10) }));
    }
    let backwards = "DTP*434*RD8*20260214-20260210";
    let claim = with(&inpatient(), "DTP*434*RD8*20260210-20260214", backwards);
    assert_eq!((claim.statement, claim.unknown.0.as_slice()), (None, &[backwards.into()][..]));
}

#[test]
fn says_which_list_is_too_long_or_mixed() {
    let faults = |change: fn(&mut Claim)| {
        let mut claims = inpatient();
        change(&mut claims.billing_providers[0].subscribers[0].claims[0]);
        claims.check().into_iter().map(|finding| finding.fault.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(|claim| claim.coding.reasons_for_visit = vec![Diagnosis::icd10("R50.9"); 4]),
        ["HI*APR has room for 3 codes, this claim has 4"]
    );
    assert_eq!(
        faults(|claim| claim.coding.admitting_diagnosis = Some(Diagnosis::Icd9("4280".into()))),
        ["HI mixes ICD-9 and ICD-10: split the claim at 2015-10-01"]
    );
}
