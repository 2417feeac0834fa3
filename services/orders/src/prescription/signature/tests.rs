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
fn a_prescription_without_an_earliest_day_has_the_record_it_always_had() {
    let (prescription, _) = signed();
    let seal = prescription.signature.and_then(|it| it.seal).expect("a seal");
    let record: Value = serde_json::from_str(&seal.record).expect("JSON");
    let names: Vec<&String> = record["content"].as_object().expect("an object").keys().collect();
    let known = [
        "days_supply",
        "diagnosis_codes",
        "medication",
        "quantity",
        "refills",
        "sig",
        "substitution_allowed",
    ];
    assert_eq!(names, known);
}

/// A record sealed with the first key, kept in a file.
#[test]
fn what_was_sealed_before_still_verifies_byte_for_byte() {
    let (_, keys) = signed();
    let signature: Signature = serde_json::from_str(include_str!("sealed.json")).expect("a signature");
    let record = signature.record(&keys).expect("it holds");
    let again = record.sign(&key(1)).expect("a signature");
    assert!(again == signature);
}

#[test]
fn a_message_must_tell_the_earliest_day_and_the_codes_that_were_signed() {
    let day = NaiveDate::from_ymd_opt(2026, 12, 30);
    let text = "Take 1 capsule by mouth twice daily";
    let structured = crate::sig::read(text).ok().map(|reading| reading.sig);
    let mut content = signed().0.content;
    content.earliest_fill = day;
    content.sig = Sig { text: text.to_owned().try_into().expect("a text"), structured };
    let written = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a date");
    let said = crate::message::medication(&content, written).expect("it can be written");
    assert!(said.sig.as_ref().is_some_and(|sig| sig.coded.is_some()));
    assert!(content.is_said_by(&said));
    let alone =
        script::Medication { sig: said.sig.clone().map(|sig| script::Sig::of(sig.text)), ..said.clone() };
    assert!(content.is_said_by(&alone), "words without codes, as messages were written before");
    let changes: [fn(&mut script::Medication); 4] = [
        |it| it.other_dates.clear(),
        |it| it.other_dates[0].date = script::When::Day(NaiveDate::MIN),
        |it| it.other_dates[0].kind = Some(script::OtherDateKind::Expiration),
        |it| {
            let coded = it.sig.as_mut().and_then(|sig| sig.coded.as_mut()).expect("codes");
            let dose = coded.instructions[0].dose.as_mut().expect("a dose");
            dose.unit.code = Text::new("C48542").ok();
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut other = said.clone();
        change(&mut other);
        assert!(!content.is_said_by(&other), "change {number}");
    }
    content.earliest_fill = None;
    assert!(!content.is_said_by(&said), "a day nobody signed");
}

#[test]
fn whatever_differs_is_noticed() {
    let changes: [fn(&mut Prescription); 10] = [
        |it| it.order_number.push('0'),
        |it| it.patient_id.0 = Uuid::nil(),
        |it| it.prescriber_id.0 = Uuid::nil(),
        |it| it.pharmacy_id.0 = Uuid::nil(),
        |it| it.location_id = None,
        |it| it.content.refills = 1.try_into().expect("a count"),
        |it| it.content.medication.strength.push('0'),
        |it| it.content.substitution_allowed ^= true,
        |it| it.content.earliest_fill = NaiveDate::from_ymd_opt(2026, 12, 30),
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
