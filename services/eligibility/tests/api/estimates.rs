//! Estimates: what a patient is told beforehand, and how it compares with what came.

mod accuracy;
mod good_faith;
mod prices;
mod shares;

use crate::desk::{Desk, NOWHERE};
use diesel_async::SimpleAsyncConnection as _;
use kit::{Answer, samples};
use model::event::{AppointmentBooked, AppointmentSnapshot, FeeScheduleSnapshot, FeeScheduleUpdated, Price};
use model::event::{PractitionerSnapshot, PractitionerUpdated};
use model::{FeeScheduleId, Money};
use serde_json::{Value, json};
use uuid::Uuid;

/// A desk with a covered patient, a practitioner, prices and a booked visit.
pub struct Counter {
    pub desk: Desk,
    pub payer: String,
    pub coverage: String,
    pub practitioner: PractitionerSnapshot,
    pub visit: AppointmentSnapshot,
}

pub fn fees(effective: &str, items: &[(&str, i64)]) -> FeeScheduleUpdated {
    let price = |(code, cents): &(&str, i64)| Price {
        procedure_code: code.parse().expect("a code"),
        charge: Money::from_cents(*cents),
    };
    FeeScheduleUpdated(FeeScheduleSnapshot {
        fee_schedule_id: FeeScheduleId(platform::mint::<Uuid>()),
        name: "Standard".parse().expect("a name"),
        effective: effective.parse().expect("a date"),
        items: items.iter().map(price).collect(),
    })
}

impl Counter {
    pub async fn open() -> Self {
        let desk = Desk::open().await;
        let payer = desk.payer(NOWHERE).await;
        let coverage = desk.covered(&payer).await;
        let practitioner = samples::practitioner();
        let visit =
            AppointmentSnapshot { practitioner_id: practitioner.practitioner_id, ..desk.appointment() };
        desk.house.hear(&desk.listeners, &PractitionerUpdated(practitioner.clone())).await;
        desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
        let prices = fees("2020-01-01", &[("99213", 15_000), ("87880", 4_000)]);
        desk.house.hear(&desk.listeners, &prices).await;
        Self { desk, payer, coverage, practitioner, visit }
    }

    /// Of an office visit, with the coverage.
    pub fn wish(&self, changes: Value) -> Value {
        let mut body = json!({"patient_id": self.desk.patient.patient_id, "coverage_id": self.coverage,
            "service_date": self.visit.service_date, "appointment_id": self.visit.appointment_id,
            "procedures": [{"procedure_code": "99213", "description": "Office visit"}]});
        for (field, value) in changes.as_object().expect("fields") {
            body[field] = value.clone();
        }
        body
    }

    pub async fn estimate(&self, changes: Value) -> Answer {
        self.desk.house.post("/v1/estimates", self.wish(changes)).await
    }

    /// The payer answers the visit's check with this; answers the check's id.
    pub async fn payer_says(&self, finding: Value) -> String {
        let check = self.desk.checks(&format!("coverage_id={}", self.coverage)).await.pop();
        let id = check.expect("a check")["id"].as_str().expect("an id").to_owned();
        let mut state = json!({"state": "answered", "outcome": "active", "benefits": [], "rejections": [],
            "differences": []});
        for (field, value) in finding.as_object().expect("fields") {
            state[field] = value.clone();
        }
        let sql = format!("UPDATE checks SET state = '{state}' WHERE coverage_id = '{}'", self.coverage);
        let answer =
            async move |tx: &mut platform::Tx| Ok::<_, platform::Problem>(tx.batch_execute(&sql).await?);
        self.desk.house.db().transaction(&self.desk.house.context(), answer).await.expect("answered");
        id
    }
}
