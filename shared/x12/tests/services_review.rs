//! 278 through the public interface.

use proptest::prelude::*;
use x12::services_review::{Action, Diagnosis, GROUP, IMPLEMENTATION, ReviewRequest, ReviewResponse, Role};
use x12::validate::{Finding, Level, Validator};
use x12::{Interchange, TransactionText, X12Error, write_interchange};

use crate::review_strategies::{request, response};
use crate::review_values::{certified, home_care, pended, referral, rejected};
use crate::values::header;

fn wrapped(transaction: TransactionText) -> Result<String, X12Error> {
    write_interchange(&header(), GROUP, IMPLEMENTATION, &[transaction])
}

fn read_request(text: &str) -> Result<ReviewRequest, X12Error> {
    let read = Interchange::read(text)?;
    ReviewRequest::parse(read[0].transactions().next().expect("one was written"))
}

fn read_response(text: &str) -> Result<ReviewResponse, X12Error> {
    let read = Interchange::read(text)?;
    ReviewResponse::parse(read[0].transactions().next().expect("one was written"))
}

fn findings(text: &str) -> Result<Vec<Finding>, X12Error> {
    let mut validator = Validator::new(Level::Relation);
    let mut findings = Vec::new();
    for segment in x12::reader::Segments::new(text) {
        validator.push(&segment?, &mut findings);
    }
    validator.finish(&mut findings);
    Ok(findings)
}

#[test]
fn requests_survive_and_keep_the_guide() -> Result<(), X12Error> {
    for request in [referral(), home_care()] {
        let text = wrapped(request.write("0001")?)?;
        assert!(read_request(&text)? == request, "{text}");
        assert_eq!(findings(&text)?, [], "{text}");
    }
    Ok(())
}

#[test]
fn responses_survive_and_keep_the_guide() -> Result<(), X12Error> {
    for response in [certified(), pended(), rejected()] {
        let text = wrapped(response.write("0001")?)?;
        assert!(read_response(&text)? == response, "{text}");
        assert_eq!(findings(&text)?, [], "{text}");
    }
    Ok(())
}

#[test]
fn a_request_is_written_in_the_order_of_the_guide() -> Result<(), X12Error> {
    let written = referral().write("0001")?;
    let expected = [
        "ST*278*0001*005010X217",
        "BHT*0007*13*REF2001*20260309*1405",
        "HL*1**20*1",
        "NM1*X3*2*Lakeside Health Plan*****PI*55501",
        "HL*2*1*21*1",
        "NM1*1P*2*Maple Street Family Medicine*****XX*1234567893",
        "PER*IC*Desk*TE*6085550100",
        "PRV*RF*PXC*207Q00000X",
        "HL*3*2*22*1",
        "NM1*IL*1*Rivers*Nora****MI*LHP00912",
        "DMG*D8*19840229*F",
        "HL*4*3*EV*0",
        "TRN*1*R-2001*1234567890",
        "UM*SC*I*3*11:B**E***Y",
        "DTP*AAH*RD8*20260316-20260616",
        "HI*ABK:I209:D8:20260309*ABF:E119",
        "HSD*VS*3",
        "NM1*SJ*1*Brook*Ivan****XX*1999999984",
        "REF*0B*47119*WI",
        "PRV*PE*PXC*207RC0000X",
        "SE*21*0001",
    ];
    assert_eq!(written.as_str().trim_end_matches('~').split('~').collect::<Vec<_>>(), expected);
    Ok(())
}

#[test]
fn services_stand_under_their_event() -> Result<(), X12Error> {
    let written = home_care().write("0001")?;
    let levels: Vec<&str> = written.as_str().split('~').filter(|segment| segment.starts_with("HL")).collect();
    assert_eq!(
        levels,
        [
            "HL*1**20*1",
            "HL*2*1*21*1",
            "HL*3*2*22*1",
            "HL*4*3*23*1",
            "HL*5*4*EV*1",
            "HL*6*5*SS*0",
            "HL*7*5*SS*0"
        ]
    );
    Ok(())
}

#[test]
fn a_response_says_what_was_decided() {
    let certified = certified();
    let review = &certified.events[0].review;
    assert_eq!(review.authorization(), Some("AUTH2001"));
    assert!(review.participant(&Role::ServiceProvider).is_some());
    assert_eq!(certified.echoed_trace().map(|trace| trace.number.as_str()), Some("R-2001"));
    let pended = pended();
    let actions: Vec<&Action> = pended.verdicts().map(|verdict| &verdict.action).collect();
    assert_eq!(actions, [&Action::Pended, &Action::NotCertified]);
    assert!(pended.events[0].review.authorization().is_none());
    assert!(rejected().all_rejections().next().and_then(|rejection| rejection.explain()).is_some());
}

#[test]
fn a_request_is_no_response() -> Result<(), X12Error> {
    let asked = wrapped(referral().write("0001")?)?;
    let answered = wrapped(certified().write("0001")?)?;
    let error = read_response(&asked).expect_err("BHT02 is 13");
    assert_eq!((error.segment_id.as_ref(), error.element), ("BHT", Some(2)));
    assert!(read_request(&answered).is_err());
    Ok(())
}

#[test]
fn an_incomplete_request_is_refused() -> Result<(), X12Error> {
    let mut nothing_asked = referral();
    nothing_asked.event.review.asked = None;
    let error = nothing_asked.write("0001").expect_err("nothing is asked");
    assert_eq!((error.segment_id.as_ref(), error.loop_id), ("UM", Some("2000E")));
    let text = wrapped(referral().write("0001")?)?;
    let event = text.find("HL*4").expect("the event");
    let end = text.find("SE*").expect("the end");
    let cut = format!("{}{}", &text[..event], &text[end..]).replace("SE*21*", "SE*12*");
    let error = read_request(&cut).expect_err("there is no event");
    assert_eq!(error.loop_id, Some("2000E"));
    Ok(())
}

#[test]
fn what_is_unknown_is_kept_aside() -> Result<(), X12Error> {
    let text = wrapped(referral().write("0001")?)?;
    let odd = text.replace("HSD*VS*3~", "HSD*VS*3~HSD*VS*9~ZZZ*1~").replace("SE*21*", "SE*23*");
    let read = read_request(&odd)?;
    assert_eq!(read.unread.0, ["HSD*VS*9", "ZZZ*1"]);
    assert_eq!(read.event, referral().event);
    Ok(())
}

#[test]
fn debug_shows_no_health_data() {
    let shown = format!(
        "{:?} {:?} {:?}",
        home_care(),
        pended(),
        Diagnosis::new(x12::services_review::DiagnosisKind::Principal, "I20.9")
    );
    for secret in ["Rivers", "June", "I69391", "I209", "third floor", "LHP00912", "G0299"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_request_survives(request in request()) {
        let text = wrapped(request.write("0001").expect("it can be written")).expect("it can be wrapped");
        prop_assert!(read_request(&text).expect("it can be read") == request, "{}", text);
    }

    #[test]
    fn any_response_survives(response in response()) {
        let text = wrapped(response.write("0001").expect("it can be written")).expect("it can be wrapped");
        prop_assert!(read_response(&text).expect("it can be read") == response, "{}", text);
    }
}
