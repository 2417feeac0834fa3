//! Authorizations and referrals: recorded, used up by visits, warned of.

mod recording;
mod visits;
mod warnings;

use crate::desk::{Desk, NOWHERE};
use chrono::Days;
use kit::Answer;
use model::event::AppointmentSnapshot;
use serde_json::{Value, json};

/// A desk with a covered patient.
pub struct Covered {
    pub desk: Desk,
    pub coverage: String,
}

pub fn with(mut body: Value, changes: Value) -> Value {
    for (field, value) in changes.as_object().expect("fields") {
        body[field] = value.clone();
    }
    body
}

impl Covered {
    pub async fn open() -> Self {
        let desk = Desk::open().await;
        let payer = desk.payer(NOWHERE).await;
        let coverage = desk.covered(&payer).await;
        Self { desk, coverage }
    }

    /// Approved, of four visits, from a week ago for a year.
    pub fn authorization(&self, changes: Value) -> Value {
        let today = platform::now().date_naive();
        let body = json!({"patient_id": self.desk.patient.patient_id, "coverage_id": self.coverage,
            "kind": "authorization", "status": "approved", "number": "A-100", "granted": 4,
            "effective": today - Days::new(7), "expires": today + Days::new(365)});
        with(body, changes)
    }

    pub async fn record(&self, changes: Value) -> Answer {
        self.desk.house.post("/v1/authorizations", self.authorization(changes)).await
    }

    pub async fn recorded(&self, changes: Value) -> String {
        self.record(changes).await.expect(201).id()
    }

    pub async fn show(&self, id: &str) -> Answer {
        self.desk.house.get(&format!("/v1/authorizations/{id}")).await.expect(200)
    }

    /// Used, reserved and remaining.
    pub async fn counts(&self, id: &str) -> (i64, i64, i64) {
        let shown = self.show(id).await.body;
        let count = |field: &str| shown[field].as_i64().unwrap_or(-1);
        (count("used"), count("reserved"), count("remaining"))
    }

    pub async fn uses(&self, id: &str) -> Vec<Value> {
        let page = self.desk.house.get(&format!("/v1/authorizations/{id}/uses?limit=100")).await.expect(200);
        page.body["items"].as_array().expect("items").clone()
    }

    /// The announced facts about authorizations: kind and snapshot.
    pub async fn facts(&self) -> Vec<(String, Value)> {
        let all = self.desk.house.announced().await;
        all.into_iter().filter(|(kind, _)| kind.starts_with("authorization.")).collect()
    }

    pub async fn kinds(&self) -> Vec<String> {
        self.facts().await.into_iter().map(|(kind, _)| kind).collect()
    }

    pub fn visit(&self) -> AppointmentSnapshot {
        self.desk.appointment()
    }
}
