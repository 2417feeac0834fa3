//! Second factors: enrolled, confirmed, demanded by policy, each code good once.

use crate::office::{NOWHERE, Office};
use kit::Answer;
use reqwest::Method;
use serde_json::{Value, json};
use std::cell::RefCell;
use totp_rs::Totp;

/// A prescriber's device, as it was enrolled.
pub struct Device {
    pub id: String,
    totp: Totp,
    /// The half minutes whose codes were given out: each code is asked for again as it was.
    given: RefCell<Vec<u64>>,
}

impl Device {
    pub async fn enrolled(office: &Office, client: &str) -> Self {
        let request = office.house.request(Method::POST, "/v1/second-factors").client(client);
        let answer = request.json(&json!({"kind": "totp", "name": "phone"})).send().await.expect(201);
        Self::read(&answer)
    }

    pub fn read(answer: &Answer) -> Self {
        let url = answer.body["otpauth_url"].as_str().expect("shown once");
        assert!(url.contains("issuer=Praxis"), "{url}");
        Self {
            id: answer.id(),
            totp: Totp::from_url(url).expect("an otpauth URL"),
            given: RefCell::default(),
        }
    }

    /// Of the step before, this one or the one after: three codes that count one after the other.
    pub fn code(&self, place: usize) -> String {
        let mut given = self.given.borrow_mut();
        while given.len() <= place {
            let next = given.last().map_or(half_minute() - 1, |last| half_minute().max(last + 1));
            given.push(next);
        }
        self.totp.generate(given[place] * 30).to_string()
    }

    pub async fn confirm(&self, office: &Office, client: &str) -> Answer {
        let path = format!("/v1/second-factors/{}/confirm", self.id);
        let confirm = async || {
            let request = office.house.if_match(1).request(Method::POST, &path).client(client);
            request.json(&json!({"code": self.code(0)})).send().await
        };
        let began = half_minute();
        let answer = confirm().await;
        if answer.status == 200 || began == half_minute() {
            return answer;
        }
        // The half minute ended on the way: the code was too old when it came.
        self.given.take();
        confirm().await
    }

    /// Enrolled and confirmed; the codes 1 and 2 are left.
    pub async fn active(office: &Office, client: &str) -> Self {
        let device = Self::enrolled(office, client).await;
        device.confirm(office, client).await.expect(200);
        device
    }
}

fn half_minute() -> u64 {
    platform::now().timestamp().cast_unsigned() / 30
}

async fn demanding() -> (Office, String) {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let policy = json!({"second_factor": "every_signing"});
    office.house.if_match(0).put("/v1/signing-policy", policy).await.expect(200);
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    office.check(&id).await.expect(200);
    (office, id)
}

fn shown(code: &str) -> Value {
    json!({"second_factor": {"kind": "totp", "code": code}})
}

#[actix_web::test]
async fn a_policy_demands_it_and_the_signature_tells_which_it_was() {
    let (office, id) = demanding().await;
    office.act(&id, "sign", json!({})).await.refused(403, "second-factor-needed");
    office.act(&id, "sign", shown("123456")).await.refused(403, "second-factor-not-enrolled");
    let device = Device::enrolled(&office, "tester").await;
    office.act(&id, "sign", shown(&device.code(0))).await.refused(403, "second-factor-not-enrolled");
    device.confirm(&office, "tester").await.expect(200);
    let signed = office.act(&id, "sign", shown(&device.code(1))).await.expect(200).body;
    assert_eq!(signed["signature"]["second_factor"], "totp");
    assert!(
        signed["signature"]["seal"]["record"]
            .as_str()
            .is_some_and(|it| it.contains("\"second_factor\":\"totp\""))
    );
}

#[actix_web::test]
async fn a_code_is_good_once_and_a_refused_signing_spends_none() {
    let (office, id) = demanding().await;
    let device = Device::active(&office, "tester").await;
    office.act(&id, "sign", shown(&device.code(0))).await.refused(403, "second-factor-wrong");
    office.allergic_to("amoxicillin").await;
    office.act(&id, "sign", shown(&device.code(1))).await.refused(409, "checks-stale");
    let pharmacy = office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let other = office.draft(office.wish_of(&pharmacy, "617310", "C48542")).await;
    office.check(&other).await.expect(200);
    office.act(&other, "sign", shown(&device.code(1))).await.expect(200);
    office.act(&id, "sign", shown(&device.code(1))).await.refused(403, "second-factor-wrong");
}

#[actix_web::test]
async fn the_same_key_replays_although_its_code_is_spent() {
    let (office, id) = demanding().await;
    let device = Device::active(&office, "tester").await;
    let path = "/v1/prescription-signings";
    let body = json!({"patient_id": office.patient.patient_id, "prescription_ids": [id],
        "second_factor": {"kind": "totp", "code": device.code(1)}});
    let sign = async || {
        let request = office.house.request(Method::POST, path).header("idempotency-key", "once");
        request.json(&body).send().await.expect(200).body
    };
    assert_eq!(sign().await, sign().await);
}

#[actix_web::test]
async fn five_wrong_codes_close_it_for_a_while() {
    let (office, id) = demanding().await;
    let device = Device::active(&office, "tester").await;
    let wrong = if device.code(1) == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        office.act(&id, "sign", shown(wrong)).await.refused(403, "second-factor-wrong");
    }
    let closed = office.act(&id, "sign", shown(&device.code(1))).await;
    closed.refused(429, "second-factor-closed");
    assert!(closed.body["retry_after"].as_u64().is_some_and(|wait| (800..=901).contains(&wait)));
    assert_eq!(office.status(&id).await, "ready");
}

#[actix_web::test]
async fn a_second_device_needs_the_first_and_a_lost_one_is_taken_back() {
    let (office, id) = demanding().await;
    let device = Device::active(&office, "tester").await;
    let wish = json!({"kind": "totp", "name": "tablet"});
    office.house.post("/v1/second-factors", wish.clone()).await.refused(403, "second-factor-needed");
    let mut proven = wish.clone();
    proven["second_factor"] = json!({"kind": "totp", "code": device.code(1)});
    let tablet = Device::read(&office.house.post("/v1/second-factors", proven).await.expect(201));
    tablet.confirm(&office, "tester").await.expect(200);
    let revoke = format!("/v1/second-factors/{}/revoke", device.id);
    office.house.if_match(2).post(&revoke, json!({})).await.expect(200);
    office.act(&id, "sign", shown(&device.code(2))).await.refused(403, "second-factor-wrong");
    office.act(&id, "sign", shown(&tablet.code(1))).await.expect(200);
    let path = format!("/v1/prescribers/{}/second-factors", office.prescriber.practitioner_id);
    let listed = office.items(&path).await;
    assert_eq!((&listed[0]["status"], &listed[1]["status"]), (&json!("revoked"), &json!("active")));
    assert!(listed.iter().all(|it| it.get("otpauth_url").is_none() && it.get("watch").is_none()));
}

#[actix_web::test]
async fn only_a_prescriber_enrols_and_the_secret_is_sealed() {
    let (office, _) = demanding().await;
    let request = office.house.request(Method::POST, "/v1/second-factors").client("stranger");
    let wish = json!({"kind": "totp", "name": "phone"});
    request.json(&wish).send().await.refused(403, "not-a-prescriber");
    let device = Device::enrolled(&office, "tester").await;
    let hex: String = device.totp.secret().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    // A division by zero where the secret lies open.
    let sql = "SELECT 1 / (position('\\x{hex}'::bytea IN sealed_secret) = 0)::int FROM second_factors";
    assert!(office.asked(&sql.replace("{hex}", &hex)).await.is_ok());
}
