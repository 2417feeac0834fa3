//! Requests for review and their responses, made by hand about people who do not exist.

use x12::date::DatePeriod;
use x12::eligibility::{FollowUp, Sex, TimePeriod};
use x12::header::TransactionHeader;
use x12::name::{Contact, Party, Reference, Trace};
use x12::procedure::ProcedureCode;
use x12::services_review::*;
use x12::{Quantity, Text};

use crate::values::{address, day, moment};

fn organization() -> Participant {
    Participant::new(Party::organization("X3", "Lakeside Health Plan", "PI", "55501"))
}

fn requester() -> Participant {
    Participant {
        contacts: vec![Contact { name: "Desk".into(), numbers: vec![("TE".into(), "6085550100".into())] }],
        specialty: Some(Specialty { role: "RF".into(), taxonomy: "207Q00000X".into() }),
        ..Participant::new(Party::organization("1P", "Maple Street Family Medicine", "XX", "1234567893"))
    }
}

fn member() -> Member {
    Member {
        birth: Some(day(1984, 2, 29)),
        sex: Some(Sex::Female),
        ..Member::subscriber("Rivers", "Nora", "LHP00912")
    }
}

fn specialist() -> Participant {
    Participant {
        references: vec![Reference { description: "WI".into(), ..Reference::new("0B", "47119") }],
        specialty: Some(Specialty { role: "PE".into(), taxonomy: "207RC0000X".into() }),
        ..Participant::new(Party::person("SJ", "Brook", "Ivan", "XX", "1999999984"))
    }
}

/// A family doctor sends a patient to a cardiologist for three visits.
pub fn referral() -> ReviewRequest {
    let asked = Asked {
        facility: Some(Facility::place("11")),
        level: Some(LevelOfService::Elective),
        release: "Y".into(),
        ..Asked::new(RequestCategory::SpecialtyCare, CertificationType::Initial, "3")
    };
    let review = Review {
        traces: vec![Trace::own("R-2001", "1234567890")],
        dates: vec![ReviewDate::new(DateKind::Event, DatePeriod::Range(day(2026, 3, 16), day(2026, 6, 16)))],
        diagnoses: vec![
            Diagnosis { date: Some(day(2026, 3, 9)), ..Diagnosis::new(DiagnosisKind::Principal, "I20.9") },
            Diagnosis::new(DiagnosisKind::Additional, "E11.9"),
        ],
        delivery: Some(Delivery::of(QuantityKind::Visits, 3)),
        participants: vec![specialist()],
        ..Review::new(asked)
    };
    let event = PatientEvent { review, ..PatientEvent::default() };
    let header = TransactionHeader::new("REF2001", moment());
    ReviewRequest::new(header, organization(), requester(), member(), event)
}

/// Care at home for the subscriber's mother, a nurse three times a week and tube feeding.
pub fn home_care() -> ReviewRequest {
    let asked = Asked {
        facility: Some(Facility::place("12")),
        condition: Some(HealthCondition::Chronic),
        prognosis: Some(Prognosis::Guarded),
        release: "Y".into(),
        ..Asked::new(RequestCategory::HealthServices, CertificationType::Initial, "42")
    };
    let three_a_week = Delivery {
        per: "WK".into(),
        period: Some(TimePeriod::Month),
        periods: "2".into(),
        ..Delivery::of(QuantityKind::Visits, 3)
    };
    let agency = Party::organization("SJ", "Harbor Home Nursing", "XX", "1888888884");
    let attachment = Attachment {
        report_type: "09".into(),
        transmission: "EL".into(),
        control_number: "ATT77".into(),
        description: Text::new(),
    };
    let review = Review {
        traces: vec![Trace::own("R-2002", "1234567890")],
        diagnoses: vec![Diagnosis::new(DiagnosisKind::Principal, "I69.391")],
        delivery: Some(three_a_week),
        attachments: vec![attachment],
        messages: vec!["Lives on the third floor without a lift".into()],
        participants: vec![Participant { address: Some(address()), ..Participant::new(agency) }],
        ..Review::new(asked)
    };
    let certifications = Certifications {
        conditions: vec![Condition {
            category: "75".into(),
            applies: Some(x12::eligibility::Answer::Yes),
            codes: vec!["EL".into(), "PW".into()],
        }],
        home_health: Some(home_health()),
        ..Certifications::default()
    };
    let services = vec![service("G0299", "UN", 24), service("B4150", "UN", 60)];
    let event = PatientEvent { review, certifications, services, ..PatientEvent::default() };
    let mother = Member { birth: Some(day(1951, 5, 4)), ..Member::dependent("Rivers", "June", "G8") };
    ReviewRequest { dependent: Some(mother), event, ..referral() }
}

fn home_health() -> HomeHealth {
    HomeHealth {
        prognosis: Some(Prognosis::Guarded),
        start: Some(day(2026, 3, 16)),
        period: Some(DatePeriod::Range(day(2026, 3, 16), day(2026, 5, 14))),
        medicare: "W".into(),
        certification: Some(CertificationType::Initial),
        ..HomeHealth::default()
    }
}

fn service(code: &str, unit: &str, quantity: u32) -> Service {
    let line = ProfessionalService {
        procedure: Procedure::new(ProcedureCode::hcpcs(code, &[])),
        unit: unit.into(),
        quantity: Some(Quantity::from_units(quantity)),
        ..ProfessionalService::default()
    };
    Service { line: Some(ServiceLine::Professional(line)), ..Service::default() }
}

/// The referral is certified.
pub fn certified() -> ReviewResponse {
    let request = referral();
    let mut event = request.event;
    event.review.traces = event.review.traces.iter().map(Trace::echoed).collect();
    event.review.verdict = Some(Verdict::new(Action::CertifiedInTotal, "AUTH2001"));
    event.review.asked = event.review.asked.map(|asked| Asked { release: Text::new(), ..asked });
    let effective = DatePeriod::Range(day(2026, 3, 16), day(2026, 6, 16));
    event.review.dates.push(ReviewDate::new(DateKind::Effective, effective));
    ReviewResponse {
        header: request.header,
        kind: Some(ReviewKind::Final),
        organization: organization(),
        requesters: vec![Participant { contacts: Vec::new(), ..requester() }],
        subscriber: Some(member()),
        events: vec![event],
        ..ReviewResponse::default()
    }
}

/// The care at home waits for a report, and one of its services is refused.
pub fn pended() -> ReviewResponse {
    let request = home_care();
    let mut event = request.event;
    event.certifications.conditions.clear();
    event.review.traces = event.review.traces.iter().map(Trace::echoed).collect();
    event.review.asked = event.review.asked.map(|asked| Asked {
        release: Text::new(),
        condition: None,
        prognosis: None,
        ..asked
    });
    let reasons = vec!["0U".into(), "0V".into()];
    event.review.verdict = Some(Verdict { reasons, ..Verdict::new(Action::Pended, "") });
    event.review.references = vec![Reference::new("NT", "N778")];
    event.review.diagnoses.push(Diagnosis::new(DiagnosisKind::InformationWanted, "18682-5"));
    event.services[1].review.verdict = Some(Verdict::new(Action::NotCertified, ""));
    let contact = Contact { name: "Review desk".into(), numbers: vec![("FX".into(), "6085550199".into())] };
    let desk = Party::organization("L5", "Lakeside Review", "", "");
    event.review.participants.push(Participant { contacts: vec![contact], ..Participant::new(desk) });
    ReviewResponse {
        kind: Some(ReviewKind::UpdatesFollow),
        dependent: request.dependent,
        events: vec![event],
        ..certified()
    }
}

/// The plan does not know the member.
pub fn rejected() -> ReviewResponse {
    let rejections = vec![Rejection::new("72", FollowUp::CorrectAndResend)];
    let subscriber = Some(Member { rejections, ..member() });
    ReviewResponse { subscriber, events: Vec::new(), ..certified() }
}
