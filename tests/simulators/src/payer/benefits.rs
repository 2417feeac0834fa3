//! The one plan this payer sells, GOLD 123 PLAN, as 271 benefits.

use chrono::NaiveDate;
use x12::date::DatePeriod;
use x12::eligibility::{
    Answer, Benefit, BenefitEntity, BenefitKind, CoverageLevel, DatedPeriod, Patient, Sex, TimePeriod,
};
use x12::name::{Address, Party};
use x12::{Amount, Text};

const PLAN: &str = "GOLD 123 PLAN";
/// Service types an answer to a plan inquiry (30) must name.
const SERVICE_TYPES: [&str; 10] = ["1", "33", "35", "47", "86", "88", "98", "AL", "MH", "UC"];
/// The member of the published example.
const JOHN_SMITH: &str = "123456789";

/// What a covered member has. Amounts in cents.
pub(super) fn covered() -> Vec<Benefit> {
    let plan = of_plan(BenefitKind::Active);
    let services = Benefit { service_types: service_types(), ..Benefit::new(BenefitKind::Active) };
    let mut benefits = vec![plan, primary_care(), services];
    benefits.extend([(1_000, Answer::Yes), (3_000, Answer::No)].map(|(copay, network)| Benefit {
        service_types: service_types(),
        insurance_type: "HM".into(),
        plan: PLAN.into(),
        period: Some(TimePeriod::Visit),
        amount: Some(Amount::from_cents(copay)),
        in_network: Some(network),
        ..Benefit::new(BenefitKind::Copayment)
    }));
    benefits.extend([
        of_year(BenefitKind::Deductible, TimePeriod::CalendarYear, 50_000),
        of_year(BenefitKind::Deductible, TimePeriod::Remaining, 35_000),
        of_year(BenefitKind::OutOfPocket, TimePeriod::CalendarYear, 300_000),
        of_year(BenefitKind::OutOfPocket, TimePeriod::Remaining, 255_000),
    ]);
    benefits
}

pub(super) fn inactive() -> Vec<Benefit> {
    vec![of_plan(BenefitKind::Inactive)]
}

/// DTP*346.
pub(super) fn plan_begin() -> Vec<DatedPeriod> {
    let begin = NaiveDate::from_ymd_opt(2006, 1, 1).map(DatePeriod::Day);
    begin.map(|period| DatedPeriod { qualifier: "346".into(), period }).into_iter().collect()
}

/// Fills in what an inquiry about the member of the published example leaves out.
pub(super) fn complete(patient: &mut Patient) {
    if patient.party.id != JOHN_SMITH {
        return;
    }
    for (field, known) in [(&mut patient.party.name, "SMITH"), (&mut patient.party.first, "JOHN")] {
        if field.is_empty() {
            *field = known.into();
        }
    }
    patient.party.person = true;
    patient.birth = patient.birth.or_else(|| NaiveDate::from_ymd_opt(1963, 5, 19));
    patient.sex.get_or_insert(Sex::Male);
    patient.address.get_or_insert_with(|| Address {
        line1: "15197 BROADWAY AVENUE".into(),
        line2: "APT 215".into(),
        city: "KANSAS CITY".into(),
        state: "MO".into(),
        zip: "64108".into(),
        ..Address::default()
    });
}

fn of_plan(kind: BenefitKind) -> Benefit {
    Benefit { service_types: vec!["30".into()], plan: PLAN.into(), ..Benefit::new(kind) }
}

fn of_year(kind: BenefitKind, period: TimePeriod, cents: i64) -> Benefit {
    Benefit {
        level: Some(CoverageLevel::Individual),
        insurance_type: "HM".into(),
        period: Some(period),
        amount: Some(Amount::from_cents(cents)),
        ..of_plan(kind)
    }
}

fn primary_care() -> Benefit {
    let party = Party::person("P3", "JONES", "MARCUS", "SV", "0202034");
    let entity = BenefitEntity { party, ..BenefitEntity::default() };
    Benefit { entities: vec![entity], ..Benefit::new(BenefitKind::PrimaryCareProvider) }
}

fn service_types() -> Vec<Text> {
    SERVICE_TYPES.map(Text::from).to_vec()
}
