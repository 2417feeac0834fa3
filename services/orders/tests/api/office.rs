//! A practice with a patient, a prescriber, a location and a pharmacy, ready to prescribe.

use chrono::{NaiveDate, TimeDelta};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use kit::{Answer, House, eventually, samples};
use model::event::{
    LocationSnapshot, LocationUpdated, PatientRegistered, PatientSnapshot, PractitionerSnapshot,
    PractitionerUpdated,
};
use model::scope::Service;
use orders::medication::Catalogue;
use orders::medication::rxnorm::Release;
use orders::message::Courier;
use orders::request::deliver;
use orders::settings::Delivery;
use platform::{Listeners, Stop, outbound};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::rc::Rc;

/// A release of RxNorm of our own making: every test of this binary runs with it beside what travels with the program.
pub const RRF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rrf");
/// Nobody listens here.
pub const NOWHERE: &str = "http://127.0.0.1:9/script";
pub const AMOXICILLIN: &str = "308191";

pub struct Office {
    pub house: House,
    pub listeners: Rc<Listeners>,
    pub patient: PatientSnapshot,
    pub prescriber: PractitionerSnapshot,
    pub location: LocationSnapshot,
}

impl Office {
    pub async fn open() -> Self {
        Self::with(samples::patient(), samples::practitioner()).await
    }

    pub async fn with(patient: PatientSnapshot, prescriber: PractitionerSnapshot) -> Self {
        Self::running(orders::routes, patient, prescriber).await
    }

    /// With these routes.
    pub async fn running(
        routes: platform::http::Routes,
        patient: PatientSnapshot,
        prescriber: PractitionerSnapshot,
    ) -> Self {
        Catalogue::open(Some(Release::open(Path::new(RRF)).expect("the sample is read")));
        let house = kit::service(Service::Orders, orders::MIGRATIONS, routes).await;
        let listeners = Rc::new(orders::listeners());
        let office = Self { house, listeners, patient, prescriber, location: samples::location() };
        office.house.hear(&office.listeners, &PatientRegistered(office.patient.clone())).await;
        office.house.hear(&office.listeners, &PractitionerUpdated(office.prescriber.clone())).await;
        office.house.hear(&office.listeners, &LocationUpdated(office.location.clone())).await;
        office.bind("tester", &office.prescriber).await.expect(201);
        office
    }

    /// Makes a client a prescriber's own.
    pub async fn bind(&self, client: &str, prescriber: &PractitionerSnapshot) -> Answer {
        let path = format!("/v1/prescribers/{}/credentials", prescriber.practitioner_id);
        let request = self.house.request(Method::POST, &path).client("manager");
        request.json(&json!({"client_id": client})).send().await
    }

    /// What somebody with the keys of the database could do, past every rule the service lives by.
    pub async fn tampered(&self, sql: &str) {
        let owner = self.house.database().owner_url.as_ref().expect("an owner").expose().to_owned();
        let mut connection = AsyncPgConnection::establish(&owner).await.expect("the database answers");
        let practice = self.house.practice;
        let sql = format!(
            "SELECT set_config('app.practice', '{practice}', false); \
             ALTER TABLE prescriptions DISABLE TRIGGER USER; ALTER TABLE script_messages DISABLE TRIGGER USER; {sql}; \
             ALTER TABLE prescriptions ENABLE TRIGGER USER; ALTER TABLE script_messages ENABLE TRIGGER USER"
        );
        connection.batch_execute(&sql).await.expect("the statement runs");
    }

    /// Lets the courier run for the rest of the test, impatiently.
    pub fn with_courier(self) -> Self {
        let delivery = Delivery { answer_seconds: 1, retry_seconds: vec![0; 4], private_networks: true };
        self.with_courier_as(delivery)
    }

    pub fn with_courier_as(self, delivery: Delivery) -> Self {
        let courier = Courier::new(delivery).expect("a courier");
        let (db, other, third) = (self.house.db().clone(), courier.clone(), courier.clone());
        actix_web::rt::spawn(outbound::run(
            db.clone(),
            "send_response",
            Stop::default(),
            async move |db, intent| deliver::respond(&third, db, intent).await,
        ));
        actix_web::rt::spawn(outbound::run(
            db.clone(),
            "send_prescription",
            Stop::default(),
            async move |db, intent| courier.prescribe(db, intent).await,
        ));
        actix_web::rt::spawn(outbound::run(
            db,
            "send_cancellation",
            Stop::default(),
            async move |db, intent| other.recall(db, intent).await,
        ));
        self
    }

    pub fn pharmacy_body(&self, endpoint: &str) -> Value {
        json!({"ncpdp_id": "9900011", "npi": "1234567893", "name": "Main Street Drugs", "phone": "8165550122",
            "address": samples::address(), "script": {"endpoint": endpoint}})
    }

    /// What the service's own role gets from the database.
    pub async fn asked(&self, sql: &str) -> anyhow::Result<usize> {
        use diesel_async::RunQueryDsl;
        let (context, sql) = (self.house.context(), sql.to_owned());
        let ask = async move |tx: &mut platform::Tx| Ok(diesel::sql_query(&sql).execute(tx).await?);
        self.house.db().transaction(&context, ask).await
    }

    pub async fn pharmacy(&self, endpoint: &str) -> String {
        self.house.post("/v1/pharmacies", self.pharmacy_body(endpoint)).await.expect(201).id()
    }

    /// Another pharmacy than the usual one.
    pub async fn pharmacy_as(&self, ncpdp_id: &str, endpoint: &str) -> String {
        let mut body = self.pharmacy_body(endpoint);
        body["ncpdp_id"] = json!(ncpdp_id);
        self.house.post("/v1/pharmacies", body).await.expect(201).id()
    }

    /// So many days from today, on the wall of the location.
    pub fn day(&self, days: i64) -> NaiveDate {
        let zone: chrono_tz::Tz = self.location.time_zone.parse().expect("a zone");
        platform::now().with_timezone(&zone).date_naive() + TimeDelta::days(days)
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/v1/patients/{}/{rest}", self.patient.patient_id)
    }

    pub async fn no_known_allergies(&self) {
        self.house.post(&self.path("allergies"), json!({"no_known_allergies": true})).await.expect(201);
    }

    pub async fn allergic_to(&self, name: &str) {
        let body = json!({"substance": {"name": name}, "reaction": "hives", "severity": "moderate"});
        self.house.post(&self.path("allergies"), body).await.expect(201);
    }

    /// Amoxicillin for ten days.
    pub fn wish(&self, pharmacy: &str) -> Value {
        json!({"patient_id": self.patient.patient_id, "prescriber_id": self.prescriber.practitioner_id,
            "pharmacy_id": pharmacy, "medication": {"rxcui": AMOXICILLIN},
            "sig": {"text": "Take 1 capsule by mouth 3 times daily for 10 days"},
            "quantity": {"value": "30", "unit": "C48480"}, "days_supply": 10, "refills": 0,
            "substitution_allowed": true, "diagnosis_codes": ["J02.0"]})
    }

    pub fn wish_of(&self, pharmacy: &str, rxcui: &str, unit: &str) -> Value {
        let mut wish = self.wish(pharmacy);
        wish["medication"]["rxcui"] = rxcui.into();
        wish["quantity"]["unit"] = unit.into();
        wish["sig"]["text"] = "Take 1 by mouth daily".into();
        wish
    }

    pub async fn draft(&self, wish: Value) -> String {
        self.house.post("/v1/prescriptions", wish).await.expect(201).id()
    }

    pub async fn check(&self, id: &str) -> Answer {
        self.house.post(&format!("/v1/prescriptions/{id}/checks"), json!({})).await
    }

    pub async fn get(&self, id: &str) -> Answer {
        self.house.get(&format!("/v1/prescriptions/{id}")).await.expect(200)
    }

    /// Acts on what the ETag of this moment names; once more when the courier was quicker.
    pub async fn act(&self, id: &str, verb: &str, body: Value) -> Answer {
        eventually(async || {
            let version = self.get(id).await.version();
            let path = format!("/v1/prescriptions/{id}/{verb}");
            let answer = self.house.if_match(version).post(&path, body.clone()).await;
            (answer.status != 412).then_some(answer)
        })
        .await
    }

    /// Drafted, checked and signed.
    pub async fn signed(&self, pharmacy: &str) -> String {
        self.signed_as(self.wish(pharmacy)).await
    }

    pub async fn signed_as(&self, wish: Value) -> String {
        let id = self.draft(wish).await;
        self.check(&id).await.expect(200);
        self.act(&id, "sign", json!({})).await.expect(200);
        id
    }

    /// Signed although the patient takes the same already: the alert is answered.
    pub async fn signed_beside(&self, pharmacy: &str) -> String {
        let id = self.draft(self.wish(pharmacy)).await;
        let check = self.check(&id).await.expect(200);
        let path = format!("/v1/prescriptions/{id}/checks/{}/override", check.id());
        let answer = json!({"reason_code": "will_monitor"});
        self.house.if_match(check.version()).post(&path, answer).await.expect(200);
        self.act(&id, "sign", json!({})).await.expect(200);
        id
    }

    pub async fn status(&self, id: &str) -> String {
        self.get(id).await.body["status"].as_str().expect("a status").to_owned()
    }

    /// Waits until the prescription has this status.
    pub async fn becomes(&self, id: &str, status: &str) -> Value {
        eventually(async || Some(self.get(id).await.body).filter(|body| body["status"] == status)).await
    }

    pub async fn items(&self, path: &str) -> Vec<Value> {
        self.house.get(path).await.expect(200).body["items"].as_array().expect("a list").clone()
    }

    /// The open tasks of a kind.
    pub async fn tasks(&self, kind: &str) -> Vec<Value> {
        self.items(&format!("/v1/tasks?kind={kind}")).await
    }

    /// Acts on a request of a pharmacy as it stands now.
    pub async fn answer(&self, path: &str, verb: &str, body: Value) -> Answer {
        let version = self.house.get(path).await.expect(200).version();
        self.house.if_match(version).post(&format!("{path}/{verb}"), body).await
    }

    pub async fn history(&self, id: &str) -> Vec<Value> {
        self.items(&format!("/v1/prescriptions/{id}/history")).await
    }

    pub async fn messages(&self, id: &str) -> Vec<Value> {
        self.items(&format!("/v1/prescriptions/{id}/script")).await
    }

    /// The kinds announced about prescriptions, oldest first.
    pub async fn announced(&self) -> Vec<String> {
        self.house.announced().await.into_iter().map(|(kind, _)| kind).collect()
    }

    pub async fn door(&self, xml: impl Into<String>) -> Answer {
        self.house.post_text("/v1/script/messages", "application/xml", xml).await
    }
}
