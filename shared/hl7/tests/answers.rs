//! Acknowledgments, written and read.

use crate::samples::{DOCUMENT, PANEL, text};
use hl7::{Acknowledgment, Code, Hl7Error, Place, Verdict, acknowledge, header};

fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(1_772_483_400, 0).expect("a moment")
}

#[test]
fn an_answer_turns_the_address_around_and_names_the_message() {
    let to = header(&text(PANEL)).expect("a header");
    let ack = acknowledge(Some(&to), Verdict::Accepted, &[], "77", now());
    assert_eq!(
        ack,
        "MSH|^~\\&|PRAXIS|HILLSIDE|LIS|CEDARLAB|20260302203000+0000||ACK^R01^ACK|77|P|2.5.1\rMSA|AA|CL0001\r"
    );
    let read = Acknowledgment::parse(&ack).expect("an answer");
    assert_eq!((read.verdict, read.control_id.as_str(), read.words), (Verdict::Accepted, "CL0001", None));
}

#[test]
fn an_error_names_its_field_as_the_version_has_it() {
    let error = Hl7Error::new(
        Code::RequiredFieldMissing,
        Place { segment: *b"OBR", sequence: 2, field: 3 },
        "is the number of this result",
    );
    let to = header(&text(PANEL)).expect("a header");
    let ack = acknowledge(Some(&to), Verdict::Error, std::slice::from_ref(&error), "78", now());
    assert!(ack.contains("\rMSA|AE|CL0001|OBR-3 (number 2): is the number of this result\r"), "{ack}");
    assert!(ack.ends_with("\rERR||OBR^2^3|101^Required field missing^HL70357|E||||OBR-3 (number 2): is the number of this result\r"));
    let read = Acknowledgment::parse(&ack).expect("an answer");
    assert_eq!(read.verdict, Verdict::Error);
    assert_eq!(read.words.as_deref(), Some("OBR-3 (number 2): is the number of this result"));
    let old = header(&text(DOCUMENT)).expect("a header");
    let ack = acknowledge(Some(&old), Verdict::Error, &[error], "79", now());
    assert!(ack.ends_with("\rERR|OBR^2^3^101\r"), "{ack}");
}

#[test]
fn a_message_without_a_readable_header_is_answered_too() {
    let error =
        Hl7Error::new(Code::SegmentSequence, Place::header(0), "a message begins with an MSH segment");
    let ack = acknowledge(None, Verdict::Rejected, &[error], "80", now());
    assert!(
        ack.starts_with("MSH|^~\\&|||||20260302203000+0000||ACK^^ACK|80|P|2.5.1\rMSA|AR||MSH: "),
        "{ack}"
    );
    assert!(Acknowledgment::parse(&ack).is_ok());
}

#[test]
fn what_is_no_answer_is_refused() {
    for answer in ["", "hello", &text(PANEL), "MSH|^~\\&|A\rMSA|OK|1\r", "MSH|^~\\&|A\rMSA|AA|1"] {
        assert!(Acknowledgment::parse(answer).is_err(), "{answer}");
    }
    for (code, verdict) in [("CA", Verdict::Accepted), ("CE", Verdict::Error), ("CR", Verdict::Rejected)] {
        let read = Acknowledgment::parse(&format!("MSH|^~\\&|A\rMSA|{code}|1|why\r")).expect("an answer");
        assert_eq!((read.verdict, read.words.as_deref()), (verdict, Some("why")));
    }
}
