//! What the signature proves: whatever is altered afterwards is noticed, and goes nowhere.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{Pharmacy, Says};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};

async fn signed() -> (Office, String) {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.signed(&pharmacy).await;
    (office, id)
}

fn bytes<const N: usize>(text: &Value) -> [u8; N] {
    let decoded = BASE64.decode(text.as_str().expect("a text")).expect("base64url");
    decoded.try_into().expect("its length")
}

#[actix_web::test]
async fn anybody_can_verify_what_was_signed() {
    let (office, id) = signed().await;
    let prescription = office.get(&id).await.body;
    let seal = &prescription["signature"]["seal"];
    let keys = office.items("/v1/signing-keys").await;
    assert_eq!((keys.len(), &keys[0]["id"]), (1, &seal["key_id"]));
    let key = VerifyingKey::from_bytes(&bytes(&keys[0]["public_key"])).expect("a key");
    let record = seal["record"].as_str().expect("a record");
    key.verify_strict(record.as_bytes(), &Signature::from_bytes(&bytes(&seal["value"])))
        .expect("it verifies");
    let said: Value = serde_json::from_str(record).expect("JSON");
    assert_eq!(said["order_number"], prescription["order_number"]);
    assert_eq!(said["patient"]["demographics"]["family_name"], "Smith");
    assert_eq!(said["prescriber"]["npi"], "1993999998");
    assert_eq!(said["pharmacy"]["ncpdp_id"], "9900011");
    assert_eq!(said["content"]["sig"], prescription["sig"]);
    assert_eq!(said["act"]["written_on"], prescription["signature"]["written_on"]);
}

#[actix_web::test]
async fn a_new_key_signs_and_the_old_one_still_verifies() {
    let (office, first) = signed().await;
    office.house.post("/v1/signing-keys", json!({})).await.expect(201);
    let pharmacy = office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let second = office.draft(office.wish_of(&pharmacy, "617310", "C48542")).await;
    office.check(&second).await.expect(200);
    office.act(&second, "sign", json!({})).await.expect(200);
    let key = async |id: &str| office.get(id).await.body["signature"]["seal"]["key_id"].clone();
    assert_ne!(key(&first).await, key(&second).await);
    let keys = office.items("/v1/signing-keys").await;
    assert!(keys[0]["retired_at"].is_string() && keys[1]["retired_at"].is_null());
}

#[actix_web::test]
async fn every_alteration_of_the_row_is_refused_and_becomes_a_task() {
    for change in [
        "content = jsonb_set(content, '{quantity,value}', '\"90\"')",
        "content = jsonb_set(content, '{sig,text}', '\"Take 3 capsules\"')",
        "content = jsonb_set(content, '{refills}', '11')",
        "patient_id = gen_random_uuid()",
        "prescriber_id = gen_random_uuid()",
        "order_number = 'another'",
        "location_id = NULL",
        "signature = jsonb_set(signature, '{signed_by}', '\"somebody\"')",
        "signature = jsonb_set(signature, '{written_on}', '\"2020-01-01\"')",
        "signature = signature - 'seal'",
        "signature = jsonb_set(signature, '{seal,value}', to_jsonb(repeat('A', 86)))",
        "signature = jsonb_set(signature, '{seal,record}', to_jsonb(replace(signature->'seal'->>'record', '\"30\"', '\"90\"')))",
    ] {
        let (office, id) = signed().await;
        office.tampered(&format!("UPDATE prescriptions SET {change} WHERE id = '{id}'")).await;
        let path = format!("/v1/prescriptions/{id}");
        office.house.get(&path).await.refused(409, "signature-broken");
        office.house.get(&path).await.refused(409, "signature-broken");
        let listed = office.items("/v1/prescriptions").await;
        assert_eq!(listed[0]["signature_broken"], true, "{change}");
        let tasks = office.items("/v1/tasks?kind=signature_broken").await;
        assert_eq!(
            (tasks.len(), &tasks[0]["subject"]),
            (1, &json!(format!("prescription/{id}"))),
            "{change}"
        );
    }
}

#[actix_web::test]
async fn a_seal_of_another_prescription_or_of_another_key_is_worth_nothing() {
    let (office, id) = signed().await;
    let pharmacy = office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let other = office.draft(office.wish_of(&pharmacy, "617310", "C48542")).await;
    office.check(&other).await.expect(200);
    office.act(&other, "sign", json!({})).await.expect(200);
    office
        .tampered(&format!(
            "UPDATE prescriptions SET signature = (SELECT signature FROM prescriptions WHERE id = '{other}') \
             WHERE id = '{id}'"
        ))
        .await;
    office.house.get(&format!("/v1/prescriptions/{id}")).await.refused(409, "signature-broken");
    // A key that was put in its place by hand cannot be opened there, so it verifies nothing.
    office.house.post("/v1/signing-keys", json!({})).await.expect(201);
    office.get(&other).await;
    office
        .tampered(
            "UPDATE signing_keys SET sealed_seed = \
             (SELECT sealed_seed FROM signing_keys WHERE retired_at IS NULL) WHERE retired_at IS NOT NULL",
        )
        .await;
    office.house.get(&format!("/v1/prescriptions/{other}")).await.expect(500);
}

#[actix_web::test]
async fn what_was_altered_before_it_was_sent_is_never_sent() {
    for change in [
        "UPDATE prescriptions SET content = jsonb_set(content, '{quantity,value}', '\"90\"')",
        "UPDATE script_messages SET body = replace(body, '<Value>30</Value>', '<Value>90</Value>')",
        "UPDATE script_messages SET body = replace(body, '3 times', '9 times')",
        "UPDATE prescriptions SET signature = signature - 'seal'",
    ] {
        let office = Office::open().await;
        office.no_known_allergies().await;
        let pharmacy = Pharmacy::that(&[Says::Status("010")]);
        let place = office.pharmacy(&pharmacy.url).await;
        let id = office.signed(&place).await;
        office.tampered(change).await;
        let office = office.with_courier();
        let tasks = kit::eventually(async || {
            let tasks = office.items("/v1/tasks?kind=signature_broken").await;
            (!tasks.is_empty()).then_some(tasks)
        })
        .await;
        assert_eq!(tasks[0]["subject"], format!("prescription/{id}"), "{change}");
        assert!(pharmacy.received().is_empty(), "{change}");
        assert_eq!(office.announced().await, ["prescription.signed", "prescription.failed"], "{change}");
    }
}

#[actix_web::test]
async fn the_database_keeps_no_unsigned_message_and_no_unsigned_progress() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let draft = office.draft(office.wish(&pharmacy)).await;
    let written = |transaction| {
        let sql = format!(
            "INSERT INTO script_messages (id, prescription_id, direction, transaction, at, body) \
             VALUES (gen_random_uuid(), '{draft}', 'out', '{transaction}', now(), '<Message/>')"
        );
        (sql, "a prescription is written for the pharmacy when it is signed only")
    };
    let sent = format!("UPDATE prescriptions SET state = '{{\"status\": \"sending\"}}' WHERE id = '{draft}'");
    for (sql, why) in [
        written("NewRx"),
        written("RxRenewalResponse"),
        written("RxChangeResponse"),
        (sent, "prescriptions_signed"),
    ] {
        let error = office.asked(&sql).await.expect_err("the database refuses");
        assert!(error.to_string().contains(why), "{error}");
    }
}
