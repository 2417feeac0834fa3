use crate::office::Office;
use chrono::{Days, Utc};
use model::event::{AppointmentCompleted, PatientRegistered};
use platform::inbox::Admission;
use serde_json::json;

#[actix_web::test]
async fn a_completed_appointment_opens_one_encounter() {
    let office = Office::open().await;
    let appointment = office.appointment();
    office.hear(&AppointmentCompleted(appointment.clone())).await;
    assert_eq!(office.house.hear_again(&office.listeners).await, Admission::Known);
    office.hear(&AppointmentCompleted(appointment.clone())).await;
    let path = format!("/v1/encounters?appointment_id={}", appointment.appointment_id);
    let found = office.house.get(&path).await.expect(200);
    let items = found.body["items"].as_array().expect("items");
    assert_eq!((items.len(), &items[0]["status"], &items[0]["lines"]), (1, &json!("open"), &json!([])));

    let mut visit = office.visit();
    visit["appointment_id"] = json!(appointment.appointment_id);
    let refused = office.house.post("/v1/encounters", visit.clone()).await;
    refused.refused(409, "encounter-exists");
    assert_eq!(refused.body["blocked_by"], items[0]["id"]);

    let path = format!("/v1/encounters/{}", items[0]["id"].as_str().expect("an id"));
    let seen = office.house.get(&path).await.expect(200).version();
    let coding = json!({"diagnoses": visit["diagnoses"], "lines": visit["lines"]});
    office.house.put(&path, coding.clone()).await.refused(428, "if-match-missing");
    office.house.if_match(seen + 1).put(&path, coding.clone()).await.refused(412, "stale");
    let coded = office.house.if_match(seen).put(&path, coding).await.expect(200);
    assert_eq!((coded.version(), &coded.body["lines"][0]["charge"]), (seen + 1, &json!("150.00")));
}

#[actix_web::test]
async fn every_refusal_names_its_field() {
    let office = Office::open().await;
    let tomorrow = Utc::now().date_naive() + Days::new(2);
    let line = |field: &str, value: serde_json::Value| {
        let mut visit = office.visit();
        visit["lines"][0][field] = value;
        visit
    };
    let visit = |field: &str, value: serde_json::Value| {
        let mut visit = office.visit();
        visit[field] = value;
        visit
    };
    let cases = [
        (line("units", json!(0)), "/lines/0/units"),
        (line("diagnosis_pointers", json!([2])), "/lines/0/diagnosis_pointers/0"),
        (line("charge", json!("1.005")), "/lines/0/charge"),
        (line("procedure_code", json!("9921")), "/lines/0/procedure_code"),
        (line("colour", json!(1)), "/lines/0/colour"),
        (line("service_date", json!(tomorrow)), "/lines/0/service_date"),
        (visit("diagnoses", json!(["J2"])), "/diagnoses/0"),
        (visit("diagnoses", json!(vec!["J02.0"; 13])), "/diagnoses"),
        (visit("service_date", json!(tomorrow)), "/service_date"),
        (visit("service_date", json!("1950-01-01")), "/service_date"),
    ];
    for (body, pointer) in cases {
        let refused = office.house.post("/v1/encounters", body).await.expect(400);
        refused.names(pointer);
    }
    let none = office.house.get("/v1/encounters").await.expect(200);
    assert_eq!(none.body["items"], json!([]), "nothing is half-stored");
}

#[actix_web::test]
async fn waits_for_a_patient_registered_a_moment_ago() {
    let office = Office::open().await;
    let newcomer = kit::samples::patient();
    let mut visit = office.visit();
    visit["patient_id"] = json!(newcomer.patient_id);
    office.house.post("/v1/encounters", visit.clone()).await.refused(409, "not-known-yet");
    let late = async { office.hear(&PatientRegistered(newcomer.clone())).await };
    let (answer, ()) = tokio::join!(office.house.post("/v1/encounters", visit), late);
    answer.expect(201);
}

#[actix_web::test]
async fn the_same_key_opens_one_encounter() {
    let office = Office::open().await;
    let send = || async {
        let request = office.house.request(reqwest::Method::POST, "/v1/encounters");
        request.header("idempotency-key", "k1").json(&office.visit()).send().await
    };
    let (first, again) = (send().await.expect(201), send().await.expect(201));
    assert_eq!((first.id(), again.header("idempotent-replayed")), (again.id(), Some("true")));
}
