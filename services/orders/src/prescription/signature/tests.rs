use super::*;
use crate::medication::Catalogue;
use crate::prescription::progress::Progress;
use crate::prescription::{Prescription, State};
use crate::signing_key::Seed;
use kit::samples;
use model::PrescriptionId;
use serde_json::{Value, json};
use uuid::Uuid;

fn pharmacy() -> Pharmacy {
    Pharmacy {
        id: PharmacyId(Uuid::from_u128(3)),
        version: 1,
        ncpdp_id: "9900011".parse().expect("an id"),
        npi: None,
        name: "Main Street Drugs".parse().expect("a name"),
        address: samples::address(),
        phone: "8165550122".parse().expect("a number"),
        script: None,
        queue: true,
        network_id: None,
        service_levels: Vec::new(),
    }
}

fn act() -> Act {
    Act {
        signed_by: "doctor".to_owned(),
        signed_at: "2026-11-30T15:04:05.123456Z".parse().expect("a time"),
        written_on: "2026-11-30".parse().expect("a date"),
        second_factor: Some(FactorKind::Totp),
    }
}

fn key(seed: u8) -> ActiveKey {
    ActiveKey { id: SigningKeyId(Uuid::from_u128(seed.into())), seed: Seed::new([seed; 32]) }
}

fn signed() -> (Prescription, Keyring) {
    let cast = Cast {
        patient: samples::patient(),
        prescriber: samples::practitioner(),
        location: Some(samples::location()),
        pharmacy: pharmacy(),
    };
    let wish = json!({
        "patient_id": cast.patient.patient_id, "prescriber_id": cast.prescriber.practitioner_id,
        "pharmacy_id": cast.pharmacy.id, "medication": {"rxcui": "308191"}, "sig": {"text": "Take 1"},
        "quantity": {"value": "30"}, "days_supply": 10, "refills": 0
    });
    let wish = serde_json::from_value(wish).expect("a wish");
    let medication = Catalogue::get().find(&"308191".parse().expect("a code")).expect("a known drug");
    let draft = Prescription::draft(PrescriptionId(Uuid::from_u128(9)), wish, medication);
    let draft = draft.unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let draft = Prescription { location_id: cast.location.as_ref().map(|it| it.location_id), ..draft };
    let signature = Record::of(&draft, cast, act()).sign(&key(1)).expect("a signature");
    let signed = Prescription { signature: Some(signature), ..draft };
    (signed.with_state(State::OnItsWay(Progress::Signed)), Keyring::new([(key(1).id, key(1).seed)]))
}

fn seal(prescription: &mut Prescription) -> &mut Seal {
    prescription.signature.as_mut().and_then(|it| it.seal.as_mut()).expect("a seal")
}

#[test]
fn what_was_signed_holds_and_says_so_in_the_same_bytes_each_time() {
    let (prescription, keys) = signed();
    let record = prescription.verified(&keys).expect("it holds").expect("it is signed");
    let again = record.clone().sign(&key(1)).expect("a signature").seal.expect("a seal");
    assert!(prescription.signature.as_ref().and_then(|it| it.seal.as_ref()) == Some(&again));
    let names: Vec<String> = serde_json::from_str::<Value>(&again.record)
        .expect("JSON")
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn it_survives_the_way_through_the_database() {
    let (prescription, keys) = signed();
    let kept = serde_json::to_value(&prescription.signature).expect("JSON");
    let signature = serde_json::from_value(kept).expect("a signature");
    let back = Prescription { signature, ..prescription };
    assert!(back.verified(&keys).is_ok());
}

#[test]
fn whatever_differs_is_noticed() {
    let changes: [fn(&mut Prescription); 9] = [
        |it| it.order_number.push('0'),
        |it| it.patient_id.0 = Uuid::nil(),
        |it| it.prescriber_id.0 = Uuid::nil(),
        |it| it.pharmacy_id.0 = Uuid::nil(),
        |it| it.location_id = None,
        |it| it.content.refills = 1.try_into().expect("a count"),
        |it| it.content.medication.strength.push('0'),
        |it| it.content.substitution_allowed ^= true,
        |it| it.signature.as_mut().expect("signed").act.second_factor = None,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (mut prescription, keys) = signed();
        change(&mut prescription);
        assert_eq!(prescription.verified(&keys).err(), Some(Broken::Altered), "change {number}");
    }
}

#[test]
fn a_seal_that_was_bent_or_made_with_another_key_is_forged() {
    let (mut prescription, keys) = signed();
    let text = seal(&mut prescription).record.replace("Take 1", "Take 2");
    seal(&mut prescription).record = text;
    assert_eq!(prescription.verified(&keys).err(), Some(Broken::Forged));
    let (mut prescription, keys) = signed();
    let record = seal(&mut prescription).record.clone();
    seal(&mut prescription).value = key(2).seed.sign(&record);
    assert_eq!(prescription.verified(&keys).err(), Some(Broken::Forged));
    let (mut prescription, keys) = signed();
    prescription.signature.as_mut().expect("signed").seal = None;
    assert_eq!(prescription.verified(&keys).err(), Some(Broken::Unsealed));
}
