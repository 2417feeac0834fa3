//! What the logs, metrics, problems and facts say of checks, whatever becomes of them: nothing of the patient, no secret, no message.

use crate::core_batches::{BOTH, Partner};
use crate::crowd::service;
use crate::desk::{Desk, day};
use crate::payer::{Payer, Says};
use model::event::EligibilitySnapshot;
use serde_json::json;
use std::process::Stdio;

const PASSWORD: &str = "s3same-0pen";
/// What is known of the patient, the secret, and what only messages have in them.
const NEVER: [&str; 12] = [
    "Smith",
    "SMITH",
    "1963-05-19",
    "19630519",
    "Broadway",
    "BROADWAY",
    "8165550100",
    "11122333301",
    "M2R999",
    PASSWORD,
    "NM1*IL",
    "ISA*00",
];

/// A check with a payer that says these in order.
async fn asked(desk: &Desk, says: &[Says]) -> (Payer, String) {
    let payer = Payer::that(says);
    let way = json!({"credentials": {"kind": "basic", "user": "praxis", "password": PASSWORD},
        "limits": {"timeout_seconds": 1}});
    let added = desk.payer_with(&payer.url, way, json!({"second_tries": 0})).await;
    let patient = kit::samples::patient();
    desk.house.hear(&desk.listeners, &model::event::PatientRegistered(patient.clone())).await;
    let mut coverage = desk.coverage(added["id"].as_str().expect("an id"));
    coverage["patient_id"] = json!(patient.patient_id);
    let coverage = desk.house.post("/v1/coverages", coverage).await.expect(201).id();
    (payer, desk.ask(&coverage, day("2026-11-24")).await.expect(202).id())
}

fn says_nothing_of_anybody(text: &str, of: &str) {
    for word in NEVER {
        let found = text.find(word).map(|at| &text[at.saturating_sub(200)..(at + 60).min(text.len())]);
        assert!(found.is_none(), "{of} says {word}: {found:?}");
    }
}

#[actix_web::test]
async fn at_the_finest_level_the_logs_name_nobody_whatever_becomes_of_a_check() {
    let (desk, partner) = (Desk::open().await, Partner::open());
    let mut open = Vec::new();
    for (says, attempt) in [
        (vec![Says::Active], "answered"),
        (vec![Says::Aaa("72")], "rejected"),
        (vec![Says::Garbage], "unreadable"),
        (vec![Says::Half], "unreadable"),
        (vec![Says::OtherPerson], "mismatched"),
        (vec![Says::TooMuch], "too_large"),
        (vec![Says::Status(401)], "refused"),
        (vec![Says::Nothing, Says::Active], "answered"),
        (vec![Says::Status(500), Says::Active], "answered"),
    ] {
        open.push((asked(&desk, &says).await, attempt));
    }
    let mut coverages = Vec::new();
    for kind in BOTH {
        let batch = desk.core_payer(kind, &format!("{}/core", partner.url)).await;
        coverages.extend(desk.ask_about(&batch, &["M1", "M2R999"]).await.into_values());
    }

    let address = free_address();
    let mut process = service(&desk.house)
        .env("ELIGIBILITY__HTTP__LISTEN", &address)
        .env("ELIGIBILITY__TELEMETRY__FILTER", "trace")
        .env("ELIGIBILITY__PAYER__FOLDER_SECONDS", "1")
        .stderr(Stdio::piped())
        .spawn()
        .expect("the service starts");
    let log = process.stderr.take().expect("its log");
    let log = std::thread::spawn(move || std::io::read_to_string(log).expect("text"));
    for ((_, check), attempt) in &open {
        let check = desk.outcome(check).await;
        let last = check["attempts"].as_array().and_then(|attempts| attempts.last().cloned());
        assert_eq!(last.expect("an attempt")["outcome"], *attempt);
    }
    for coverage in &coverages {
        desk.check_of(coverage).await;
    }
    let nobody = reqwest::get(format!("http://{address}/v1/coverages")).await.expect("an answer");
    assert_eq!(nobody.status(), 401);
    let metrics = reqwest::get(format!("http://{address}/metrics")).await.expect("metrics");
    let metrics = metrics.text().await.expect("text");
    process.kill().expect("SIGKILL");
    process.wait().expect("it is dead");
    let log = log.join().expect("the log");
    assert!(
        log.contains("TRACE") && log.lines().count() > 100,
        "it speaks of everything: {} lines",
        log.lines().count()
    );
    says_nothing_of_anybody(&log, "the log");
    for (what, least) in [
        ("eligibility_inquiries_total{outcome=\"answered\"}", 7),
        ("eligibility_inquiries_total{outcome=\"refused\"}", 1),
        ("eligibility_inquiries_total{outcome=\"timed_out\"}", 1),
        ("eligibility_inquiries_total{outcome=\"too_large\"}", 1),
        ("eligibility_inquiries_total{outcome=\"unreachable\"}", 1),
        ("eligibility_batch_requests_total{outcome=\"file\"}", 4),
        ("http_answers_total{class=\"4xx\"}", 1),
    ] {
        assert!(counted(&metrics, what) >= Some(least), "{what} in {metrics}");
    }
    says_nothing_of_anybody(&metrics, "the metrics");
}

fn counted(metrics: &str, what: &str) -> Option<u64> {
    metrics.lines().find_map(|line| line.strip_prefix(what)?.trim().parse().ok())
}

/// Where nobody listens yet.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

#[actix_web::test]
async fn problems_and_facts_say_no_more_than_their_schema() {
    let desk = Desk::open().await;
    let (_payer, check) = asked(&desk, &[Says::Active]).await;
    desk.sending(&[]);
    desk.outcome(&check).await;
    let mut wrong = desk.coverage("not-an-id");
    wrong["colour"] = json!("Smith");
    for (path, body) in [
        ("/v1/coverages", wrong),
        ("/v1/eligibility-checks", json!({"coverage_id": "11122333301"})),
        ("/v1/eligibility-checks", json!({"coverage_id": uuid::Uuid::nil(), "service_date": "19630519"})),
        (
            "/v1/connections",
            json!({"name": "N", "kind": "https", "url": "ftp://x",
            "credentials": {"kind": "basic", "user": "u", "password": PASSWORD}}),
        ),
    ] {
        let problem = desk.house.post(path, body).await;
        assert!((400..500).contains(&problem.status), "{path}");
        says_nothing_of_anybody(&problem.text, "a problem");
    }
    for path in ["/v1/x12/271", "/v1/x12/270"] {
        let text = "ISA*00*          *00*NM1*IL*1*SMITH*JOHN";
        let problem = desk.house.post_text(path, "application/edi-x12", text).await;
        assert!((400..500).contains(&problem.status), "{path}");
        says_nothing_of_anybody(&problem.text, "a problem");
    }
    let facts = desk.house.announced().await;
    let (_, fact) = facts.iter().find(|(kind, _)| kind == "eligibility.checked").expect("a fact");
    let known: EligibilitySnapshot = serde_json::from_value(fact.clone()).expect("the event's shape");
    assert_eq!(*fact, serde_json::to_value(known).expect("JSON"), "no field beyond the schema");
    says_nothing_of_anybody(&fact.to_string(), "a fact");
    let kept = desk.house.get("/v1/connections").await.expect(200);
    says_nothing_of_anybody(&kept.text, "a connection");
}
