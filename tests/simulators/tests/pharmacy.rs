//! SCRIPT in and out, every magic value.

use script::{Body, CancelOutcome, ErrorCode, FillStatus, StatusCode, parse};
use simulators::pace::Delay;
use simulators::pharmacy::{Prescribed, Received, Subject, receive};

use crate::samples::{cancel_rx, new_rx, now, unmodelled};

fn take(xml: &str, known: Option<Prescribed>) -> Received {
    let known =
        |key: &str| known.filter(|_| key == "O1" || key == "M1").map(|before| ("O1".to_owned(), before));
    receive(xml, known, now()).expect("the header is readable").expect("it is answered")
}

fn prescribe(pharmacy: &str) -> Received {
    take(&new_rx(pharmacy, "M1", "O1"), None)
}

fn answer(received: &Received) -> Body {
    let message = parse(&received.answer).expect("the answer is SCRIPT");
    assert_eq!(message.header.relates_to.as_ref().map(|id| id.as_str()), Some(received.message_id.as_str()));
    message.body
}

fn status(received: &Received) -> Option<StatusCode> {
    if let Body::Status(status) = answer(received) { Some(status.code) } else { None }
}

fn sent(received: &Received) -> Vec<&str> {
    received.outgoing.iter().map(|outgoing| outgoing.transaction.as_str()).collect()
}

fn fill(received: &Received) -> FillStatus {
    let last = received.outgoing.last().expect("a message follows");
    match parse(&last.xml).expect("it is SCRIPT").body {
        Body::RxFill(fill) => fill.status,
        other => panic!("not a fill: {}", other.transaction()),
    }
}

#[test]
fn a_prescription_is_taken_verified_and_dispensed() {
    let received = prescribe("9900001");
    assert_eq!(status(&received), Some(StatusCode::AcceptedByReceiver));
    assert_eq!(sent(&received), ["Verify", "RxFill"]);
    assert!(matches!(fill(&received), FillStatus::Dispensed(_)));
    assert_eq!(received.subject, Subject::Accepted("O1".to_owned()));
    for outgoing in &received.outgoing {
        let header = parse(&outgoing.xml).expect("it is SCRIPT").header;
        assert_eq!(header.relates_to.as_ref().map(|id| id.as_str()), Some("M1"));
        assert_eq!(header.prescriber_order_number.as_ref().map(|number| number.as_str()), Some("O1"));
        assert_eq!((header.from.id.as_str(), header.to.id.as_str()), ("9900001", "7700000000001"));
        assert_eq!(header.message_id.as_str(), outgoing.message_id);
        assert!(header.rx_reference_number.is_some());
    }
    assert_eq!(prescribe("9900001").outgoing, received.outgoing);
}

#[test]
fn the_end_of_the_pharmacys_id_decides() {
    let expected = [
        ("9900000", Delay::None, &["Status", "Verify", "RxFill"][..]),
        ("9900002", Delay::None, &["Verify", "Verify", "RxFill", "RxFill"]),
        ("9900015", Delay::Slow, &["Verify", "RxFill"]),
        ("9900060", Delay::Silence, &["Verify", "RxFill"]),
        ("9900100", Delay::None, &["Verify"]),
        ("99000", Delay::None, &["Verify", "RxFill"]),
    ];
    for (pharmacy, delay, follow) in expected {
        let received = prescribe(pharmacy);
        assert_eq!((received.delay, &sent(&received)[..]), (delay, follow), "{pharmacy}");
    }
    assert_eq!(status(&prescribe("9900000")), Some(StatusCode::AcceptedByNetwork));
    let twice = prescribe("9900002");
    assert_eq!(twice.outgoing[0], twice.outgoing[1]);
    assert!(matches!(fill(&prescribe("9900404")), FillStatus::NotDispensed(_)));
    assert!(prescribe("9900404").outgoing.iter().all(|outgoing| !outgoing.dispenses));
    assert!(matches!(fill(&prescribe("9900050")), FillStatus::PartiallyDispensed(_)));
}

#[test]
fn errors_are_answered_and_nothing_follows() {
    let again = Prescribed { times_received: 1, ..Prescribed::default() };
    for (pharmacy, before, code, for_good) in [
        ("9900900", None, ErrorCode::Rejected, true),
        ("9900601", None, ErrorCode::ReceiverUnable, true),
        ("9900900", Some(again), ErrorCode::Rejected, true),
        ("9900600", None, ErrorCode::CommunicationProblem, false),
    ] {
        let received = take(&new_rx(pharmacy, "M1", "O1"), before);
        assert!(matches!(answer(&received), Body::Error(report) if report.code == code), "{pharmacy}");
        assert_eq!(received.subject, Subject::Refused { order: "O1".to_owned(), for_good }, "{pharmacy}");
        assert!(received.outgoing.is_empty(), "{pharmacy}");
    }
    let second = take(&new_rx("9900600", "M1", "O1"), Some(again));
    assert_eq!(sent(&second), ["Verify", "RxFill"]);
}

#[test]
fn an_order_that_is_here_already_is_not_dispensed_again() {
    let before = Prescribed { times_received: 1, accepted: true, dispensed: true };
    let received = take(&new_rx("9900001", "M2", "O1"), Some(before));
    assert_eq!(status(&received), Some(StatusCode::AcceptedByReceiver));
    assert!(received.outgoing.is_empty());
}

#[test]
fn a_cancel_is_approved_until_the_drug_is_handed_over() {
    let here = Prescribed { times_received: 1, accepted: true, dispensed: false };
    for (known, approved) in [
        (Some(here), true),
        (Some(Prescribed { dispensed: true, ..here }), false),
        (Some(Prescribed { accepted: false, ..here }), false),
        (None, false),
    ] {
        let received = take(&cancel_rx("9900100", "C1", "M1", "O1"), known);
        assert_eq!(status(&received), Some(StatusCode::AcceptedByReceiver));
        assert_eq!(received.subject, Subject::Cancelled { order: "O1".to_owned(), approved });
        let Body::CancelRxResponse(response) = parse(&received.outgoing[0].xml).expect("it is SCRIPT").body
        else {
            panic!("no answer to the cancel")
        };
        assert_eq!(matches!(response.outcome, CancelOutcome::Approved(_)), approved, "{known:?}");
    }
}

#[test]
fn what_cannot_be_handled_is_answered_with_an_error() {
    let halved = new_rx("9900001", "M1", "O1")
        .replace("<DrugDescription>Amoxicillin 500 mg oral capsule</DrugDescription>", "");
    for xml in [unmodelled("M1"), halved] {
        let received = take(&xml, None);
        assert!(matches!(answer(&received), Body::Error(report) if report.code == ErrorCode::Rejected));
        assert_eq!(received.subject, Subject::Nothing);
    }
    for xml in ["", "<Message/>", "{}"] {
        assert!(receive(xml, |_| None, now()).is_err(), "{xml}");
    }
}
