//! A front desk: a practice with a patient, a location and listeners, ready to work.

use chrono::NaiveDate;
use eligibility::batch::work::{self, work};
use eligibility::check::line::Line;
use eligibility::check::send::{KIND, send_inquiry};
use eligibility::settings;
use kit::{Answer, House, eventually, samples};
use model::event::{
    AppointmentSnapshot, LocationSnapshot, LocationUpdated, PatientRegistered, PatientSnapshot,
};
use model::scope::Service;
use platform::{Listeners, Stop, outbound};
use serde_json::{Value, json};
use std::rc::Rc;

pub struct Desk {
    pub house: House,
    pub listeners: Rc<Listeners>,
    pub patient: PatientSnapshot,
    pub location: LocationSnapshot,
}

/// Nobody listens here.
pub const NOWHERE: &str = "http://127.0.0.1:9/x12";

impl Desk {
    pub async fn open() -> Self {
        let house = kit::service(Service::Eligibility, eligibility::MIGRATIONS, eligibility::routes).await;
        let desk = Self {
            house,
            listeners: Rc::new(eligibility::listeners()),
            patient: samples::patient(),
            location: samples::location(),
        };
        desk.house.hear(&desk.listeners, &PatientRegistered(desk.patient.clone())).await;
        desk.house.hear(&desk.listeners, &LocationUpdated(desk.location.clone())).await;
        desk
    }

    pub async fn payer(&self, url: &str) -> String {
        let payer = json!({"name": "ABC Company", "payer_id": "842610001", "transactions": ["270"],
            "connection": {"kind": "https", "url": url}});
        self.house.post("/v1/payers", payer).await.expect(201).id()
    }

    /// The patient's own primary coverage since 2006.
    pub fn coverage(&self, payer: &str) -> Value {
        json!({"patient_id": self.patient.patient_id, "payer_id": payer, "member_id": "11122333301",
            "group_number": "599119", "rank": "primary", "relationship": "self", "effective": "2006-01-01"})
    }

    pub async fn covered(&self, payer: &str) -> String {
        self.house.post("/v1/coverages", self.coverage(payer)).await.expect(201).id()
    }

    /// In three days.
    pub fn appointment(&self) -> AppointmentSnapshot {
        let practitioner = samples::practitioner().practitioner_id;
        samples::appointment(self.patient.patient_id, practitioner, self.location.location_id)
    }

    pub async fn ask(&self, coverage: &str, day: NaiveDate) -> Answer {
        let asked = json!({"coverage_id": coverage, "service_date": day, "max_age_hours": 0});
        self.house.post("/v1/eligibility-checks", asked).await
    }

    /// Sets the schedule, the first time, to this and what it is otherwise.
    pub async fn schedule(&self, schedule: Value) {
        self.house.if_match(0).put("/v1/eligibility-schedule", schedule).await.expect(200);
    }

    /// One round of the planner at this moment.
    pub async fn plan(&self, now: chrono::DateTime<chrono::Utc>) -> usize {
        eligibility::visit::planner::turn(self.house.db(), now).await.expect("a round")
    }

    /// Starts the worker of batches.
    pub fn batching(&self) {
        let work = async |db: &platform::Db, intent| work(db, intent, platform::now()).await;
        actix_web::rt::spawn(outbound::run(self.house.db().clone(), work::KIND, Stop::default(), work));
    }

    pub async fn checks(&self, filter: &str) -> Vec<Value> {
        let page = self.house.get(&format!("/v1/eligibility-checks?{filter}")).await.expect(200);
        page.body["items"].as_array().expect("a page").clone()
    }

    /// Reads the check until it has an outcome.
    pub async fn outcome(&self, check: &str) -> Value {
        let path = format!("/v1/eligibility-checks/{check}");
        eventually(async || {
            let check = self.house.get(&path).await.expect(200).body;
            (!check["outcome"].is_null()).then_some(check)
        })
        .await
    }

    /// Starts the sender; a payer gets a second for an answer.
    pub fn sending(&self, retry_seconds: &[u64]) {
        let line = Line::open(&settings::Payer {
            timeout_seconds: 1,
            retry_seconds: retry_seconds.to_vec(),
            unavailable_retries: 3,
            production: false,
        });
        let line = line.expect("a line");
        let send = async move |db: &platform::Db, intent| send_inquiry(db, &line, intent).await;
        actix_web::rt::spawn(outbound::run(self.house.db().clone(), KIND, Stop::default(), send));
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the calendar")
}
