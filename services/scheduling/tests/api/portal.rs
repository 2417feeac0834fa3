//! What patients do for themselves with a key of the practice.

use crate::office::{Office, open};
use kit::{Answer, House};
use model::{KeyHash, LinkKey, Scope};
use reqwest::Method;
use serde_json::{Value, json};

/// A patient at the door: the gateway has read the key and signed its hash.
struct Patient {
    house: House,
    client: String,
}

impl Patient {
    async fn of(office: &Office, patient: &str) -> (Self, Answer) {
        let made =
            office.house.post(&format!("/v1/patients/{patient}/portal-keys"), json!({})).await.expect(201);
        let key: LinkKey = made.body["key"].as_str().expect("a key").parse().expect("a key");
        assert_eq!(key.practice(), office.house.practice);
        (Self { house: office.house.clone(), client: format!("{}{}", KeyHash::CLIENT, key.hash()) }, made)
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(self.house.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.house.request(Method::POST, path).json(&body)).await
    }

    async fn change(&self, version: i64, path: &str, body: Value) -> Answer {
        self.send(self.house.if_match(version).request(Method::POST, path).json(&body)).await
    }

    async fn send(&self, request: kit::Request) -> Answer {
        request.client(&self.client).scopes(&[Scope::PatientPortal]).send().await
    }
}

async fn bookable(office: &Office) -> String {
    let said = json!({"name": "Check-up", "minutes": 30, "patient_can_book": true, "minimum_notice_minutes": 2880,
        "cancel_notice_minutes": 1440});
    office.house.post("/v1/visit-types", said).await.expect(201).id()
}

fn wish(office: &Office, visit: &str, start: &Value) -> Value {
    json!({"practitioner_id": office.practitioner, "location_id": office.location, "visit_type_id": visit, "start": start})
}

#[actix_web::test]
async fn a_patient_sees_what_patients_may_book_and_nothing_else() {
    let office = open().await;
    let visit = bookable(&office).await;
    let (patient, _) = Patient::of(&office, &office.patient).await;
    let types = patient.get("/v1/portal/visit-types").await.expect(200);
    let types = types.body["items"].as_array().expect("items").clone();
    assert_eq!((types.len(), &types[0]["id"]), (1, &json!(visit)));
    patient
        .get(&format!("/v1/portal/slots?visit_type_id={}", office.visit_type))
        .await
        .names("?visit_type_id");
    let slots = patient.get(&format!("/v1/portal/slots?visit_type_id={visit}&limit=1")).await.expect(200);
    let start = &slots.body["items"][0]["start"];
    let notice = platform::now() + chrono::Duration::minutes(2879);
    assert!(
        start.as_str().expect("a start").parse::<chrono::DateTime<chrono::Utc>>().expect("a time") > notice
    );
    for path in ["/v1/patients", "/v1/appointments", "/v1/slots"] {
        patient.get(path).await.refused(403, "scope-missing");
    }
    let near =
        patient.post("/v1/portal/appointments", wish(&office, &visit, &json!(office.slots().await[0]))).await;
    near.refused(409, "too-soon");
    patient
        .post("/v1/portal/appointments", wish(&office, &office.visit_type, start))
        .await
        .names("/visit_type_id");

    let booked = patient.post("/v1/portal/appointments", wish(&office, &visit, start)).await.expect(201);
    assert_eq!(
        (&booked.body["practitioner_name"], &booked.body["status"]),
        (&json!("Marcus Jones"), &json!("booked"))
    );
    assert!(booked.body.get("overbook_reason").is_none() && booked.body.get("patient_id").is_none());
    let history = office.house.get(&format!("/v1/appointments/{}/history", booked.id())).await.expect(200);
    assert_eq!(history.body["items"][0]["client"], "patient");
    let own = patient.get("/v1/portal/appointments").await.expect(200);
    assert_eq!(own.body["items"][0]["id"], booked.body["id"]);
}

#[actix_web::test]
async fn a_patient_changes_only_what_is_theirs_and_only_in_time() {
    let office = open().await;
    let visit = bookable(&office).await;
    let (patient, _) = Patient::of(&office, &office.patient).await;
    let (stranger, _) = Patient::of(&office, &office.another_patient().await).await;
    let slots = patient.get(&format!("/v1/portal/slots?visit_type_id={visit}&limit=3")).await.expect(200);
    let start = |n: usize| slots.body["items"][n]["start"].clone();
    let id = patient.post("/v1/portal/appointments", wish(&office, &visit, &start(0))).await.expect(201).id();
    let path = |verb: &str| format!("/v1/portal/appointments/{id}/{verb}");
    stranger.change(1, &path("cancel"), json!({})).await.refused(404, "not-found");
    stranger.change(1, &path("reschedule"), json!({"start": start(1)})).await.refused(404, "not-found");
    assert_eq!(stranger.get("/v1/portal/appointments").await.expect(200).body["items"], json!([]));
    let soon = json!({"start": office.slots().await[0]});
    patient.change(1, &path("reschedule"), soon).await.refused(409, "too-soon");
    let moved = patient.change(1, &path("reschedule"), json!({"start": start(1)})).await.expect(200);
    assert_eq!(
        (moved.body["id"].as_str(), &moved.body["start"], moved.version()),
        (Some(id.as_str()), &start(1), 2)
    );
    patient.change(1, &path("cancel"), json!({})).await.refused(412, "stale");
    let off = patient.change(2, &path("cancel"), json!({"note": "On holiday"})).await.expect(200);
    assert_eq!((&off.body["status"], off.body.get("change_until")), (&json!("cancelled"), None));

    // Booked by the staff at short notice: too late to call off here.
    let late = office.wish(&office.patient, &office.slots().await[0]);
    let late = office.house.post("/v1/appointments", late).await.expect(201).id();
    let cancel = format!("/v1/portal/appointments/{late}/cancel");
    patient.change(1, &cancel, json!({})).await.refused(409, "too-late");
}

#[actix_web::test]
async fn a_key_that_is_revoked_expired_or_of_another_practice_opens_nothing() {
    let office = open().await;
    let (patient, made) = Patient::of(&office, &office.patient).await;
    patient.get("/v1/portal/appointments").await.expect(200);
    let elsewhere = Patient { house: office.house.other_practice(), client: patient.client.clone() };
    elsewhere.get("/v1/portal/appointments").await.refused(401, "no-caller");
    let nobody = Patient { house: office.house.clone(), client: "tester".to_owned() };
    nobody.get("/v1/portal/visit-types").await.refused(401, "no-caller");

    let listed = office.house.get(&format!("/v1/patients/{}/portal-keys", office.patient)).await.expect(200);
    assert!(!listed.text.contains(made.body["key"].as_str().expect("a key")), "shown once");
    let key = format!("/v1/portal-keys/{}", made.body["id"].as_str().expect("an id"));
    office.house.if_match(1).request(Method::DELETE, &key).send().await.expect(200);
    office.house.if_match(2).request(Method::DELETE, &key).send().await.refused(409, "already-revoked");
    patient.get("/v1/portal/appointments").await.refused(401, "no-caller");
    let path = format!("/v1/patients/{}/portal-keys", office.patient);
    office.house.post(&path, json!({"days": 0})).await.names("/days");
    office
        .house
        .post(&format!("/v1/patients/{}/portal-keys", office.location), json!({}))
        .await
        .refused(404, "not-found");
}
