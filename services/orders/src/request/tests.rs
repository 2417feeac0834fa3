use super::*;
use serde_json::json;

fn request(refills: Option<u16>, code: Option<&str>, state: State) -> Request {
    let ask = json!({"patient": {"family_name": "Smith"}, "drug": {"description": "x"}, "refills": refills, "code": code});
    Request {
        id: PharmacyRequestId(Uuid::from_u128(1)),
        version: 1,
        kind: if code.is_some() { Kind::Change } else { Kind::Renewal },
        pharmacy: "9900011".parse().expect("an id"),
        reference: None,
        times: 1,
        prescription_id: None,
        patient_id: None,
        ask: serde_json::from_value(ask).expect("an ask"),
        state,
        message: Some(Uuid::from_u128(2)),
        received_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn an_approval_gives_what_was_asked_or_what_is_said_when_nothing_was() {
    for (asked, said, given) in [
        (Some(2), None, Ok(2)),
        (Some(2), Some(2), Ok(2)),
        (Some(2), Some(3), Err(Refusal::OtherRefills(2))),
        (None, Some(3), Ok(3)),
        (None, None, Err(Refusal::RefillsMissing)),
    ] {
        assert_eq!(request(asked, None, State::Open).refills_as_asked(said), given, "{asked:?} {said:?}");
    }
    assert_eq!(request(Some(2), None, State::Open).other_refills(2), Err(Refusal::NothingChanges));
    assert_eq!(request(Some(2), None, State::Open).other_refills(0), Ok(0));
}

#[test]
fn what_is_not_matched_is_attached_or_denied_and_answered_once() {
    let unmatched = || request(None, None, State::Unmatched { mismatches: vec![Mismatch::NoOrderNumber] });
    assert_eq!(unmatched().matched(), Err(Refusal::Unmatched));
    assert_eq!(unmatched().task_kind(), task::Kind::MessageUnmatched);
    let prescription = PrescriptionId(Uuid::from_u128(3));
    let attached = unmatched().attach(prescription, PatientId(Uuid::from_u128(4))).expect("not answered");
    assert_eq!((attached.matched(), attached.version), (Ok(prescription), 2));
    assert_eq!(attached.task_kind(), task::Kind::RenewalRequested);
    let deny = || Answer { reason_code: Some(DenialReason::TooSoon), ..Answer::of(Outcome::Denied, None) };
    let denied = unmatched().answered(deny(), "ann".to_owned(), DateTime::UNIX_EPOCH).expect("not answered");
    assert!(matches!(denied.state, State::Answered { delivery: Delivery::Sending, .. }));
    assert_eq!(denied.snapshot().outcome.as_deref(), Some("denied"));
    assert_eq!(denied.matched(), Err(Refusal::Answered));
    let delivered = denied.clone().delivered(Delivery::Delivered);
    assert!(matches!(delivered.state, State::Answered { delivery: Delivery::Delivered, .. }));
    assert!(denied.answered(deny(), "ann".to_owned(), DateTime::UNIX_EPOCH).is_err());
}

#[test]
fn an_approval_travels_as_its_prescription() {
    let answer = Answer {
        new_prescription: Some(PrescriptionId(Uuid::from_u128(5))),
        ..Answer::of(Outcome::Approved, None)
    };
    let approved =
        request(Some(1), None, State::Open).answered(answer, "ann".to_owned(), DateTime::UNIX_EPOCH);
    let state = approved.expect("not answered").state;
    assert!(matches!(state, State::Answered { delivery: Delivery::ByItself, .. }));
}

#[test]
fn denial_reasons_are_the_codes_pharmacies_know() {
    let codes: Vec<&str> = DenialReason::ALL.iter().map(|reason| reason.code()).collect();
    let expected = ["AA", "AB", "AC", "AD", "AE", "AF", "AG", "AH", "AJ", "AK", "AL", "AM", "AN", "AO", "AP"];
    assert_eq!(codes, expected);
}
