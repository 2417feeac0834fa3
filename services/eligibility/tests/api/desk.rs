//! A front desk: a practice with a patient, a location and listeners, ready to work.

use chrono::NaiveDate;
use eligibility::batch::work::{self, work};
use eligibility::check::send::{self, Sender};
use eligibility::connection::line::Line;
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
    /// Where batch folders lie.
    pub folders: tempfile::TempDir,
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
            folders: tempfile::tempdir().expect("a folder"),
        };
        desk.house.hear(&desk.listeners, &PatientRegistered(desk.patient.clone())).await;
        desk.house.hear(&desk.listeners, &LocationUpdated(desk.location.clone())).await;
        desk
    }

    pub async fn payer(&self, url: &str) -> String {
        self.payer_with(url, json!({}), json!({})).await["id"].as_str().expect("an id").to_owned()
    }

    /// A payer whose connection and inquiries are told.
    pub async fn payer_with(&self, url: &str, connection: Value, inquiries: Value) -> Value {
        let mut way = json!({"kind": "https", "url": url});
        for (field, value) in connection.as_object().expect("fields") {
            way[field] = value.clone();
        }
        let payer = json!({"name": "ABC Company", "payer_id": "842610001", "transactions": ["270"],
            "connection": way, "inquiries": inquiries});
        self.house.post("/v1/payers", payer).await.expect(201).body
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

    /// A payer gets a second for an answer.
    pub fn patience(&self, retry_seconds: &[u64]) -> settings::Payer {
        settings::Payer {
            timeout_seconds: 1,
            retry_seconds: retry_seconds.to_vec(),
            unavailable_retries: 3,
            patient_retry_seconds: 1,
            private_networks: true,
            folders: self.folders.path().display().to_string(),
            folder_seconds: 1,
            production: false,
        }
    }

    /// Starts the sender.
    pub fn sending(&self, retry_seconds: &[u64]) {
        let line = Line::open(&self.patience(retry_seconds)).expect("a line");
        let sender = Sender { db: self.house.db().clone(), line };
        actix_web::rt::spawn(send::run(sender, self.house.database().clone(), Stop::default()));
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the calendar")
}
