use super::bill::Plans;
use super::*;
use crate::encounter::{Coding, Diagnoses, Line, Lines, Visit};
use crate::parties::Parties;
use chrono::NaiveDate;
use kit::samples;
use model::Relationship;
use model::event::{AuthorizationKind, AuthorizationSnapshot, AuthorizationStatus, CoverageSnapshot};
use model::{AppointmentId, CoverageId};
use uuid::Uuid;
use x12::claim::{Frequency, ProfessionalClaims};
use x12::reader::Interchange;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn encounter() -> Encounter {
    let visit = Visit {
        appointment_id: None,
        patient_id: PatientId(Uuid::from_u128(1)),
        practitioner_id: model::PractitionerId(Uuid::from_u128(2)),
        location_id: model::LocationId(Uuid::from_u128(3)),
        service_date: day("2026-11-20"),
    };
    let line = |code: &str, cents, pointers: &[u8]| Line {
        procedure_code: code.parse().expect("a code"),
        modifiers: Vec::new(),
        units: 1,
        charge: Money::from_cents(cents),
        diagnosis_pointers: pointers.to_vec(),
        service_date: None,
    };
    let diagnoses = Diagnoses(vec!["J02.0".parse().expect("a code"), "R50.9".parse().expect("a code")]);
    let lines = Lines(vec![line("99213", 13_000, &[1, 2]), line("87880", 2_000, &[1])]);
    let id = EncounterId("0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f".parse().expect("an id"));
    Encounter::open(id, visit).code(Coding { diagnoses, lines }).expect("open")
}

fn bill(change: impl FnOnce(&mut Parties, &mut CoverageSnapshot)) -> Bill {
    let patient = samples::patient();
    let mut coverage = samples::coverage(patient.patient_id);
    let mut parties =
        Parties { patient, practitioner: samples::practitioner(), location: samples::location() };
    change(&mut parties, &mut coverage);
    Bill::of(&encounter(), parties, Plans { coverages: vec![coverage], ..Plans::default() })
}

fn claim() -> Claim {
    Claim::of(ClaimId(Uuid::from_u128(9)), &encounter(), bill(|_, _| ()))
}

fn rules(bill: &Bill) -> Vec<&'static str> {
    let number = ClaimNumber::of(encounter().id, 1);
    edit::edits(bill, &number).into_iter().map(|edit| edit.rule.as_str()).collect()
}

#[test]
fn a_number_is_the_same_for_the_same_submission_and_short_enough() {
    let (first, again) = (ClaimNumber::of(encounter().id, 1), ClaimNumber::of(encounter().id, 1));
    assert_eq!(first, again);
    assert_ne!(first, ClaimNumber::of(encounter().id, 2));
    assert!(
        first.as_str().len() <= 20
            && first.as_str().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    );
}

#[test]
fn edits_find_what_a_claim_would_be_sent_back_for() {
    assert!(rules(&bill(|_, _| ())).is_empty());
    let without = Bill { coverage: None, ..bill(|_, _| ()) };
    assert_eq!(rules(&without), ["coverage-missing"]);
    assert_eq!(rules(&bill(|_, coverage| coverage.effective = day("2026-11-21"))), ["coverage-inactive"]);
    assert_eq!(
        rules(&bill(|_, coverage| coverage.terminates = Some(day("2026-11-19")))),
        ["coverage-inactive"]
    );
    assert_eq!(
        rules(&bill(|_, coverage| coverage.relationship = Relationship::Child)),
        ["subscriber-missing"]
    );
    assert_eq!(rules(&bill(|who, _| who.patient.demographics.address = None)), ["patient-address-missing"]);
    let boxed = bill(|who, _| who.location.address.line1 = "P.O. Box 12".parse().expect("a line"));
    assert_eq!(rules(&boxed), ["billing-address-is-post-office-box"]);
    let long = bill(|who, _| who.location.name = "X".repeat(61).parse().expect("a name"));
    assert_eq!(rules(&long), ["too-long"]);
    let star = bill(|who, _| who.patient.demographics.family_name = "A*B".parse().expect("a name"));
    assert_eq!(rules(&star), ["not-writable"]);
}

fn written(bill: &Bill) -> String {
    let number = ClaimNumber::of(encounter().id, 1);
    let envelope = professional::Envelope { control: 7, ..professional::Envelope::trial() };
    professional::interchange(bill, bill.coverage.as_ref().expect("covered"), &number, &envelope)
        .expect("written")
}

fn read_back(text: &str) -> ProfessionalClaims {
    let interchanges = Interchange::read(text).expect("an interchange");
    assert_eq!((interchanges[0].control(), interchanges[0].groups[0].control()), ("000000007", "7"));
    let claims = ProfessionalClaims::read(&interchanges[0].groups[0].transactions[0]).expect("an 837P");
    assert!(claims.check().is_empty());
    claims
}

#[test]
fn the_837p_says_what_the_encounter_says() {
    let text = written(&bill(|who, _| who.patient.demographics.given_name = "José".parse().expect("a name")));
    assert_eq!(
        text,
        written(&bill(|who, _| who.patient.demographics.given_name = "José".parse().expect("a name")))
    );
    let claims = read_back(&text);
    let (provider, claim) = (&claims.billing_providers[0], claims.claims().next().expect("a claim"));
    assert_eq!(provider.party.npi(), Some("1234567893"));
    assert_eq!(
        (provider.taxonomy.as_deref(), provider.address.zip.as_str()),
        (Some("207Q00000X"), "641081234")
    );
    assert_eq!(provider.subscribers[0].party.first, "Jose");
    assert_eq!((claim.charge.cents(), &claim.frequency), (15_000, &Frequency::Original));
    assert_eq!(claim.diagnoses[0].code(), "J020");
    assert_eq!(claim.lines[0].diagnosis_pointers, [1, 2]);
    assert_eq!(claim.rendering.as_ref().and_then(|provider| provider.party.npi()), Some("1993999998"));
}

/// Of the plan that is billed, approved.
fn authorization(
    kind: AuthorizationKind,
    number: &str,
    coverage: &CoverageSnapshot,
) -> AuthorizationSnapshot {
    AuthorizationSnapshot {
        authorization_id: model::AuthorizationId(Uuid::from_u128(number.len() as u128)),
        patient_id: coverage.patient_id,
        coverage_id: coverage.coverage_id,
        kind,
        status: AuthorizationStatus::Approved,
        number: Some(number.parse().expect("a number")),
        scope: model::event::AuthorizationScope::default(),
        granted: None,
        used: 1,
        remaining: None,
        effective: day("2026-01-01"),
        expires: day("2026-12-31"),
        reserved_for: Vec::new(),
        used_for: Vec::new(),
    }
}

#[test]
fn a_claim_names_the_authorization_and_the_referral_its_visit_used() {
    let visit = AppointmentId(Uuid::from_u128(4));
    let encounter = Encounter { appointment_id: Some(visit), ..encounter() };
    let patient = samples::patient();
    let coverage = samples::coverage(patient.patient_id);
    let of = |kind, number, used: bool, reserved: bool| AuthorizationSnapshot {
        used_for: if used { vec![visit] } else { Vec::new() },
        reserved_for: if reserved { vec![visit] } else { Vec::new() },
        ..authorization(kind, number, &coverage)
    };
    use AuthorizationKind::{Authorization, Referral};
    let other_plan = CoverageId(Uuid::from_u128(77));
    let authorizations = vec![
        of(Authorization, "KEPT-1", false, true),
        of(Authorization, "A-USED", true, false),
        AuthorizationSnapshot { coverage_id: other_plan, ..of(Referral, "OTHER", true, false) },
        AuthorizationSnapshot { status: AuthorizationStatus::Void, ..of(Referral, "VOID", true, false) },
        of(Referral, "NOT-THIS-VISIT", false, false),
        of(Referral, "R7", false, true),
    ];
    let parties = Parties { patient, practitioner: samples::practitioner(), location: samples::location() };
    let plans = Plans { coverages: vec![coverage.clone()], authorizations };
    let bill = Bill::of(&encounter, parties, plans);
    let text = written(&bill);
    assert!(text.contains("~REF*G1*A-USED~REF*9F*R7~HI*"), "{text}");
    let claims = read_back(&text);
    let claim = claims.claims().next().expect("a claim");
    assert_eq!(claim.references.0.len(), 2);
    assert!(rules(&bill).is_empty());
    let kept = serde_json::to_value(&bill).expect("JSON");
    assert_eq!(kept["authorizations"][0]["number"], "A-USED");
}

#[test]
fn a_dependent_has_a_loop_of_his_own() {
    let covered = bill(|_, coverage| {
        coverage.relationship = Relationship::Child;
        coverage.subscriber = Some(samples::demographics());
    });
    let claims = read_back(&written(&covered));
    let subscriber = &claims.billing_providers[0].subscribers[0];
    assert_eq!((subscriber.claims.len(), subscriber.patients.len()), (0, 1));
    assert_eq!(subscriber.patients[0].relationship.code(), "19");
}

#[test]
fn verdicts_only_lead_forward() {
    let at = DateTime::UNIX_EPOCH;
    let refused = || Verdict::Refused(Vec::new());
    let accepted = || Verdict::Accepted { payer_control_number: Some("ICN1".to_owned()) };
    let path = |verdicts: Vec<Verdict>| {
        let mut claim = claim();
        for verdict in verdicts {
            claim = claim.clone().hear(verdict, at).unwrap_or(claim);
        }
        claim.state.status().as_str()
    };
    assert_eq!(path(vec![]), "ready");
    assert_eq!(path(vec![Verdict::Delivered]), "submitted");
    assert_eq!(path(vec![Verdict::Delivered, Verdict::Received]), "received");
    assert_eq!(path(vec![Verdict::Received, accepted(), Verdict::Delivered, Verdict::Received]), "accepted");
    assert_eq!(path(vec![Verdict::Received, accepted(), refused()]), "rejected");
    assert_eq!(path(vec![refused(), accepted()]), "rejected");
}

#[test]
fn a_rejected_claim_goes_out_as_a_new_original() {
    let rejected = claim().hear(Verdict::Refused(Vec::new()), DateTime::UNIX_EPOCH).expect("news");
    let again = rejected.clone().submit(bill(|_, _| ())).expect("submitted");
    assert_eq!((again.submission, again.state.status()), (2, ClaimStatus::Ready));
    assert_ne!(again.number, rejected.number);
    assert_eq!(again.submit(bill(|_, _| ())).err(), Some(Refusal::NotOurs(ClaimStatus::Ready)));
}

#[test]
fn money_decides_the_state() {
    let (at, remittance) = (DateTime::UNIX_EPOCH, RemittanceId(Uuid::nil()));
    let cents = |paid, adjusted, patient, denied| Decision {
        paid: Money::from_cents(paid),
        adjusted: Money::from_cents(adjusted),
        patient_responsibility: Money::from_cents(patient),
        denied: Money::from_cents(denied),
        payer_control_number: None,
    };
    let after = |decisions: &[Decision]| {
        let settle = |claim: Claim, decision: &Decision| claim.adjudicate(decision.clone(), remittance, at);
        decisions.iter().fold(claim(), settle).state.status().as_str()
    };
    assert_eq!(after(&[cents(8_500, 4_000, 2_500, 0)]), "paid");
    assert_eq!(after(&[cents(0, 4_000, 11_000, 0)]), "paid");
    assert_eq!(after(&[cents(8_500, 2_000, 2_500, 2_000)]), "partially_paid");
    assert_eq!(after(&[cents(0, 0, 0, 15_000)]), "denied");
    assert_eq!(after(&[cents(8_500, 4_000, 2_500, 0), cents(-8_500, -4_000, -2_500, 0)]), "accepted");
    assert_eq!(after(&[cents(0, 0, 0, 15_000), cents(8_500, 4_000, 2_500, 0)]), "paid");
}
