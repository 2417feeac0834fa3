//! Transactions made by hand, shared by the tests.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use x12::claim_status::*;
use x12::date::DatePeriod;
use x12::eligibility::*;
use x12::header::TransactionHeader;
use x12::name::{Address, Contact, Party, Reference, Trace};
use x12::procedure::ProcedureCode;
use x12::{Amount, InterchangeHeader, Quantity, Usage};

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn moment() -> NaiveDateTime {
    day(2026, 3, 9).and_time(NaiveTime::from_hms_opt(14, 5, 0).expect("a time of the day"))
}

pub fn header() -> InterchangeHeader {
    InterchangeHeader {
        sender_qualifier: "ZZ".into(),
        sender: "PRACTICE1".into(),
        receiver_qualifier: "ZZ".into(),
        receiver: "HOUSE9".into(),
        date: moment().date(),
        time: moment().time(),
        control: 42,
        usage: Usage::Test,
        acknowledgment_requested: true,
        gs_sender: "PRACTICE1".into(),
        gs_receiver: "HOUSE9".into(),
        group_control: 7,
    }
}

fn payer() -> Party {
    Party::organization("PR", "Lakeside Health Plan", "PI", "55501")
}

fn provider() -> Party {
    Party::organization("1P", "Maple Street Family Medicine", "XX", "1234567893")
}

fn subscriber() -> Patient {
    Patient {
        birth: Some(day(1984, 2, 29)),
        sex: Some(Sex::Female),
        ..Patient::subscriber("Rivers", "Nora", "LHP00912")
    }
}

pub fn inquiry() -> Inquiry {
    let traces = vec![Trace::own("T-1001", "1234567890")];
    Inquiry {
        header: TransactionHeader::new("REF1001", moment()),
        payer: payer(),
        provider: provider(),
        subscriber: Patient { traces, ..subscriber() }.asked_on(DatePeriod::Day(day(2026, 3, 9))),
        service_types: vec!["30".into(), "98".into()],
        ..Inquiry::default()
    }
}

pub fn inquiry_about_child() -> Inquiry {
    let child = Patient::dependent("Rivers", "Ada", "19");
    let traces = vec![Trace::own("T-1002", "1234567890")];
    let (birth, sex) = (Some(day(2015, 7, 1)), Some(Sex::Female));
    let child = Patient { traces, birth, sex, ..child }.asked_on(DatePeriod::Day(day(2026, 3, 9)));
    Inquiry { subscriber: subscriber(), dependent: Some(child), ..inquiry() }
}

pub fn response() -> Response {
    let mut subscriber = subscriber();
    subscriber.traces = vec![Trace::own("T-1001", "1234567890").echoed()];
    subscriber.address = Some(address());
    subscriber.references = vec![Reference::new("6P", "GRP77")];
    subscriber.dates =
        vec![DatedPeriod { qualifier: "346".into(), period: DatePeriod::Day(day(2026, 1, 1)) }];
    Response {
        header: TransactionHeader::new("REF1001", moment()),
        payer: payer(),
        payer_contacts: vec![Contact {
            name: "Desk".into(),
            numbers: vec![("TE".into(), "8005550100".into())],
        }],
        provider: Some(provider()),
        subscriber: Some(subscriber),
        benefits: vec![active(), remaining_deductible(), visits(), other_payer()],
        ..Response::default()
    }
}

pub fn response_about_child() -> Response {
    let mut response = response();
    let child = inquiry_about_child().dependent.expect("the child");
    let traces = child.traces.iter().map(Trace::echoed).collect();
    response.dependent = Some(Patient { traces, dates: Vec::new(), ..child });
    response.subscriber.iter_mut().for_each(|subscriber| subscriber.traces.clear());
    response
}

pub fn rejected_response() -> Response {
    let mut rejected = response();
    rejected.benefits.clear();
    rejected.rejections = vec![Rejection::new(RejectionLevel::Subscriber, "72", FollowUp::CorrectAndResend)];
    rejected
}

pub fn address() -> Address {
    let (line1, city) = ("12 Mill Lane".into(), "Madison".into());
    Address { line1, city, state: "WI".into(), zip: "537030000".into(), ..Address::default() }
}

fn active() -> Benefit {
    let service_types = vec!["30".into()];
    Benefit {
        level: Some(CoverageLevel::Individual),
        service_types,
        insurance_type: "HM".into(),
        plan: "Silver 2".into(),
        messages: vec!["Referral needed outside of the group".into()],
        ..Benefit::new(BenefitKind::Active)
    }
}

fn remaining_deductible() -> Benefit {
    Benefit {
        level: Some(CoverageLevel::Individual),
        service_types: vec!["30".into()],
        period: Some(TimePeriod::Remaining),
        amount: Some(Amount::from_cents(41_250)),
        in_network: Some(Answer::Yes),
        ..Benefit::new(BenefitKind::Deductible)
    }
}

fn visits() -> Benefit {
    Benefit {
        service_types: vec!["98".into(), "UC".into()],
        percent: ".2".parse().ok(),
        authorization_required: Some(Answer::No),
        in_network: Some(Answer::NotApplicable),
        places: vec![Place { qualifier: "ZZ".into(), code: "11".into(), ..Place::default() }],
        dates: vec![DatedPeriod {
            qualifier: "292".into(),
            period: DatePeriod::Range(day(2026, 1, 1), day(2026, 12, 31)),
        }],
        ..Benefit::new(BenefitKind::Coinsurance)
    }
}

fn other_payer() -> Benefit {
    let party = Party::organization("PR", "Second Mutual", "PI", "77001");
    let entity = BenefitEntity { party, address: Some(address()), ..BenefitEntity::default() };
    let service_types = vec!["30".into()];
    Benefit { service_types, entities: vec![entity], ..Benefit::new(BenefitKind::OtherPayer) }
}

fn key(trace: &str) -> ClaimKey {
    ClaimKey {
        payer: payer(),
        receiver: Party::organization("41", "Maple Street Family Medicine", "46", "MSFM01"),
        providers: vec![provider()],
        subscriber: Insured {
            party: subscriber().party,
            birth: Some(day(1984, 2, 29)),
            sex: Some(Sex::Female),
        },
        trace: trace.into(),
        references: vec![Reference::new("EJ", "ACC-5")],
        service: Some(DatePeriod::Range(day(2026, 2, 1), day(2026, 2, 1))),
        ..ClaimKey::default()
    }
}

pub fn status_request() -> StatusRequest {
    let charge = Some(Amount::from_cents(13_050));
    let line = ServiceLine {
        procedure: ProcedureCode::hcpcs("99213", &["25"]),
        charge: Amount::from_cents(13_050),
        units: Some(Quantity::from_units(1)),
        service: Some(DatePeriod::Day(day(2026, 2, 1))),
        ..ServiceLine::default()
    };
    let dependent = Insured {
        party: Party::person("QC", "Rivers", "Ada", "", ""),
        birth: Some(day(2015, 7, 1)),
        sex: Some(Sex::Female),
    };
    let subscriber = Insured { party: subscriber().party, ..Insured::default() };
    let child = ClaimKey { dependent: Some(dependent), subscriber, ..key("CLM-2") };
    let claims = vec![
        ClaimInquiry { key: key("CLM-1"), charge, lines: vec![line] },
        ClaimInquiry { key: child, charge, lines: Vec::new() },
    ];
    StatusRequest { header: TransactionHeader::new("STAT1", moment()), claims, ..StatusRequest::default() }
}

pub fn status_response() -> StatusResponse {
    let mut paid = key("CLM-1");
    (paid.subscriber.birth, paid.subscriber.sex) = (None, None);
    paid.references.insert(0, Reference::new("1K", "ICN123456"));
    let status = Status {
        codes: vec![StatusCode::new("F1", "65")],
        date: Some(day(2026, 3, 1)),
        charge: Some(Amount::from_cents(13_050)),
        paid: Some(Amount::from_cents(9_000)),
        decided: Some(day(2026, 2, 20)),
        payment_date: Some(day(2026, 2, 22)),
        payment_number: "EFT7781".into(),
        ..Status::default()
    };
    let claims = vec![ClaimStatus { key: paid, statuses: vec![status], lines: Vec::new() }];
    StatusResponse { header: TransactionHeader::new("STAT1", moment()), claims, ..StatusResponse::default() }
}
