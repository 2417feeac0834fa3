//! 270 and 271 through the public interface.

use x12::eligibility::{IMPLEMENTATION, INQUIRY_GROUP, Inquiry, RESPONSE_GROUP, Response};
use x12::{Interchange, TransactionText, X12Error, write_interchange};

use crate::values::{
    header, inquiry, inquiry_about_child, rejected_response, response, response_about_child,
};

fn wrapped(group: &str, transaction: TransactionText) -> Result<String, X12Error> {
    write_interchange(&header(), group, IMPLEMENTATION, &[transaction])
}

#[test]
fn an_inquiry_survives_writing_and_reading() -> Result<(), X12Error> {
    for inquiry in [inquiry(), inquiry_about_child()] {
        let text = wrapped(INQUIRY_GROUP, inquiry.write("0001")?)?;
        let read = Interchange::read(&text)?;
        let transaction = read[0].transactions().next().expect("one was written");
        assert!(Inquiry::parse(transaction)? == inquiry, "{text}");
    }
    Ok(())
}

#[test]
fn an_inquiry_is_written_in_the_order_of_the_guide() -> Result<(), X12Error> {
    let written = inquiry().write("0001")?;
    let expected = [
        "ST*270*0001*005010X279A1",
        "BHT*0022*13*REF1001*20260309*1405",
        "HL*1**20*1",
        "NM1*PR*2*Lakeside Health Plan*****PI*55501",
        "HL*2*1*21*1",
        "NM1*1P*2*Maple Street Family Medicine*****XX*1234567893",
        "HL*3*2*22*0",
        "TRN*1*T-1001*1234567890",
        "NM1*IL*1*Rivers*Nora****MI*LHP00912",
        "DMG*D8*19840229*F",
        "DTP*291*D8*20260309",
        "EQ*30^98",
        "SE*13*0001",
    ];
    assert_eq!(written.as_str().trim_end_matches('~').split('~').collect::<Vec<_>>(), expected);
    Ok(())
}

#[test]
fn an_inquiry_without_a_question_is_refused() {
    let mut inquiry = inquiry();
    inquiry.service_types.clear();
    let error = inquiry.write("0001").expect_err("nothing is asked");
    assert!(error.to_string().contains("required segment EQ is missing"), "{error}");
}

#[test]
fn a_response_survives_writing_and_reading() -> Result<(), X12Error> {
    for response in [response(), response_about_child(), rejected_response()] {
        let text = wrapped(RESPONSE_GROUP, response.write("0001")?)?;
        let read = Interchange::read(&text)?;
        let transaction = read[0].transactions().next().expect("one was written");
        assert!(Response::parse(transaction)? == response, "{text}");
    }
    Ok(())
}

#[test]
fn a_rejection_says_whether_waiting_helps() {
    let rejected = rejected_response();
    let rejection = rejected.all_rejections().next().expect("one was made");
    assert!(!rejection.is_retryable());
    assert!(rejection.explain().is_some_and(|explanation| explanation.meaning.contains("member id")));
    assert_eq!(rejected.echoed_trace().map(|trace| trace.number.as_str()), Some("T-1001"));
}

#[test]
fn two_patients_of_one_transaction_are_two_responses() -> Result<(), X12Error> {
    let text = wrapped(RESPONSE_GROUP, response().write("0001")?)?;
    let again = text
        .replace("SE*", "HL*4*2*22*0~NM1*IL*1*Poole*Max****MI*LHP1~EB*6**30~SE*")
        .replace("SE*28*", "SE*31*");
    let read = Interchange::read(&again)?;
    let transaction = read[0].transactions().next().expect("one was written");
    let responses = Response::parse_all(transaction)?;
    let ids: Vec<_> = responses.iter().filter_map(Response::patient).map(|p| p.party.id.as_str()).collect();
    assert_eq!(ids, ["LHP00912", "LHP1"]);
    assert_eq!(responses[1].benefits.len(), 1);
    assert!(responses[1].provider.is_some());
    assert!(Response::parse(transaction).is_err());
    Ok(())
}
