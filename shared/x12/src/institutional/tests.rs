//! Examples of our own, written and read back; published files, read in place.

mod arbitrary;
mod coding;
mod damage;
mod examples;
mod published;

use super::*;
use crate::Amount;
use crate::claim::tests::{each_transaction, interchange, leave};
use crate::claim::{Fault, Frequency};
use crate::reader::Segments;
use crate::validate::{Level, Validator};

/// The text of a whole interchange.
fn text(claims: &InstitutionalClaims) -> String {
    interchange(FUNCTIONAL_ID, IMPLEMENTATION, claims.write("0001").expect("it can be written"))
}

fn read(text: &str) -> InstitutionalClaims {
    let mut read = Vec::new();
    each_transaction(text, |set| read.push(InstitutionalClaims::read(set).expect("it can be read")));
    read.pop().expect("there is one")
}

fn read_back(name: &str, claims: &InstitutionalClaims) -> InstitutionalClaims {
    let text = text(claims);
    leave(name, &text);
    read(&text)
}

#[test]
fn an_inpatient_stay_survives_writing_and_reading() {
    let claims = examples::inpatient();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837i-inpatient.edi", &claims), claims);
}

#[test]
fn an_annotated_stay_survives_writing_and_reading() {
    let claims = examples::annotated_inpatient();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837i-annotated.edi", &claims), claims);
}

#[test]
fn an_outpatient_child_survives_writing_and_reading() {
    let claims = examples::outpatient_child();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837i-child.edi", &claims), claims);
}

#[test]
fn a_secondary_claim_survives_writing_and_reading() {
    let claims = examples::secondary();
    assert_eq!(claims.check(), []);
    assert_eq!(read_back("837i-secondary.edi", &claims), claims);
}

#[test]
fn the_guide_has_nothing_to_say_against_them() {
    for claims in [examples::annotated_inpatient(), examples::outpatient_child(), examples::secondary()] {
        let text = text(&claims);
        let (mut validator, mut findings) = (Validator::new(Level::Relation), Vec::new());
        for segment in Segments::new(&text) {
            validator.push(&segment.expect("a segment"), &mut findings);
        }
        validator.finish(&mut findings);
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(findings, Vec::<String>::new());
    }
}

fn faults(change: impl FnOnce(&mut Claim)) -> Vec<(Option<usize>, Fault)> {
    let mut claims = examples::secondary();
    change(&mut claims.billing_providers[0].subscribers[0].claims[0]);
    claims.check().into_iter().map(|finding| (finding.line, finding.fault)).collect()
}

#[test]
fn says_which_sum_does_not_hold() {
    let cents = Amount::from_cents;
    let claim = |charge, adjudicated| Fault::ClaimAdjudication {
        payer_id: "PRIME1".into(),
        charge: cents(charge),
        adjudicated: cents(adjudicated),
    };
    assert_eq!(
        faults(|claim| claim.charge = cents(250_001)),
        [
            (None, Fault::ChargeTotal { stated: cents(250_001), lines: cents(250_000) }),
            (None, claim(250_001, 250_000)),
        ]
    );
    let payer_id = "PRIME1".into();
    let (charge, adjudicated) = (cents(50_000), cents(10_001));
    assert_eq!(
        faults(|claim| claim.lines[1].adjudications[0].paid = cents(1)),
        [(Some(2), Fault::LineAdjudication { payer_id, charge, adjudicated })]
    );
    assert_eq!(
        faults(|claim| claim.other_subscribers[0].adjustments.clear()),
        [(None, claim(250_000, 90_000))]
    );
}

#[test]
fn says_what_is_missing() {
    assert_eq!(faults(|claim| claim.statement = None), [(None, Fault::StatementPeriodMissing)]);
    assert_eq!(faults(|claim| claim.stay.patient_status = None), [(None, Fault::PatientStatusMissing)]);
    assert_eq!(
        faults(|claim| claim.coding.principal_diagnosis = None),
        [(None, Fault::PrincipalDiagnosisMissing)]
    );
    assert_eq!(faults(|claim| claim.frequency = Frequency::Void), [(None, Fault::OriginalUnnamed)]);
    let lines = |claim: &mut Claim| {
        claim.other_subscribers.clear();
        *claim = claim.clone().with_lines(vec![claim.lines[0].clone(); 1000]);
        claim.lines.iter_mut().for_each(|line| line.adjudications.clear());
    };
    assert_eq!(faults(lines), [(None, Fault::LineCount { lines: 1000, most: 999 })]);
}

#[test]
fn debug_shows_no_health_data() {
    let shown = format!("{:?}", [examples::inpatient(), examples::outpatient_child()]);
    for secret in ["ROWAN", "ALDER", "19881104", "M0033", "J189", "0BH17EZ", "KNEE", "A1E"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
