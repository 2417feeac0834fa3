use super::*;
use crate::fill::{Handout, Measure, WithdrawalReason};
use crate::prescription::{Content, Signature, Status};
use crate::queue::Parties;
use crate::queue::hold::LASTS;
use crate::queue::recall::CancelAnswer;
use chrono::TimeDelta;
use model::{LocationId, PatientId, PharmacyId, PractitionerId, PrescriptionId};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a time")
}

fn holder(name: &str) -> Holder {
    serde_json::from_value(json!({"operator": name, "terminal": "1", "client_id": "drugs"}))
        .expect("a holder")
}

fn parties() -> Parties {
    let address = json!({"line1": "1 Main St", "city": "Kansas City", "state": "MO", "postal_code": "64108"});
    let parties = json!({
        "patient": {"given_name": "Ann", "family_name": "Lee", "birth_date": "1980-01-01", "sex": "female"},
        "prescriber": {"practitioner_id": Uuid::nil(), "given_name": "Marc", "family_name": "Hill",
            "npi": "1993999998", "taxonomy": "207Q00000X", "license_states": ["MO"]},
        "location": {"location_id": LocationId(Uuid::nil()), "name": "Clinic", "time_zone": "America/Chicago",
            "address": address, "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111",
            "place_of_service": "11"}});
    serde_json::from_value(parties).expect("parties")
}

/// Thirty capsules with refills, just put into the queue.
fn queued(refills: u16) -> AtCounter {
    let content: Content = serde_json::from_value(json!({
        "medication": {"rxcui": "308191", "description": "amoxicillin", "strength": "500 mg", "form": "capsule",
            "schedule": "none"},
        "sig": {"text": "Take 1 capsule by mouth daily"}, "quantity": {"value": "30", "unit": "C48480"},
        "days_supply": 30, "refills": refills, "substitution_allowed": true, "diagnosis_codes": []}))
    .expect("a content");
    let id = PrescriptionId(Uuid::from_u128(1));
    let signature: Signature = serde_json::from_value(json!({
        "signed_by": "doctor", "signed_at": now(), "written_on": now().date_naive()}))
    .expect("a signature");
    let prescription = Prescription {
        id,
        version: 3,
        order_number: Prescription::order_number_of(id),
        patient_id: PatientId(Uuid::nil()),
        prescriber_id: PractitionerId(Uuid::nil()),
        pharmacy_id: PharmacyId(Uuid::nil()),
        location_id: None,
        prepared_by: None,
        original_printed_at: None,
        content,
        signature: Some(signature),
        state: State::OnItsWay(Progress::AcceptedByNetwork),
    };
    let entry = Entry::new(id, PharmacyId(Uuid::nil()), parties(), now());
    AtCounter { prescription, entry, fills: Vec::new() }
}

fn wish(counter: &AtCounter, kind: FillKind, quantity: u32, at: DateTime<Utc>) -> Wish {
    let handout: Handout = serde_json::from_value(json!({"days_supply": 30, "ndc": "00093310905",
        "dispensed_on": counter.entry.parties.today(at), "operator": "Kim", "terminal": "1"}))
    .expect("a handout");
    let quantity: Measure = serde_json::from_value(json!(quantity)).expect("a measure");
    Wish { number: counter.ledger().next_number(), kind, quantity, handout }
}

fn withdrawal(at: DateTime<Utc>) -> Withdrawal {
    let reason = WithdrawalReason::NotPickedUp;
    let by = holder("Kim");
    Withdrawal { reason, note: None, operator: by.operator, terminal: by.terminal, at }
}

fn taken(refills: u16) -> AtCounter {
    let counter = queued(refills);
    let step = counter.take(&holder("Kim"), now()).expect("free");
    counter.after(&step).0
}

fn dispensed(counter: AtCounter, kind: FillKind, quantity: u32) -> AtCounter {
    let wish = wish(&counter, kind, quantity, now());
    let id = FillId(Uuid::from_u128(counter.fills.len() as u128 + 1));
    let (step, fill) = counter.dispense(wish, id, &holder("Kim"), now()).expect("in hand");
    counter.with_fill(fill).after(&step).0
}

fn status(counter: &AtCounter) -> Status {
    counter.prescription.state.status()
}

fn recalled(counter: AtCounter) -> AtCounter {
    let (prescription, _) = counter.prescription.recall(None, true, now().date_naive()).expect("recallable");
    AtCounter { prescription, ..counter }
}

#[test]
fn one_hand_at_a_time_and_not_for_ever() {
    let counter = taken(0);
    assert_eq!(status(&counter), Status::AcceptedByPharmacy);
    let other = holder("Lou");
    let Err(Refusal::Held(hold)) = counter.take(&other, now()) else { panic!("it is held") };
    assert_eq!((hold.by, hold.since), (holder("Kim"), now()));
    let before = now() + LASTS - TimeDelta::seconds(1);
    assert!(matches!(counter.accept(&other, before), Err(Refusal::Held(_))));
    let still = counter.still_held(&holder("Kim"), before).expect("still held");
    assert_eq!((still.since, still.until), (now(), before + LASTS));
    let after = now() + LASTS;
    assert_eq!(counter.accept(&holder("Kim"), after).err(), Some(Refusal::NotHeld("accepted")));
    let step = counter.take(&other, after).expect("free again");
    assert_eq!(step.hold.expect("a hold").since, after);
}

#[test]
fn a_terminal_of_another_client_is_another_hand() {
    let elsewhere = Holder { client: "other".to_owned(), ..holder("Kim") };
    assert!(matches!(taken(0).take(&elsewhere, now()), Err(Refusal::Held(_))));
}

#[test]
fn what_was_dispensed_is_told_and_done() {
    let counter = dispensed(taken(1), FillKind::Partial, 10);
    assert_eq!(status(&counter), Status::PartiallyDispensed);
    let counter = dispensed(counter, FillKind::Complete, 20);
    assert_eq!(status(&counter), Status::Dispensed);
    let step = counter.take(&holder("Kim"), now()).expect("a refill is left");
    let counter = dispensed(counter.after(&step).0, FillKind::Complete, 30);
    assert_eq!(counter.take(&holder("Kim"), now()).err(), Some(Refusal::NothingLeft));
}

#[test]
fn nothing_is_dispensed_while_a_cancel_waits_or_after_it() {
    let counter = recalled(taken(0));
    let kim = holder("Kim");
    let refused = |counter: &AtCounter| {
        let wish = wish(counter, FillKind::Complete, 30, now());
        counter.dispense(wish, FillId(Uuid::nil()), &kim, now()).err()
    };
    assert!(counter.answer_at_once(now()).is_none());
    assert_eq!(refused(&counter), Some(Refusal::CancelRequested));
    let step = counter.answer_cancel(CancelAnswer::Approve, None, &kim, now()).expect("asked");
    let cancelled = counter.clone().after(&step).0;
    assert_eq!(status(&cancelled), Status::Cancelled);
    assert_eq!(refused(&cancelled), Some(Refusal::WrongStatus(Status::Cancelled, "dispensed")));
    let silent = counter.answer_cancel(CancelAnswer::Deny, None, &kim, now()).err();
    assert_eq!(silent, Some(Refusal::NoteMissing));
    let note = Note::try_from("picked up".to_owned()).expect("a note");
    let step = counter.answer_cancel(CancelAnswer::Deny, Some(&note), &kim, now()).expect("asked");
    let denied = counter.after(&step).0;
    assert_eq!((status(&denied), refused(&denied)), (Status::CancelDenied, None));
}

#[test]
fn a_cancel_is_answered_by_how_things_stand() {
    let never = Evidence::CancelApproved { note: Some("never dispensed".to_owned()) };
    assert_eq!(recalled(queued(0)).answer_at_once(now()), Some(never.clone()));
    let held = recalled(taken(0));
    assert_eq!(held.answer_at_once(now()), None);
    assert_eq!(held.answer_at_once(now() + LASTS), Some(never.clone()));
    assert_eq!(held.give_back(&holder("Kim"), None, now()).expect("in hand").evidence, never);
    let some = recalled(dispensed(taken(2), FillKind::Complete, 30)).answer_at_once(now());
    let Some(Evidence::CancelApproved { note: Some(note) }) = some else { panic!("approved") };
    assert!(note.contains("refills remaining: 2"), "{note}");
    let all = recalled(dispensed(taken(0), FillKind::Complete, 30)).answer_at_once(now());
    assert!(matches!(all, Some(Evidence::CancelDenied { .. })));
}

#[test]
fn what_was_partly_dispensed_is_not_declined() {
    let counter = dispensed(taken(0), FillKind::Partial, 10);
    let declined = counter.decline(DeclineReason::OutOfStock, None, &holder("Kim"), now()).err();
    assert_eq!(declined, Some(Refusal::PartlyDispensed));
    let counter = taken(0);
    let other = counter.decline(DeclineReason::Other, None, &holder("Kim"), now()).err();
    assert_eq!(other, Some(Refusal::NoteMissing));
    let step = counter.decline(DeclineReason::OutOfStock, None, &holder("Kim"), now()).expect("in hand");
    assert_eq!(status(&counter.after(&step).0), Status::NotDispensed);
}

#[test]
fn an_expired_prescription_is_taken_only_to_be_declined() {
    let late = now() + TimeDelta::days(367);
    let counter = queued(0);
    let step = counter.take(&holder("Kim"), late).expect("free");
    let counter = counter.after(&step).0;
    assert!(matches!(counter.accept(&holder("Kim"), late), Err(Refusal::Expired(_))));
    assert!(counter.decline(DeclineReason::Expired, None, &holder("Kim"), late).is_ok());
}

#[derive(Clone, Debug)]
enum Act {
    Take,
    Return,
    Accept,
    Fill(bool, u32),
    Withdraw,
    Decline,
    Recall,
    Answer(bool),
    /// Minutes.
    Wait(i64),
}

fn acts() -> impl Strategy<Value = Vec<(bool, Act)>> {
    let act = prop_oneof![
        4 => Just(Act::Take),
        1 => Just(Act::Return),
        2 => Just(Act::Accept),
        6 => (any::<bool>(), 1_u32..40).prop_map(|(whole, quantity)| Act::Fill(whole, quantity)),
        2 => Just(Act::Withdraw),
        1 => Just(Act::Decline),
        1 => Just(Act::Recall),
        1 => any::<bool>().prop_map(Act::Answer),
        1 => (0_i64..30).prop_map(Act::Wait),
    ];
    prop::collection::vec((any::<bool>(), act), 0..60)
}

/// Does it, or leaves everything as it is when it is refused.
fn act(counter: AtCounter, act: &Act, by: &Holder, at: DateTime<Utc>) -> AtCounter {
    let note = Note::try_from("said so".to_owned()).expect("a note");
    let step = match act {
        Act::Wait(_) => return counter,
        Act::Recall => {
            let Ok((prescription, _)) = counter.prescription.clone().recall(None, true, now().date_naive())
            else {
                return counter;
            };
            let pending = AtCounter { prescription, ..counter };
            return match pending.answer_at_once(at) {
                Some(evidence) => pending.after(&Step::new(evidence, "cancel answered", None)).0,
                None => pending,
            };
        }
        Act::Fill(whole, quantity) => {
            let kind = if *whole { FillKind::Complete } else { FillKind::Partial };
            let id = FillId(Uuid::from_u128(counter.fills.len() as u128 + 1));
            let Ok((step, fill)) = counter.dispense(wish(&counter, kind, *quantity, at), id, by, at) else {
                return counter;
            };
            return counter.with_fill(fill).after(&step).0;
        }
        Act::Withdraw => {
            let last = counter.fills.iter().rev().find(|fill| fill.is_live()).map_or(1, |fill| fill.number);
            let Ok((step, fill)) = counter.withdraw(last, withdrawal(at), by, at) else { return counter };
            return counter.with_fill(fill).after(&step).0;
        }
        Act::Take => counter.take(by, at),
        Act::Return => counter.give_back(by, None, at),
        Act::Accept => counter.accept(by, at),
        Act::Decline => counter.decline(DeclineReason::OutOfStock, None, by, at),
        Act::Answer(approve) => {
            let answer = if *approve { CancelAnswer::Approve } else { CancelAnswer::Deny };
            counter.answer_cancel(answer, Some(&note), by, at)
        }
    };
    match step {
        Ok(step) => counter.after(&step).0,
        Err(_) => counter,
    }
}

proptest! {
    /// Two people do anything in any order: never more is handed out than allowed, nothing after a cancel, and the state
    /// tells of the fills that stand.
    #[test]
    fn whatever_two_people_do_at_the_counter(refills in 0_u16..4, acts in acts()) {
        let (mut counter, mut at) = (queued(refills), now());
        let allowed = Measure::from(counter.prescription.content.quantity.value).times(refills + 1);
        for (first, one) in acts {
            if let Act::Wait(minutes) = one {
                at += TimeDelta::minutes(minutes);
            }
            let by = holder(if first { "Kim" } else { "Lou" });
            let (before, cancelled) = (counter.ledger().dispensed(), status(&counter) == Status::Cancelled);
            counter = act(counter, &one, &by, at);
            let after = counter.ledger().dispensed();
            prop_assert!(after <= allowed, "{one:?}");
            prop_assert!(!cancelled || (status(&counter) == Status::Cancelled && after == before), "{one:?}");
            let told = counter.prescription.state.progress();
            let filled = matches!(told, Some(Progress::PartiallyDispensed | Progress::Dispensed));
            let cancelled = status(&counter) == Status::Cancelled;
            prop_assert!(cancelled || filled == counter.ledger().progress().is_some(), "{one:?} {told:?}");
            prop_assert!(cancelled || !filled || counter.ledger().progress().as_ref() == told, "{one:?} {told:?}");
        }
    }
}
