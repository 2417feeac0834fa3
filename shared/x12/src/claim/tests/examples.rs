//! A visit paid by the patient's own plan, and one of a child.

use crate::claim::*;
use crate::date::DatePeriod;
use crate::header::TransactionHeader;
use crate::name::{Address, Contact, Party, Unread};
use crate::{Amount, Quantity};
use chrono::NaiveDate;

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

pub(crate) fn address(line1: &str, zip: &str) -> Address {
    Address {
        line1: line1.into(),
        city: "SPRINGFIELD".into(),
        state: "IL".into(),
        zip: zip.into(),
        ..Address::default()
    }
}

pub(crate) fn submission<C>(subscribers: Vec<Subscriber<C>>) -> Submission<C> {
    let created = day(2026, 3, 2).and_hms_opt(9, 30, 0).expect("a time");
    let phone =
        |number: &str| Contact { name: "BILLING OFFICE".into(), numbers: vec![("TE".into(), number.into())] };
    let clinic = BillingProvider {
        party: Party::organization("85", "LINDEN STREET CLINIC", "XX", "1497758544"),
        taxonomy: Some("207Q00000X".into()),
        currency: None,
        address: address("12 LINDEN STREET", "627010001"),
        tax_id: TaxId::Employer("123456789".into()),
        references: References::default(),
        contacts: vec![phone("2175550101")],
        pay_to: Some(Box::new(Location::new("87", "", address("PO BOX 40", "627020040")))),
        pay_to_plan: None,
        subscribers,
        unknown: Unread::default(),
    };
    Submission {
        purpose: TransactionPurpose::Original,
        header: TransactionHeader::new("BATCH0001", created),
        kind: ClaimOrEncounter::Chargeable,
        submitter: Submitter {
            party: Party::organization("41", "LINDEN STREET CLINIC", "46", "PRAXISCLINIC"),
            contacts: vec![phone("2175550100")],
        },
        receiver: Party::organization("40", "CLEARHOUSE", "46", "CLEARHOUSE"),
        billing_providers: vec![clinic],
        unknown: Unread::default(),
    }
}

pub(crate) fn subscriber<C>(claims: Vec<C>, patients: Vec<Patient<C>>) -> Subscriber<C> {
    let mut plan = Plan::new(PayerResponsibility::Primary, ClaimFiling::Commercial);
    plan.group_number = Some("GRP77".into());
    let payer = Party::organization("PR", "EVERGREEN HEALTH", "PI", "EVG01");
    Subscriber {
        plan,
        condition: PatientCondition::default(),
        party: Party { middle: "J".into(), ..Party::person("IL", "ALDER", "MORGAN", "MI", "M0033") },
        address: Some(address("9 BIRCH LANE", "627030009")),
        demographics: Some(Demographics { birth_date: day(1988, 11, 4), sex: Sex::Female }),
        references: References::default(),
        contacts: Vec::new(),
        payer: Payer { party: payer, address: None, references: References::default() },
        claims,
        patients,
        unknown: Unread::default(),
    }
}

fn visit() -> ServiceLine {
    let (charge, one) = (Amount::from_cents(12_550), Quantity::from_units(1));
    let when = DatePeriod::Day(day(2026, 2, 27));
    let procedure = Procedure::hcpcs("99213", &["25"]);
    let control_number = Some("L1".into());
    ServiceLine { control_number, ..ServiceLine::new(procedure, charge, one, vec![1, 2], when) }
}

fn injection() -> ServiceLine {
    let (charge, units) = (Amount::from_cents(3_007), Quantity::from_units(2));
    let when = DatePeriod::Range(day(2026, 2, 27), day(2026, 2, 28));
    let drug = Drug {
        code_list: DrugCodeList::Ndc,
        code: "00409623302".into(),
        dose: Some((Quantity::from_thousandths(2_500), Unit::Milliliter)),
        prescription: None,
    };
    let mut line = ServiceLine::new(Procedure::hcpcs("J1100", &[]), charge, units, vec![2], when);
    line.place_of_service = Some("22".into());
    line.control_number = Some("L2".into());
    line.references = References::default().with(ReferenceKind::PriorAuthorization, "AUTH7");
    line.drug = Some(Box::new(drug));
    let orderer = Party::person("DK", "HAZEL", "ROBIN", "XX", "1245319599");
    line.ordering = Some(Box::new(Provider::new(orderer)));
    line
}

pub(super) fn own_claim() -> ProfessionalClaims {
    let mut claim = Claim::original("A1001", "11").with_lines(vec![visit(), injection()]);
    claim.signed_by_provider = true;
    claim.accident = Some(Box::new(Accident {
        causes: vec![RelatedCause::AutoAccident],
        state: Some("IL".into()),
        country: None,
    }));
    claim.dates.push(ClaimDate { kind: DateKind::Accident, period: DatePeriod::Day(day(2026, 2, 20)) });
    claim.attachments.push(Attachment {
        report_type: "OZ".into(),
        transmission: "EL".into(),
        control_number: Some("ATT1".into()),
    });
    claim.patient_paid = Some(Amount::from_cents(2_000));
    claim.references = References::default()
        .with(ReferenceKind::Referral, "REF55")
        .with(ReferenceKind::PriorAuthorization, "PA66")
        .with(ReferenceKind::ClearinghouseTrace, "TRACE1")
        .with(ReferenceKind::MedicalRecord, "MRN42");
    claim.note = Some(Note { kind: NoteKind::Additional, text: "SEEN AFTER HOURS".into() });
    claim.diagnoses = vec![Diagnosis::icd10("M54.50"), Diagnosis::icd10("I10")];
    claim.referring = Some(Box::new(Provider::new(Party::person("DN", "ELM", "CASEY", "XX", "1245319599"))));
    let rendering = Party::person("82", "OAK", "JORDAN", "XX", "1679576722");
    claim.rendering =
        Some(Box::new(Provider { taxonomy: Some("207Q00000X".into()), ..Provider::new(rendering) }));
    claim.facility = Some(Box::new(ServiceFacility {
        party: Party::organization("77", "LINDEN ANNEX", "XX", "1003000126"),
        address: address("14 LINDEN STREET", "627010002"),
        references: References::default(),
        contacts: Vec::new(),
    }));
    submission(vec![subscriber(vec![claim], vec![])])
}

pub(super) fn child_claim() -> ProfessionalClaims {
    let mut claim = Claim::original("A1002", "11").with_lines(vec![visit()]);
    claim.diagnoses = vec![Diagnosis::icd10("J02.9"), Diagnosis::icd10("R50.9")];
    claim.frequency = Frequency::Replacement;
    claim.references = References::default().with(ReferenceKind::PayerClaimControlNumber, "ICN900");
    let other =
        subscriber(vec![Claim { diagnoses: vec![Diagnosis::icd10("I10"); 2], ..plain("A1003") }], vec![]);
    submission(vec![subscriber(vec![], vec![child(claim)]), other])
}

pub(crate) fn child<C>(claim: C) -> Patient<C> {
    Patient {
        relationship: Relationship::Child,
        condition: PatientCondition::default(),
        party: Party::person("QC", "ALDER", "ROWAN", "", ""),
        address: address("9 BIRCH LANE", "627030009"),
        demographics: Some(Demographics { birth_date: day(2018, 5, 6), sex: Sex::Male }),
        references: References::default(),
        contacts: Vec::new(),
        claims: vec![claim],
        unknown: Unread::default(),
    }
}

fn plain(number: &str) -> Claim {
    Claim::original(number, "02").with_lines(vec![visit()])
}
