//! A hospital stay, an outpatient visit of a child, and a claim to the second payer.

use chrono::NaiveTime;

use crate::claim::tests::examples::{address, child, day, submission, subscriber};
use crate::claim::*;
use crate::date::DatePeriod;
use crate::institutional::{
    Admission, AdmissionType, Claim, CodedDiagnosis, CodedProcedure, Coding, EpsdtReferral,
    InstitutionalClaims, Occurrence, OccurrenceSpan, PresentOnAdmission, ServiceLine, StatementPeriod, Stay,
    ValueCode,
};
use crate::name::{Party, Reference};
use crate::{Amount, Quantity};

fn cents(cents: i64) -> Amount {
    Amount::from_cents(cents)
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn person(entity: &str, last: &str, first: &str, npi: &str) -> Option<Box<Provider>> {
    Some(Box::new(Provider::new(Party::person(entity, last, first, "XX", npi))))
}

fn room(days: u32, charge: i64) -> ServiceLine {
    let line = ServiceLine::new("0120", cents(charge), Quantity::from_units(days));
    ServiceLine { unit: Unit::Days, ..line }
}

fn surgery() -> ServiceLine {
    let mut line = ServiceLine::new("0360", cents(420_050), Quantity::from_units(1));
    line.non_covered = Some(cents(10_000));
    line.attachments.push(Attachment {
        report_type: "OB".into(),
        transmission: "EL".into(),
        control_number: Some("OP77".into()),
    });
    line.service_date = Some(DatePeriod::Day(day(2026, 2, 11)));
    line.control_number = Some("L2".into());
    line.references = References::default().with(ReferenceKind::RepricedLine, "RP2");
    line.service_tax = Some(cents(120));
    line.facility_tax = Some(cents(340));
    line.note = Some(Note { kind: NoteKind::ThirdParty, text: "RULE 7 APPLIED".into() });
    line.other_operating = person("ZZ", "BEECH", "SAM", "1245319599");
    line.rendering = person("82", "OAK", "JORDAN", "1679576722");
    line.referring = person("DN", "ELM", "CASEY", "1245319599");
    line
}

fn infusion() -> ServiceLine {
    let mut line = ServiceLine::new("0636", cents(8_012), Quantity::from_units(2));
    line.procedure = Some(Procedure::hcpcs("J1100", &["JW"]));
    line.service_date = Some(DatePeriod::Day(day(2026, 2, 12)));
    line.drug = Some(Box::new(Drug {
        code_list: DrugCodeList::Ndc,
        code: "00409623302".into(),
        dose: Some((Quantity::from_thousandths(2_500), Unit::Milliliter)),
        prescription: Some(Reference::new("XZ", "RX1001")),
    }));
    line
}

fn pneumonia() -> Coding {
    let present = PresentOnAdmission::Yes;
    let event = |code: &str, on| Occurrence { code: code.into(), day: on };
    Coding {
        principal_diagnosis: Some(CodedDiagnosis::icd10("J18.9", present.clone())),
        admitting_diagnosis: Some(Diagnosis::icd10("R05.9")),
        external_causes: vec![CodedDiagnosis::icd10("W19.XXXA", PresentOnAdmission::Unknown)],
        drg: Some("193".into()),
        other_diagnoses: vec![
            CodedDiagnosis::icd10("E11.9", present),
            CodedDiagnosis::icd10("I95.9", PresentOnAdmission::No),
            CodedDiagnosis::icd10("Z79.4", None),
        ],
        principal_procedure: Some(CodedProcedure::icd10("0BH17EZ", day(2026, 2, 11))),
        other_procedures: vec![CodedProcedure::icd10("5A1935Z", day(2026, 2, 12))],
        occurrence_spans: vec![OccurrenceSpan {
            code: "74".into(),
            from: day(2026, 2, 12),
            to: day(2026, 2, 13),
        }],
        occurrences: vec![event("11", day(2026, 2, 9)), event("A1", day(1988, 11, 4))],
        values: vec![
            ValueCode { code: "80".into(), amount: cents(400) },
            ValueCode { code: "01".into(), amount: cents(120_050) },
        ],
        conditions: vec!["C1".into(), "09".into()],
        treatments: vec!["A01".into()],
        ..Coding::default()
    }
}

fn stay(admission_type: AdmissionType, source: &str, patient_status: &str) -> Stay {
    Stay {
        admission_type: Some(admission_type),
        source: Some(source.into()),
        patient_status: Some(patient_status.into()),
    }
}

/// The stay with what some validators have no place for, but the guide has: a billing note, a
/// service of several days and an operating physician of a line.
pub(super) fn annotated_inpatient() -> InstitutionalClaims {
    let mut claims = inpatient();
    let claim = &mut claims.billing_providers[0].subscribers[0].claims[0];
    let text = "SECOND SUBMISSION AFTER PORTAL OUTAGE".into();
    claim.notes.push(Note { kind: NoteKind::Additional, text });
    claim.lines[0].service_date = Some(DatePeriod::Range(day(2026, 2, 10), day(2026, 2, 14)));
    claim.lines[1].operating = person("72", "MAPLE", "ALEX", "1679576722");
    claims
}

pub(super) fn inpatient() -> InstitutionalClaims {
    let statement = StatementPeriod { from: day(2026, 2, 10), to: day(2026, 2, 14) };
    let lines = vec![room(4, 800_000), surgery(), infusion()];
    let mut claim = Claim::original("A2001", "11", statement).with_lines(lines);
    claim.admission = Some(Admission { day: day(2026, 2, 10), time: Some(time(0, 42)) });
    claim.discharge_time = Some(time(11, 0));
    claim
        .dates
        .push(ClaimDate { kind: DateKind::RepricerReceived, period: DatePeriod::Day(day(2026, 2, 20)) });
    claim.stay = stay(AdmissionType::Emergency, "7", "01");
    add_supplements(&mut claim);
    claim.coding = pneumonia();
    add_providers(&mut claim);
    submission(vec![subscriber(vec![claim], vec![])])
}

fn add_supplements(claim: &mut Claim) {
    claim.delay_reason = Some("11".into());
    claim.attachments.push(Attachment {
        report_type: "OZ".into(),
        transmission: "AA".into(),
        control_number: None,
    });
    claim.contract = Some(Box::new(Contract {
        amount: Some(cents(90_000)),
        code: Some("PPO7".into()),
        ..Contract::new(ContractKind::PerDiem)
    }));
    claim.patient_due = Some(cents(25_000));
    claim.references = References::default()
        .with(ReferenceKind::PriorAuthorization, "PA66")
        .with(ReferenceKind::ClearinghouseTrace, "TRACE1")
        .with(ReferenceKind::LocationNumber, "IL")
        .with(ReferenceKind::MedicalRecord, "MRN42")
        .with(ReferenceKind::PeerReview, "PRO9");
    claim.fixed_format = vec![FixedFormat("STATE DATA KNEE".into())];
    claim.notes = vec![Note { kind: NoteKind::Medications, text: "INSULIN ADJUSTED".into() }];
    claim.pricing = Some(Box::new(Pricing {
        allowed: Some(cents(1_000_000)),
        saved: Some(cents(228_062)),
        organization: Some("REPRICER1".into()),
        quantity: Some((Unit::Days, Quantity::from_units(4))),
        ..Pricing::new(PricingMethod::FeeSchedule)
    }));
}

fn add_providers(claim: &mut Claim) {
    let attending = Party::person("71", "HAZEL", "ROBIN", "XX", "1245319599");
    let mut attending = Provider { taxonomy: Some("207R00000X".into()), ..Provider::new(attending) };
    attending.references = References::default().with(ReferenceKind::StateLicense, "IL77");
    claim.attending = Some(Box::new(attending));
    claim.operating = person("72", "OAK", "JORDAN", "1679576722");
    claim.other_operating = person("ZZ", "MAPLE", "ALEX", "1679576722");
    claim.rendering = person("82", "BEECH", "SAM", "1679576722");
    claim.referring = person("DN", "ELM", "CASEY", "1245319599");
    claim.facility = Some(Box::new(ServiceFacility {
        party: Party::organization("77", "LINDEN ANNEX", "XX", "1003000126"),
        address: address("14 LINDEN STREET", "627010002"),
        references: References::default(),
        contacts: Vec::new(),
    }));
}

pub(super) fn outpatient_child() -> InstitutionalClaims {
    let visit = day(2026, 2, 27);
    let mut line = ServiceLine::new("0450", cents(61_500), Quantity::from_units(1));
    line.procedure = Some(Procedure::hcpcs("99283", &["25"]));
    line.service_date = Some(DatePeriod::Day(visit));
    let statement = StatementPeriod { from: visit, to: visit };
    let mut claim = Claim::original("A2002", "13", statement).with_lines(vec![line]);
    claim.frequency = Frequency::Replacement;
    claim.references = References::default().with(ReferenceKind::PayerClaimControlNumber, "ICN901");
    claim.stay = stay(AdmissionType::Emergency, "1", "01");
    claim.epsdt_referral =
        Some(Box::new(EpsdtReferral { given: true, conditions: vec!["ST".into(), "S2".into()] }));
    claim.coding = Coding {
        principal_diagnosis: Some(CodedDiagnosis::icd10("J02.9", None)),
        reasons_for_visit: vec![Diagnosis::icd10("R50.9"), Diagnosis::icd10("R07.0")],
        ..Coding::default()
    };
    claim.attending = person("71", "HAZEL", "ROBIN", "1245319599");
    submission(vec![subscriber(vec![], vec![child(claim)])])
}

/// 2500.00: the first payer paid 900.00 of the room, and of the laboratory 400.00; 1600.00 came off the claim as a whole.
pub(super) fn secondary() -> InstitutionalClaims {
    let statement = StatementPeriod { from: day(2026, 2, 10), to: day(2026, 2, 12) };
    let mut laboratory = ServiceLine::new("0300", cents(50_000), Quantity::from_units(5));
    laboratory.adjudications = vec![LineAdjudication {
        payer_id: "PRIME1".into(),
        paid: cents(40_000),
        procedure: Some(Procedure::hcpcs("80053", &[])),
        revenue_code: Some("0300".into()),
        quantity: Quantity::from_units(5),
        bundled_into: None,
        adjustments: vec![Adjustment::new(AdjustmentGroup::ContractualObligation, "45", cents(10_000))],
        adjudicated: Some(day(2026, 3, 9)),
        remaining_patient_liability: Some(cents(0)),
    }];
    let lines = vec![room(2, 200_000), laboratory];
    let mut claim = Claim::original("A2003", "11", statement).with_lines(lines);
    claim.admission = Some(Admission { day: day(2026, 2, 10), time: None });
    claim.stay = stay(AdmissionType::Elective, "1", "06");
    claim.coding.principal_diagnosis = Some(CodedDiagnosis::icd10("I50.9", PresentOnAdmission::Yes));
    claim.coding.admitting_diagnosis = Some(Diagnosis::icd10("I50.9"));
    claim.attending = person("71", "HAZEL", "ROBIN", "1245319599");
    claim.other_subscribers = vec![first_payer()];
    let mut second = subscriber(vec![claim], vec![]);
    second.plan.responsibility = PayerResponsibility::Secondary;
    submission(vec![second])
}

fn first_payer() -> OtherSubscriber {
    let plan = Plan::new(PayerResponsibility::Primary, ClaimFiling::MedicarePartA);
    let payer = OtherPayer {
        party: Party::organization("PR", "PRIME MUTUAL", "PI", "PRIME1"),
        references: References::default().with(ReferenceKind::PayerClaimControlNumber, "ICN1"),
        ..OtherPayer::default()
    };
    let insured = Party::person("IL", "ALDER", "SKYLER", "MI", "P7788");
    let mut other = OtherSubscriber::new(plan, Relationship::Spouse, insured, payer);
    other.adjustments = vec![Adjustment::new(AdjustmentGroup::PatientResponsibility, "1", cents(160_000))];
    other.paid = Some(cents(80_000));
    other.remaining_patient_liability = Some(cents(160_000));
    other.non_covered = Some(cents(0));
    let covered = ["0", "", "", "1200.5", "MA01"].map(Into::into);
    other.inpatient_adjudication = Some(Box::new(InpatientAdjudication(covered.to_vec())));
    other.outpatient_adjudication =
        Some(OutpatientAdjudication { remarks: vec!["MA18".into()], ..OutpatientAdjudication::default() });
    let attending = Party { entity: "71".into(), person: true, ..Party::default() };
    let references = References::default().with(ReferenceKind::ProviderCommercial, "PRV1");
    other.providers = vec![Provider { references, ..Provider::new(attending) }];
    other
}
