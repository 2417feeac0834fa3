//! 270 and 276, every magic value.

use simulators::envelope::Refused;
use simulators::pace::Delay;
use simulators::payer::{Answer, Magic, Reply, answer, answer_status};
use x12::Interchange;
use x12::claim_status::StatusResponse;
use x12::eligibility::{BenefitKind, Response, TimePeriod};

use crate::samples::{inquiry, now, status_request};

fn ask(member_id: &str, earlier: u32) -> Answer {
    answer(&inquiry(member_id, "TRACE-1"), |_| earlier, now()).expect("the inquiry is readable")
}

fn told(answer: &Answer) -> Response {
    let Reply::X12(text) = &answer.reply else { panic!("not X12") };
    let interchanges = Interchange::read(text).expect("the envelope is sound");
    let set = interchanges[0].transactions().next().expect("one transaction set");
    assert_eq!((set.st01, set.control, interchanges[0].control()), ("271", "0007", "000000007"));
    assert_eq!((interchanges[0].receiver(), interchanges[0].sender()), ("PRAXISCLINIC", "SANDBOX"));
    Response::parse(set).expect("the answer is readable")
}

#[test]
fn a_covered_member_hears_the_published_facts_about_himself() {
    let response = told(&ask("M0033", 0));
    assert_eq!(response.echoed_trace().map(|trace| trace.number.as_str()), Some("TRACE-1"));
    let patient = response.patient().expect("a patient");
    assert_eq!((patient.party.name.as_str(), patient.party.id.as_str()), ("ALDER", "M0033"));
    assert!(patient.birth.is_some() && patient.address.is_some());
    assert_eq!(patient.date("346").map(|begin| begin.to_string()).as_deref(), Some("20060101"));
    let found = |kind: BenefitKind, period: Option<TimePeriod>| {
        let of_it =
            response.benefits.iter().filter(move |benefit| benefit.kind == kind && benefit.period == period);
        of_it
            .map(|benefit| benefit.amount.map(|amount| amount.cents()).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(BenefitKind::Copayment, Some(TimePeriod::Visit)), [1_000, 3_000]);
    assert_eq!(found(BenefitKind::Deductible, Some(TimePeriod::CalendarYear)), [50_000]);
    assert_eq!(found(BenefitKind::Deductible, Some(TimePeriod::Remaining)), [35_000]);
    assert_eq!(found(BenefitKind::OutOfPocket, Some(TimePeriod::Remaining)), [255_000]);
    assert!(response.benefits[0].is_active() && response.benefits[0].plan == "GOLD 123 PLAN");
    assert_eq!(response.benefits[1].entities[0].party.name, "JONES");
}

#[test]
fn the_member_of_the_published_example_is_known_by_his_id_alone() {
    let text = inquiry("123456789", "T")
        .replace("NM1*IL*1*ALDER*MORGAN", "NM1*IL*1**")
        .replace("*19881104*F", "*19630519");
    let text = text.replace("N3*9 BIRCH LANE~N4*SPRINGFIELD*IL*62703~", "").replace("SE*15*", "SE*13*");
    let response = told(&answer(&text, |_| 0, now()).expect("the inquiry is readable"));
    let patient = response.patient().expect("a patient");
    assert_eq!((patient.party.name.as_str(), patient.party.first.as_str()), ("SMITH", "JOHN"));
    assert_eq!(patient.address.as_ref().map(|address| address.city.as_str()), Some("KANSAS CITY"));
}

#[test]
fn members_without_coverage_or_unknown_hear_why() {
    assert_eq!(told(&ask("XINACTIVE", 0)).benefits[0].kind, BenefitKind::Inactive);
    for (member_id, earlier, code, retryable) in [
        ("XAAA72", 0, "72", false),
        ("XAAA75", 0, "75", false),
        ("XAAA42", 0, "42", true),
        ("XAAA42", 1, "42", true),
    ] {
        let response = told(&ask(member_id, earlier));
        assert!(response.benefits.is_empty(), "{member_id}");
        assert_eq!(response.rejections[0].code, code, "{member_id}");
        assert_eq!(response.rejections[0].is_retryable(), retryable, "{member_id}");
        assert!(response.echoed_trace().is_some(), "{member_id}");
    }
    assert!(told(&ask("XAAA42", 2)).rejections.is_empty());
}

#[test]
fn answers_can_be_late_or_broken() {
    for (member_id, delay) in [("M1", Delay::None), ("XSLOW", Delay::Slow), ("XTIMEOUT", Delay::Silence)] {
        let answer = ask(member_id, 0);
        assert_eq!(answer.delay, delay, "{member_id}");
        assert!(told(&answer).rejections.is_empty(), "{member_id}");
    }
    assert!(matches!(ask("XGARBAGE", 0).reply, Reply::Garbage(_)));
    assert_eq!(ask("XHTTP500", 0).reply, Reply::ServerError);
    let other = told(&ask("XWRONGTRACE", 0));
    assert_eq!(other.echoed_trace().map(|trace| trace.number.as_str()), Some("NOT-TRACE-1"));
    let Reply::X12(cut) = ask("XCUT", 0).reply else { panic!("not X12") };
    assert!(cut.starts_with("ISA*") && Interchange::read(&cut).is_err());
    let big = ask("XBIG", 0);
    assert!(matches!(&big.reply, Reply::X12(text) if text.len() > 10 << 20));
    assert_eq!(told(&big).benefits[0].plan, "GOLD 123 PLAN");
}

#[test]
fn a_dependent_is_answered_as_the_patient() {
    let dependent = "HL*4*3*23*0~TRN*1*TRACE-2*9PRAXIS001~NM1*03*1*ALDER*ROWAN~DMG*D8*20180506*M~EQ*30~";
    let text = inquiry("M0033", "T").replace("HL*3*2*22*0~TRN*1*T*9PRAXIS001~", "HL*3*2*22*1~");
    let text = text.replace("EQ*30~", dependent).replace("SE*15*", "SE*18*");
    let response = told(&answer(&text, |_| 0, now()).expect("the inquiry is readable"));
    assert_eq!(response.echoed_trace().map(|trace| trace.number.as_str()), Some("TRACE-2"));
    assert_eq!(response.dependent.map(|dependent| dependent.party.first).as_deref(), Some("ROWAN"));
    assert!(response.benefits[0].is_active());
}

#[test]
fn what_is_no_inquiry_is_refused_by_a_999() {
    let unnamed = inquiry("M1", "T").replace("NM1*1P*2*LINDEN STREET CLINIC*****XX*1497758544~", "");
    for text in [unnamed.replace("SE*15*", "SE*14*"), status_request("C1")] {
        let Err(Refused::Acknowledged(refusal)) = answer(&text, |_| 0, now()) else { panic!("not refused") };
        assert!(refusal.contains("~IK5*R*5~AK9*R*1*1*0~"), "{refusal}");
    }
}

#[test]
fn the_claim_number_decides_the_status() {
    let cases = [("C1", "F1", 9_375), ("C1RECEIVED", "A1", 0), ("C1PENDING", "P1", 0), ("C1DENIED", "F2", 0)];
    for (claim, category, paid) in cases.into_iter().chain([("C1NOTFOUND", "A4", 0)]) {
        let text = answer_status(&status_request(claim), now()).expect("the request is readable");
        let interchanges = Interchange::read(&text).expect("the envelope is sound");
        let set = interchanges[0].transactions().next().expect("one transaction set");
        let response = StatusResponse::parse(set).expect("the answer is readable");
        let status = &response.claims[0].statuses[0];
        assert_eq!(response.claims[0].key.trace, claim);
        assert_eq!(
            (status.codes[0].category.as_str(), status.paid.map(|paid| paid.cents())),
            (category, Some(paid))
        );
    }
}

#[test]
fn only_the_end_of_a_member_id_is_magic() {
    for (member_id, magic) in [("TIMEOUTS", Magic::Covered), ("", Magic::Covered), ("1BIG", Magic::Big)] {
        assert_eq!(Magic::of(member_id), magic, "{member_id}");
    }
}

#[test]
fn a_payer_may_know_another_birth_date() {
    let response = told(&ask("M1BIRTH", 0));
    assert_eq!(
        response.patient().and_then(|patient| patient.birth).map(|day| day.to_string()).as_deref(),
        Some("1970-02-03")
    );
}
