//! The files the README sends do what it says.

use simulators::clearinghouse::{Serial, take};
use simulators::payer::{Reply, answer, answer_status};
use simulators::pharmacy::{Subject, receive};

use crate::samples::now;

#[test]
fn the_x12_examples_are_answered() -> Result<(), Box<dyn std::error::Error>> {
    let told =
        answer(include_str!("../examples/inquiry.edi"), |_| 0, now()).expect("the inquiry is readable");
    assert!(matches!(told.reply, Reply::X12(text) if text.contains("~EB*1**30**GOLD 123 PLAN~")));
    let status = answer_status(include_str!("../examples/status-request.edi"), now());
    assert!(status.expect("the request is readable").contains("~STC*F1:65*"));
    let interchanges = x12::Interchange::read(include_str!("../examples/claims.edi"))?;
    let taken = take(&interchanges[0], &mut Serial::default(), now())?;
    assert!(taken.reports[1].content.contains("~CLP*CLAIM-1001*1*155.5*91.63*25*12*"));
    Ok(())
}

#[test]
fn the_script_examples_are_answered() {
    let take =
        |xml: &str| receive(xml, |_| None, now()).expect("the header is readable").expect("it is answered");
    let taken = take(include_str!("../examples/new-rx.xml"));
    assert_eq!(taken.subject, Subject::Accepted("rx-order-1001".to_owned()));
    let cancelled = take(include_str!("../examples/cancel-rx.xml"));
    assert_eq!(cancelled.outgoing[0].transaction, "CancelRxResponse");
}
