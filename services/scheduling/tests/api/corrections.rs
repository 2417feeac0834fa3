//! What was accepted from a payer's record becomes the patient's.

use crate::office::patient;
use kit::House;
use model::event::{DemographicChanges, DemographicCorrection, DemographicsCorrected};
use model::scope::Service;
use model::{EligibilityCheckId, PatientId};
use platform::inbox::Admission;
use serde_json::{Value, json};
use std::rc::Rc;
use uuid::Uuid;

async fn house() -> House {
    kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await
}

fn corrected(patient: &str, changes: Value) -> DemographicsCorrected {
    let changes: DemographicChanges = serde_json::from_value(changes).expect("changes");
    DemographicsCorrected(DemographicCorrection {
        patient_id: PatientId(patient.parse().expect("an id")),
        eligibility_check_id: EligibilityCheckId(Uuid::nil()),
        changes,
    })
}

async fn updates(house: &House) -> usize {
    house.announced().await.iter().filter(|(kind, _)| kind == "patient.updated").count()
}

#[actix_web::test]
async fn a_correction_changes_what_it_names_and_is_announced_once() {
    let house = house().await;
    let listeners = Rc::new(scheduling::listeners());
    let registered = house.post("/v1/patients", patient()).await.expect(201);
    let place = format!("/v1/patients/{}", registered.id());
    let address = json!({"line1": "9 HILL RD", "city": "LEAWOOD", "state": "KS", "postal_code": "66206"});
    let correction =
        corrected(&registered.id(), json!({"given_name": "Jonathan", "sex": "unknown", "address": address}));
    assert_eq!(house.hear(&listeners, &correction).await, Admission::Apply);
    let after = house.get(&place).await.expect(200);
    assert_eq!(after.version(), 2);
    let mut expected = registered.body.clone();
    expected["version"] = json!(2);
    expected["given_name"] = json!("Jonathan");
    expected["sex"] = json!("unknown");
    expected["address"] = address;
    for (field, value) in expected.as_object().expect("a patient") {
        if field != "possible_duplicates" {
            assert_eq!(&after.body[field], value, "{field}");
        }
    }
    assert_ne!(house.hear_again(&listeners).await, Admission::Apply);
    house.hear(&listeners, &correction).await;
    assert_eq!(house.get(&place).await.expect(200).version(), 2);
    assert_eq!(updates(&house).await, 1);
    let found = house.get("/v1/patients?name=jonathan+smith").await.expect(200);
    assert_eq!(found.body["items"][0]["id"], registered.body["id"], "searched under the new name");
}

#[actix_web::test]
async fn a_merged_patients_survivor_is_corrected_too() {
    let house = house().await;
    let listeners = Rc::new(scheduling::listeners());
    let merged = house.post("/v1/patients", patient()).await.expect(201).id();
    let survivor = house.post("/v1/patients", patient()).await.expect(201).id();
    let merge = json!({"into": survivor});
    house.if_match(1).post(&format!("/v1/patients/{merged}/merge"), merge).await.expect(200);
    house.hear(&listeners, &corrected(&merged, json!({"family_name": "Smythe"}))).await;
    for id in [&merged, &survivor] {
        let patient = house.get(&format!("/v1/patients/{id}")).await.expect(200).body;
        assert_eq!(patient["family_name"], "Smythe");
    }
    assert_eq!(updates(&house).await, 2);
}

#[test]
fn what_is_listened_to_reaches_the_queue() {
    for kind in scheduling::listeners().kinds() {
        assert!(
            platform::bus::is_heard(Service::Scheduling, kind),
            "{kind} is bound to no queue of scheduling"
        );
    }
}
