//! A small office to book in.

use kit::{Answer, House};
use model::scope::Service;
use serde_json::{Value, json};

pub struct Office {
    pub house: House,
    pub practitioner: String,
    pub location: String,
    pub visit_type: String,
    pub patient: String,
}

pub fn patient() -> Value {
    json!({"given_name": "John", "family_name": "Smith", "birth_date": "1963-05-19", "sex": "male", "phone": "(816) 555-0100",
           "address": {"line1": "15197 Broadway Avenue", "line2": "Apt 215", "city": "Kansas City", "state": "MO", "postal_code": "64108"}})
}

/// One practitioner, at one location, every day from nine to five.
pub async fn open() -> Office {
    let house = kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await;
    let created = async |path: &str, body: Value| house.post(path, body).await.expect(201).id();
    let practitioner = created(
        "/v1/practitioners",
        json!({"given_name": "Marcus", "family_name": "Jones", "npi": "1993999998",
        "taxonomy": "207Q00000X", "license_states": ["MO"]}),
    )
    .await;
    let location = created("/v1/locations", json!({"name": "Bone and Joint Clinic", "time_zone": "America/Chicago",
        "address": {"line1": "101 Main Street", "city": "Kansas City", "state": "MO", "postal_code": "64108-1234"},
        "npi": "1234567893", "tax_id": "123456789", "phone": "8165550111", "place_of_service": "11"})).await;
    let visit_type = created(
        "/v1/visit-types",
        json!({"name": "Office visit", "minutes": 30, "cancel_notice_minutes": 1440}),
    )
    .await;
    let patient = created("/v1/patients", patient()).await;
    let rules = json!({"rules": [{"location_id": location, "rrule": "FREQ=DAILY", "start_time": "09:00:00",
        "end_time": "17:00:00", "effective_from": "2026-01-01"}]});
    house.put(&format!("/v1/practitioners/{practitioner}/availability"), rules).await.expect(200);
    Office { house, practitioner, location, visit_type, patient }
}

impl Office {
    /// The first free starts.
    pub async fn slots(&self) -> Vec<String> {
        let slots = self
            .house
            .get(&format!("/v1/slots?visit_type_id={}&limit=40", self.visit_type))
            .await
            .expect(200);
        let items = slots.body["items"].as_array().expect("slots").clone();
        items.iter().map(|slot| slot["start"].as_str().expect("a start").to_owned()).collect()
    }

    pub fn wish(&self, patient: &str, start: &str) -> Value {
        json!({"patient_id": patient, "practitioner_id": self.practitioner, "location_id": self.location,
               "visit_type_id": self.visit_type, "start": start})
    }

    pub async fn book(&self, start: &str) -> Answer {
        self.house.post("/v1/appointments", self.wish(&self.patient, start)).await
    }

    pub async fn another_patient(&self) -> String {
        self.house.post("/v1/patients", patient()).await.expect(201).id()
    }
}
