//! A practice with a patient, a practitioner, a location and a coverage, as billing hears of them.

use billing::clearinghouse::Connection;
use billing::settings::{Clearinghouse, Usage};
use chrono::{Days, NaiveDate, Utc};
use kit::{House, samples};
use model::event::*;
use model::scope::Service;
use platform::Listeners;
use serde_json::{Value, json};
use std::rc::Rc;

pub struct Office {
    pub house: House,
    pub listeners: Rc<Listeners>,
    pub patient: PatientSnapshot,
    pub practitioner: PractitionerSnapshot,
    pub location: LocationSnapshot,
}

/// Yesterday, so that it is past in every zone.
pub fn visit_day() -> NaiveDate {
    Utc::now().date_naive() - Days::new(2)
}

impl Office {
    /// Everybody is known, the coverage too.
    pub async fn open() -> Self {
        let office = Self::without_coverage().await;
        office.cover().await;
        office
    }

    pub async fn without_coverage() -> Self {
        let house = kit::service(Service::Billing, billing::MIGRATIONS, billing::routes).await;
        Self::of(house).await
    }

    pub async fn of(house: House) -> Self {
        let listeners = Rc::new(billing::listeners());
        let office = Self {
            house,
            listeners,
            patient: samples::patient(),
            practitioner: samples::practitioner(),
            location: samples::location(),
        };
        office.hear(&PatientRegistered(office.patient.clone())).await;
        office.hear(&PractitionerUpdated(office.practitioner.clone())).await;
        office.hear(&LocationUpdated(office.location.clone())).await;
        office
    }

    pub async fn hear<E: model::Event>(&self, event: &E) {
        self.house.hear(&self.listeners, event).await;
    }

    pub async fn cover(&self) {
        self.hear(&CoverageRecorded(samples::coverage(self.patient.patient_id))).await;
    }

    /// The visit that was completed.
    pub fn appointment(&self) -> AppointmentSnapshot {
        let (patient, practitioner) = (self.patient.patient_id, self.practitioner.practitioner_id);
        let appointment = samples::appointment(patient, practitioner, self.location.location_id);
        AppointmentSnapshot { service_date: visit_day(), ..appointment }
    }

    /// A visit with strep throat: 99213 for 150.00.
    pub fn visit(&self) -> Value {
        json!({
            "patient_id": self.patient.patient_id,
            "practitioner_id": self.practitioner.practitioner_id,
            "location_id": self.location.location_id,
            "service_date": visit_day(),
            "diagnoses": ["J02.0"],
            "lines": [{"procedure_code": "99213", "units": 1, "charge": "150.00", "diagnosis_pointers": [1]}],
        })
    }

    /// The claim of a signed visit.
    pub async fn signed(&self) -> Value {
        let opened = self.house.post("/v1/encounters", self.visit()).await.expect(201);
        let path = format!("/v1/encounters/{}/sign", opened.id());
        self.house.if_match(opened.version()).post(&path, json!({})).await.expect(201).body
    }

    pub async fn claim(&self, id: &str) -> Value {
        self.house.get(&format!("/v1/claims/{id}")).await.expect(200).body
    }

    pub async fn status(&self, id: &str) -> String {
        self.claim(id).await["status"].as_str().expect("a status").to_owned()
    }

    /// Patient's and payer's balance.
    pub async fn balances(&self) -> (String, String) {
        let account = self
            .house
            .get(&format!("/v1/patients/{}/account", self.patient.patient_id))
            .await
            .expect(200)
            .body;
        let text = |name: &str| account[name].as_str().expect("a balance").to_owned();
        (text("patient_balance"), text("payer_balance"))
    }

    pub async fn announced(&self) -> Vec<String> {
        self.house.announced().await.into_iter().map(|(kind, _)| kind).collect()
    }
}

/// A way to a clearinghouse at an address.
pub fn connection(url: &str) -> Rc<Connection> {
    let settings = Clearinghouse {
        url: url.to_owned(),
        key: "sandbox".into(),
        receiver_id: "CLEARINGHOUSE".to_owned(),
        receiver_name: "Clearinghouse".to_owned(),
        usage: Usage::Test,
        poll_seconds: 1,
    };
    Rc::new(Connection::open(&settings).expect("a connection"))
}
