//! What few practices send: each segment is read to what it says, and written as it came.

mod kept;

use super::examples::{address, day, own_claim};
use super::*;
use crate::Quantity;
use crate::name::{Address, Reference};

/// Reads a claim of one line after `added` was put in front of the first segment that begins with `before`.
fn claim_with(added: &str, before: &str) -> (ProfessionalClaims, String) {
    let plain = own_claim().write("0001").expect("it can be written");
    let counts = [0, 1 + added.matches('~').count()].map(|more| format!("SE*{}*", plain.segments() + more));
    let text = interchange(FUNCTIONAL_ID, IMPLEMENTATION, plain);
    let text = text
        .replacen(&format!("~{before}"), &format!("~{added}~{before}"), 1)
        .replace(&counts[0], &counts[1]);
    let mut read = Vec::new();
    each_transaction(&text, |set| read.push(ProfessionalClaims::read(set).expect("it can be read")));
    (read.pop().expect("there is one"), added.to_owned())
}

fn check<T: PartialEq + std::fmt::Debug>(
    (claims, added): (ProfessionalClaims, String),
    found: impl Fn(&Claim) -> T,
    expected: T,
) {
    let claim = claims.claims().next().expect("there is one");
    assert_eq!(found(claim), expected, "{added}");
    let known = [&claim.unknown, &claim.lines[0].unknown, &claims.billing_providers[0].unknown];
    assert!(known.iter().all(|unknown| unknown.0.is_empty()), "{added}");
    let written = claims.write("0001").expect("it can be written");
    assert!(written.as_str().contains(&format!("~{added}~")), "{added}: {}", written.as_str());
}

fn transport() -> Option<Box<AmbulanceTransport>> {
    Some(Box::new(AmbulanceTransport {
        weight_pounds: Some(Quantity::from_units(154)),
        reason: TransportReason::Specialist,
        miles: Quantity::from_thousandths(12_500),
        round_trip: Some("BACK AFTER DIALYSIS".into()),
        stretcher: None,
    }))
}

fn certification(kind: CertificationKind, conditions: Vec<CertifiedCondition>) -> Vec<Certification> {
    vec![Certification { kind, applies: true, conditions }]
}

#[test]
fn of_a_claim() {
    use CertificationKind as Kind;
    use CertifiedCondition as Condition;
    let claim = |added: &str| claim_with(added, "HI*");
    check(claim("CR1*LB*154**D*DH*12.5***BACK AFTER DIALYSIS"), |claim| claim.transport.clone(), transport());
    let manipulation = SpinalManipulation {
        condition: SpinalCondition::AcuteManifestation,
        description: Some("STIFF NECK".into()),
        more: Some("AFTER A FALL".into()),
    };
    let expected = Some(Box::new(manipulation));
    check(
        claim("CR2********M**STIFF NECK*AFTER A FALL"),
        |claim| claim.spinal_manipulation.clone(),
        expected,
    );
    for (added, kind, conditions) in [
        ("CRC*07*Y*04*09", Kind::Ambulance, vec![Condition::MovedByStretcher, Condition::AmbulanceNecessary]),
        ("CRC*E1*Y*L1", Kind::SpectacleLenses, vec![Condition::VisionChanged]),
        ("CRC*75*Y*IH", Kind::Homebound, vec![Condition::Homebound]),
        ("CRC*ZZ*Y*ST*S2", Kind::Epsdt, vec![Condition::NewServices, Condition::UnderTreatment]),
        ("CRC*9X*Y*QQ", Kind::Other("9X".into()), vec![Condition::Other("QQ".into())]),
    ] {
        check(claim(added), |claim| claim.certifications.clone(), certification(kind, conditions));
    }
}

#[test]
fn between_the_references_and_the_providers_of_a_claim() {
    let contract = Contract { code: Some("PLAN7".into()), ..Contract::new(ContractKind::Capitated) };
    check(claim_with("CN1*05***PLAN7", "AMT*"), |claim| claim.contract.clone(), Some(Box::new(contract)));
    check(claim_with("K3*STATE 7", "NTE*"), |claim| claim.fixed_format.len(), 1);
    let pricing = Pricing {
        allowed: Some(Amount::from_cents(9_050)),
        rejection: Some(PricingRejection::PayerMissing),
        compliance: Some(PolicyCompliance::Followed),
        exception: Some(PricingException::OutOfArea),
        ..Pricing::new(PricingMethod::FlatRate)
    };
    let expected = Some(Box::new(pricing));
    check(claim_with("HCP*07*90.5***********T4*1*4", "NM1*DN"), |claim| claim.pricing.clone(), expected);
    let codes = |claim: &Claim| (claim.codes.anesthesia_procedures.clone(), claim.codes.conditions.clone());
    check(
        claim_with("HI*BP:47562*BO:49320", "NM1*DN"),
        codes,
        (vec!["47562".into(), "49320".into()], vec![]),
    );
    check(claim_with("HI*BG:17*BG:67", "NM1*DN"), codes, (vec![], vec!["17".into(), "67".into()]));
}

#[test]
fn of_a_line() {
    use CertificationKind as Kind;
    use CertifiedCondition as Condition;
    let units = Quantity::from_units;
    let line = |added: &str| claim_with(added, "DTP*472");
    check(
        line("CR1*LB*154**D*DH*12.5***BACK AFTER DIALYSIS"),
        |claim| claim.lines[0].transport.clone(),
        transport(),
    );
    let equipment = EquipmentService {
        procedure: Procedure::hcpcs("E0250", &[]),
        days: units(30),
        rental: Some(Amount::from_cents(4_025)),
        purchase: Some(Amount::from_cents(60_000)),
        rental_period: Some(RentalPeriod::Month),
    };
    let expected = Some(Box::new(equipment));
    check(line("SV5*HC:E0250*DA*30*40.25*600*4"), |claim| claim.lines[0].equipment.clone(), expected);
    let certified = EquipmentCertification { stage: CertificationStage::Revised, months: units(6) };
    let expected = Some(Box::new(certified));
    check(line("CR3*S*MO*6"), |claim| claim.lines[0].equipment_certification.clone(), expected);
    for (added, kind, conditions) in [
        ("CRC*70*Y*65", Kind::Hospice, vec![Condition::HospiceOpen]),
        (
            "CRC*09*Y*38*ZV",
            Kind::MedicalEquipment,
            vec![Condition::CertificationOnFile, Condition::ReplacementItem],
        ),
    ] {
        check(line(added), |claim| claim.lines[0].certifications.clone(), certification(kind, conditions));
    }
}

#[test]
fn what_a_line_counts_and_measures() {
    let units = Quantity::from_units;
    let line = |added: &str| claim_with(added, "REF*6R*L1");
    check(line("QTY*PT*2"), |claim| claim.lines[0].ambulance_patients, Some(units(2)));
    check(line("QTY*FL*3"), |claim| claim.lines[0].obstetric_anesthesia_units, Some(units(3)));
    let result = TestResult {
        kind: ResultKind::TestResult,
        measure: Measure::Hematocrit,
        value: Quantity::from_thousandths(31_400),
    };
    check(line("MEA*TR*R2*31.4"), |claim| claim.lines[0].test_results.clone(), vec![result]);
}

#[test]
fn at_the_end_of_a_line() {
    let line = |added: &str| claim_with(added, "LX*2");
    check(line("AMT*F4*3.5"), |claim| claim.lines[0].postage, Some(Amount::from_cents(350)));
    let purchase = PurchasedService { provider_id: "LAB9".into(), charge: Amount::from_cents(3_000) };
    check(line("PS1*LAB9*30"), |claim| claim.lines[0].purchased_service.clone(), Some(Box::new(purchase)));
    let kinds = |claim: &Claim| claim.lines[0].notes.iter().map(|note| note.kind.clone()).collect::<Vec<_>>();
    check(
        line("NTE*DCP*WALK DAILY~NTE*TPO*RULE 7"),
        kinds,
        vec![NoteKind::GoalsAndPlans, NoteKind::ThirdParty],
    );
    let procedure =
        |claim: &Claim| claim.lines[0].pricing.as_ref().and_then(|pricing| pricing.procedure.clone());
    let expected = Some((ProcedureCodeList::Hcpcs, "99212".into()));
    check(line("HCP*02*90*******HC*99212*UN*1"), procedure, expected);
    let percent = Some(".35".parse().expect("a share"));
    let answers = vec![
        FormAnswer { response: Some(FormResponse::Yes), ..FormAnswer::new("1A") },
        FormAnswer { text: Some("NIGHTS ONLY".into()), ..FormAnswer::new("2") },
        FormAnswer { date: Some(day(2026, 2, 15)), ..FormAnswer::new("3") },
        FormAnswer { percent, ..FormAnswer::new("4") },
    ];
    let form = SupportingForm { list: FormList::MedicareEquipment, id: "04.04B".into(), answers };
    let added = "LQ*UT*04.04B~FRM*1A*Y~FRM*2**NIGHTS ONLY~FRM*3***20260215~FRM*4****.35";
    check(line(added), |claim| claim.lines[0].forms.clone(), vec![form]);
    let number =
        Reference { identifiers: vec![("2U".into(), "PRIME1".into())], ..Reference::new("G1", "AUTH8") };
    check(line("REF*G1*AUTH8**2U:PRIME1"), |claim| claim.lines[0].references.0.clone(), vec![number]);
}

#[test]
fn places_plans_and_currency() {
    let abroad = Address { country: "GB".into(), subdivision: "ENG".into(), ..Address::default() };
    let abroad = Address { line1: "3 QUAY".into(), city: "LONDON".into(), zip: "SW1A1AA".into(), ..abroad };
    let added = "NM1*PW*2~N3*3 QUAY~N4*LONDON**SW1A1AA*GB***ENG";
    let expected = Some(Box::new(Location::new("PW", "", abroad)));
    check(claim_with(added, "LX*1"), |claim| claim.pick_up.clone(), expected.clone());
    check(claim_with(added, "LX*2"), |claim| claim.lines[0].pick_up.clone(), expected);
    let added = "NM1*45*2*ST BRIDE HOSPITAL~N3*5 HILL~N4*SPRINGFIELD*IL*627010003";
    let hospital = Location::new("45", "ST BRIDE HOSPITAL", address("5 HILL", "627010003"));
    let expected = Some(Box::new(hospital));
    check(claim_with(added, "LX*1"), |claim| claim.drop_off.clone(), expected.clone());
    check(claim_with(added, "LX*2"), |claim| claim.lines[0].drop_off.clone(), expected);
    let primary_care = |claim: &Claim| claim.lines[0].primary_care.is_some();
    check(claim_with("NM1*P3*1*ASH*ROBIN****XX*1245319599", "LX*2"), primary_care, true);
    let added = "NM1*PE*2*EVERGREEN MEDICAID*****PI*EVGMC~N3*1 STATE PLAZA~N4*SPRINGFIELD*IL*627050001~REF*EI*987654321";
    let (claims, _) = claim_with(added, "HL*2");
    let plan = claims.billing_providers[0].pay_to_plan.as_ref().expect("there is one");
    assert_eq!(
        (plan.party.id.as_str(), plan.references.get(&ReferenceKind::EmployerId)),
        ("EVGMC", Some("987654321"))
    );
    check((claims, added.to_owned()), |_| (), ());
    let (claims, added) = claim_with("CUR*85*CAD", "NM1*85");
    assert_eq!(claims.billing_providers[0].currency.as_deref(), Some("CAD"));
    check((claims, added), |_| (), ());
    let (claims, added) = claim_with("PER*IC*MORGAN ALDER*TE*2175550102", "NM1*PR");
    assert_eq!(claims.billing_providers[0].subscribers[0].contacts.len(), 1);
    check((claims, added), |_| (), ());
}
