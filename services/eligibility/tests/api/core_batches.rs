//! Partners that take batches over CAQH CORE: a file is handed over once, and its answers are fetched when they are there.

use crate::desk::{Desk, day};
use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer};
use eligibility::check::send::Sender;
use eligibility::connection::line::Line;
use eligibility::inquiry_file::exchange;
use futures_util::future::join;
use kit::{eventually, samples};
use model::event::PatientRegistered;
use platform::{Stop, outbound};
use serde_json::{Value, json};
use simulators::pace::{Load, Pace};
use simulators::payer::{Payer, app_config};
use std::collections::BTreeMap;

/// Kinds of connections that take batches.
pub const BOTH: [&str; 2] = ["core_soap", "core_mime"];
/// Whoever waits for its silence waits in vain.
const PACE: Pace = Pace { silence_ms: 600_000, slow_ms: 1, late_ms: 0 };

/// The payer of the sandbox, in this process.
pub struct Partner {
    pub url: String,
    handle: ServerHandle,
    _state: tempfile::TempDir,
}

impl Drop for Partner {
    fn drop(&mut self) {
        actix_web::rt::spawn(self.handle.stop(false));
    }
}

impl Partner {
    pub fn open() -> Self {
        let state = tempfile::tempdir().expect("a folder");
        let config = app_config(Payer::open(state.path(), PACE, Load::default()).expect("the payer opens"));
        let server = HttpServer::new(move || App::new().configure(config.clone()));
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { url, handle, _state: state }
    }

    async fn batches(&self) -> Vec<Value> {
        let answer = reqwest::get(format!("{}/batches", self.url)).await.expect("an answer");
        serde_json::from_str(&answer.text().await.expect("text")).expect("JSON")
    }

    /// How often each file came: once, whatever happens.
    async fn each_came_once(&self, files: usize) {
        let came: Vec<_> = self.batches().await.iter().map(|batch| batch["times_received"].clone()).collect();
        assert_eq!(came, vec![json!(1); files]);
    }
}

impl Desk {
    /// A payer that takes batches of this kind at this address.
    pub async fn core_payer(&self, kind: &str, batch_url: &str) -> Value {
        let way = json!({"kind": kind, "batch_url": batch_url, "limits": {"timeout_seconds": 4},
            "credentials": {"kind": "basic", "user": "praxis", "password": "p&w"},
            "identity": {"sender_id": "PRACTICE1", "receiver_id": "CH01"}});
        self.payer_with("http://127.0.0.1:9/core", way, json!({})).await
    }

    /// Asks about a patient for each member id, with nobody waiting; answers the coverages.
    pub async fn ask_about(&self, payer: &Value, members: &[&str]) -> BTreeMap<String, String> {
        let mut coverages = BTreeMap::new();
        for member in members {
            let patient = samples::patient();
            self.house.hear(&self.listeners, &PatientRegistered(patient.clone())).await;
            let mut coverage = self.coverage(payer["id"].as_str().expect("an id"));
            (coverage["patient_id"], coverage["member_id"]) = (json!(patient.patient_id), json!(member));
            let coverage = self.house.post("/v1/coverages", coverage).await.expect(201).id();
            coverages.insert((*member).to_owned(), coverage);
        }
        let all: Vec<&String> = coverages.values().collect();
        let asked = json!({"coverage_ids": all, "service_date": day("2026-11-24")});
        self.house.post("/v1/eligibility-batches", asked).await.expect(202);
        self.batching();
        coverages
    }

    /// Starts what hands files over and asks about them, until told to stop.
    fn handing_over(&self) -> Stop {
        let (stop, db) = (Stop::default(), self.house.db().clone());
        let sender = Sender { db: db.clone(), line: Line::open(&self.patience(&[])).expect("a line") };
        let exchange = async move |_: &platform::Db, intent| exchange::exchange_file(&sender, intent).await;
        actix_web::rt::spawn(outbound::run(db, exchange::KIND, stop.clone(), exchange));
        stop
    }

    pub async fn check_of(&self, coverage: &str) -> Value {
        eventually(async || {
            let mut checks = self.checks(&format!("coverage_id={coverage}")).await;
            checks.pop().filter(|check| !check["outcome"].is_null())
        })
        .await
    }

    async fn told(&self) -> usize {
        let facts = self.house.announced().await;
        facts.iter().filter(|(kind, _)| kind == "eligibility.checked").count()
    }
}

/// In either envelope, both at once: most of it is waiting.
async fn in_both(story: impl AsyncFn(&'static str)) {
    join(story(BOTH[0]), story(BOTH[1])).await;
}

fn attempts(check: &Value) -> Vec<&str> {
    let attempts = check["attempts"].as_array().expect("attempts");
    attempts.iter().filter_map(|attempt| attempt["outcome"].as_str()).collect()
}

#[actix_web::test]
async fn a_batch_is_handed_over_acknowledged_and_answered() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", "M2INACTIVE", "M3AAA72"]).await;
        desk.sending(&[]);
        desk.handing_over();
        for (member, state, outcome) in [
            ("M1", "answered", "active"),
            ("M2INACTIVE", "answered", "inactive"),
            ("M3AAA72", "rejected", "undetermined"),
        ] {
            let check = desk.check_of(&coverages[member]).await;
            assert_eq!((&check["state"], &check["outcome"]), (&json!(state), &json!(outcome)), "{member}");
        }
        let [batch] = &partner.batches().await[..] else { panic!("one file for all") };
        assert_eq!(batch["times_received"], 1);
        assert!(batch["acknowledgments_fetched"].as_u64() > Some(0), "{batch}");
        assert_eq!(desk.told().await, 3);
    })
    .await;
}

#[actix_web::test]
async fn who_waits_is_asked_about_at_once_and_not_in_the_batch() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let realtime = crate::payer::Payer::that(&[crate::payer::Says::Active]);
        let way = json!({"kind": kind, "batch_url": format!("{}/core", partner.url),
            "credentials": {"kind": "basic", "user": "praxis", "password": "p"},
            "identity": {"sender_id": "PRACTICE1", "receiver_id": "CH01"}});
        let payer = desk.payer_with(&realtime.url, way, json!({})).await;
        let coverage = desk.covered(payer["id"].as_str().expect("an id")).await;
        let waited_for = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
        let coverages = desk.ask_about(&payer, &["M1"]).await;
        desk.sending(&[]);
        desk.handing_over();
        assert_eq!(desk.outcome(&waited_for).await["outcome"], "active");
        assert_eq!(desk.check_of(&coverages["M1"]).await["outcome"], "active");
        assert_eq!(realtime.asked().len(), 1);
        partner.each_came_once(1).await;
    })
    .await;
}

/// Whatever happens on the way: the file is handed over once, and every check answered once.
async fn ends_well_in_spite_of(trouble: &str) {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", trouble, "M3"]).await;
        desk.sending(&[]);
        desk.handing_over();
        for coverage in coverages.values() {
            let check = desk.check_of(coverage).await;
            assert_eq!((&check["outcome"], attempts(&check)), (&json!("active"), vec!["answered"]), "{kind}");
        }
        partner.each_came_once(1).await;
        assert_eq!(desk.told().await, 3);
    })
    .await;
}

#[actix_web::test]
async fn a_submission_whose_answer_is_lost_is_asked_about_and_not_repeated() {
    ends_well_in_spite_of("M2LOST").await;
}

#[actix_web::test]
async fn results_that_are_not_there_yet_are_fetched_later() {
    ends_well_in_spite_of("M2NOTYET").await;
}

#[actix_web::test]
async fn of_half_an_interchange_the_whole_answers_are_kept_and_the_rest_fetched_again() {
    ends_well_in_spite_of("M2HALF").await;
}

#[actix_web::test]
async fn results_with_a_wrong_check_sum_are_not_believed_and_fetched_again() {
    ends_well_in_spite_of("M2DAMAGED").await;
}

#[actix_web::test]
async fn another_process_goes_on_with_a_batch_that_was_handed_over() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", "M2NOTYET"]).await;
        desk.sending(&[]);
        let first = desk.handing_over();
        eventually(async || (!partner.batches().await.is_empty()).then_some(())).await;
        first.ask();
        desk.handing_over();
        for coverage in coverages.values() {
            assert_eq!(desk.check_of(coverage).await["outcome"], "active");
        }
        partner.each_came_once(1).await;
    })
    .await;
}

#[actix_web::test]
async fn of_a_refused_file_the_inquiry_at_fault_ends_and_the_others_are_asked_anew() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", "M2R999", "M3"]).await;
        desk.sending(&[]);
        desk.handing_over();
        let at_fault = desk.check_of(&coverages["M2R999"]).await;
        assert_eq!((&at_fault["outcome"], attempts(&at_fault)), (&json!("undetermined"), vec!["refused"]));
        let reason = &at_fault["reason"];
        let detail = reason["detail"].as_str().expect("a detail");
        assert_eq!(reason["code"], "inquiry_refused");
        assert!(
            detail.contains("segment NM1") && detail.contains("NM109") && !detail.contains("M2R999"),
            "{detail}"
        );
        let place = format!("/v1/eligibility-checks/{}/x12", at_fault["id"].as_str().expect("an id"));
        let kept = desk.house.get(&place).await.expect(200).body;
        assert!(
            kept["response"].as_str().is_some_and(|text| text.contains("IK3*NM1*")),
            "the 999 is kept with it"
        );
        for member in ["M1", "M3"] {
            let check = desk.check_of(&coverages[member]).await;
            assert_eq!(
                (&check["outcome"], attempts(&check)),
                (&json!("active"), vec!["refused", "answered"])
            );
        }
        partner.each_came_once(2).await;
        assert_eq!(desk.told().await, 3);
    })
    .await;
}

#[actix_web::test]
async fn what_is_refused_of_a_file_ends_while_the_rest_is_answered() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", "M2P999"]).await;
        desk.sending(&[]);
        desk.handing_over();
        assert_eq!(desk.check_of(&coverages["M2P999"]).await["reason"]["code"], "inquiry_refused");
        let check = desk.check_of(&coverages["M1"]).await;
        assert_eq!((&check["outcome"], attempts(&check)), (&json!("active"), vec!["answered"]));
        partner.each_came_once(1).await;
    })
    .await;
}

#[actix_web::test]
async fn a_file_refused_unread_ends_all_its_checks_with_the_reason() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        let coverages = desk.ask_about(&payer, &["M1", "M2TA1R"]).await;
        desk.sending(&[]);
        desk.handing_over();
        for coverage in coverages.values() {
            let check = desk.check_of(coverage).await;
            assert_eq!(check["reason"]["code"], "inquiry_refused");
            assert!(check["reason"]["detail"].as_str().is_some_and(|detail| detail.starts_with("TA1: ")));
        }
        partner.each_came_once(1).await;
    })
    .await;
}

#[actix_web::test]
async fn a_partner_that_is_away_gets_the_file_when_it_is_back_and_one_that_refuses_never() {
    in_both(async |kind| {
        let (desk, partner) = (Desk::open().await, Partner::open());
        let payer = desk.core_payer(kind, "http://127.0.0.1:9/core").await;
        let coverages = desk.ask_about(&payer, &["M1"]).await;
        desk.sending(&[]);
        desk.handing_over();
        let open = format!("coverage_id={}", coverages["M1"]);
        let sent =
            eventually(async || desk.checks(&open).await.pop().filter(|check| check["state"] == "sending"))
                .await;
        assert!(sent["outcome"].is_null(), "it waits");
        let way = format!("/v1/connections/{}", payer["connection"]["id"].as_str().expect("an id"));
        let back = json!({"batch_url": format!("{}/core", partner.url)});
        desk.house.if_match(1).patch(&way, back).await.expect(200);
        assert_eq!(desk.check_of(&coverages["M1"]).await["outcome"], "active");
        partner.each_came_once(1).await;

        let nowhere = json!({"batch_url": format!("{}/nothing-here", partner.url)});
        desk.house.if_match(2).patch(&way, nowhere).await.expect(200);
        let coverages = desk.ask_about(&payer, &["M2"]).await;
        let check = desk.check_of(&coverages["M2"]).await;
        assert_eq!(check["reason"]["code"], "payer_refused_connection");
    })
    .await;
}

#[actix_web::test]
async fn only_core_has_a_place_for_batches() {
    let Desk { house, .. } = Desk::open().await;
    let basic = json!({"kind": "basic", "user": "u", "password": "p"});
    for (kind, batch_url, credentials, pointer) in [
        ("https", "https://ch.example/batch", Value::Null, "/batch_url"),
        ("core_soap", "folder:ch", basic.clone(), "/batch_url"),
        ("core_mime", "folder:ch", basic.clone(), "/batch_url"),
        ("core_soap", "http://ch.example/batch", basic.clone(), "/credentials"),
    ] {
        let asked = json!({"name": "CH", "kind": kind, "url": "https://ch.example", "batch_url": batch_url,
            "credentials": credentials, "identity": {"sender_id": "A", "receiver_id": "B"}});
        house.post("/v1/connections", asked).await.expect(400).names(pointer);
    }
}
