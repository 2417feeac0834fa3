//! Security keys, played by an authenticator in software: registered, then answering a challenge at each signing.

use crate::office::{NOWHERE, Office};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use kit::Answer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const DOMAIN: &str = "praxis.example";
const ORIGIN: &str = "https://praxis.example";
const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A key as W3C WebAuthn and FIDO CTAP 2 describe it, without attestation.
struct Authenticator {
    id: [u8; 16],
    key: SigningKey,
    origin: &'static str,
    counter: u32,
}

impl Authenticator {
    fn new(seed: u8) -> Self {
        Self { id: [seed; 16], key: SigningKey::from_bytes(&[seed; 32]), origin: ORIGIN, counter: 0 }
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false})
            .to_string()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(DOMAIN).to_vec();
        data.push(flags);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    /// What the browser makes of `navigator.credentials.create`.
    fn create(&mut self, options: &Value) -> Value {
        let mut data = self.authenticator_data(USER_PRESENT | USER_VERIFIED | ATTESTED);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&[0, 16]);
        data.extend_from_slice(&self.id);
        // COSE (RFC 9053): key type OKP, algorithm EdDSA, curve Ed25519, and x.
        data.extend_from_slice(&[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend_from_slice(self.key.verifying_key().as_bytes());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend_from_slice(&data);
        let id = BASE64.encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {"clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
                "attestationObject": BASE64.encode(object), "transports": ["usb"]}})
    }

    /// What the browser makes of `navigator.credentials.get`.
    fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(USER_PRESENT | USER_VERIFIED);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)[..]].concat();
        let id = BASE64.encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {"clientDataJSON": BASE64.encode(client_data), "authenticatorData": BASE64.encode(data),
                "signature": BASE64.encode(self.key.sign(&signed).to_bytes())}})
    }
}

/// An office that demands a factor at every signing, and a prescription ready to be signed.
async fn demanding() -> (Office, String) {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let policy =
        json!({"second_factor": "every_signing", "web_application": {"id": DOMAIN, "origins": [ORIGIN]}});
    office.house.if_match(0).put("/v1/signing-policy", policy).await.expect(200);
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    (office, id)
}

async fn register(office: &Office, key: &mut Authenticator) -> Answer {
    let wish = json!({"kind": "webauthn", "name": "the blue key"});
    let enrolled = office.house.post("/v1/second-factors", wish).await.expect(201);
    let path = format!("/v1/second-factors/{}/confirm", enrolled.id());
    office.house.if_match(1).post(&path, json!({"credential": key.create(&enrolled.body["options"])})).await
}

async fn answered(office: &Office, key: &mut Authenticator) -> Value {
    let challenge = office.house.post("/v1/second-factor-challenges", json!({})).await.expect(200).body;
    assert_eq!(challenge["options"]["rpId"], DOMAIN);
    json!({"second_factor": {"kind": "webauthn", "challenge_id": challenge["id"],
        "credential": key.get(&challenge["options"])}})
}

#[actix_web::test]
async fn a_registered_key_answers_for_its_prescriber() {
    let (office, id) = demanding().await;
    let mut key = Authenticator::new(7);
    assert_eq!(register(&office, &mut key).await.expect(200).body["status"], "active");
    office.act(&id, "sign", json!({})).await.refused(403, "second-factor-needed");
    let signed = office.act(&id, "sign", answered(&office, &mut key).await).await.expect(200).body;
    assert_eq!(signed["signature"]["second_factor"], "webauthn");
}

#[actix_web::test]
async fn an_answer_is_good_once_and_only_from_the_key_and_the_page() {
    let (office, id) = demanding().await;
    let mut key = Authenticator::new(7);
    register(&office, &mut key).await.expect(200);
    let mut stranger = Authenticator { id: key.id, ..Authenticator::new(8) };
    let foreign = answered(&office, &mut stranger).await;
    office.act(&id, "sign", foreign).await.refused(403, "second-factor-wrong");
    key.origin = "https://praxis.example.evil.example";
    let phished = answered(&office, &mut key).await;
    office.act(&id, "sign", phished).await.refused(403, "second-factor-wrong");
    key.origin = ORIGIN;
    let mut crossed = answered(&office, &mut key).await;
    let other = office.house.post("/v1/second-factor-challenges", json!({})).await.expect(200).body;
    crossed["second_factor"]["challenge_id"] = other["id"].clone();
    office.act(&id, "sign", crossed).await.refused(403, "second-factor-wrong");
    let good = answered(&office, &mut key).await;
    office.act(&id, "sign", good.clone()).await.expect(200);
    let pharmacy = office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let next = office.draft(office.wish_of(&pharmacy, "617310", "C48542")).await;
    office.check(&next).await.expect(200);
    office.act(&next, "sign", good).await.refused(403, "second-factor-wrong");
    // A copy of the key that counts from the beginning is noticed.
    key.counter = 0;
    let cloned = answered(&office, &mut key).await;
    office.act(&next, "sign", cloned).await.refused(403, "second-factor-wrong");
}

#[actix_web::test]
async fn a_registration_must_answer_its_own_options() {
    let (office, _) = demanding().await;
    let mut key = Authenticator::new(7);
    key.origin = "https://elsewhere.example";
    register(&office, &mut key).await.refused(403, "second-factor-wrong");
    let wish = json!({"kind": "webauthn", "name": "the blue key"});
    let enrolled = office.house.post("/v1/second-factors", wish).await.expect(201);
    let path = format!("/v1/second-factors/{}/confirm", enrolled.id());
    office.house.if_match(1).post(&path, json!({"code": "123456"})).await.refused(400, "invalid-request");
    office
        .house
        .if_match(1)
        .post(&path, json!({"credential": {"id": 7}}))
        .await
        .refused(403, "second-factor-wrong");
    office
        .house
        .post("/v1/second-factor-challenges", json!({}))
        .await
        .refused(403, "second-factor-not-enrolled");
}

#[actix_web::test]
async fn without_a_web_application_there_are_no_keys() {
    let office = Office::open().await;
    let wish = json!({"kind": "webauthn", "name": "the blue key"});
    office.house.post("/v1/second-factors", wish).await.refused(409, "web-application-missing");
    for (web_application, pointer) in [
        (json!({"id": "no domain", "origins": [ORIGIN]}), "/web_application/id"),
        (json!({"id": DOMAIN, "origins": ["praxis.example"]}), "/web_application/origins/0"),
    ] {
        let policy = json!({"second_factor": "every_signing", "web_application": web_application});
        let refused = office.house.if_match(0).put("/v1/signing-policy", policy).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
}
