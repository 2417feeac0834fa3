//! Controlled substances: off unless installed and wanted; then two factors, two persons, a list, and an audit.

use crate::factors::Device;
use crate::office::{NOWHERE, Office};
use chrono::TimeDelta;
use kit::{Answer, samples};
use orders::controlled::log;
use orders::controlled::report::job;
use reqwest::Method;
use serde_json::{Value, json};

const ALPRAZOLAM: &str = "308048";
pub const OXYCODONE: &str = "1049221";

/// A practice that wants controlled substances signed; the prescriber is a registrant with a device.
pub struct Practice {
    pub office: Office,
    pub device: Device,
    pub pharmacy: String,
}

async fn registrants_office() -> Office {
    let mut prescriber = samples::practitioner();
    prescriber.dea_number = Some("AJ1234563".parse().expect("a DEA number"));
    let office =
        Office::running(orders::routes_with_controlled_substances, samples::patient(), prescriber).await;
    office.no_known_allergies().await;
    office
}

impl Practice {
    async fn open() -> Self {
        let office = registrants_office().await;
        let policy = json!({"second_factor": "controlled_only", "controlled_substances": true});
        office.house.if_match(0).put("/v1/signing-policy", policy).await.expect(200);
        let device = Device::active(&office, "tester").await;
        let mut body = office.pharmacy_body(NOWHERE);
        body["service_levels"] = json!(["new_rx", "cancel", "controlled_substance"]);
        let pharmacy = office.house.post("/v1/pharmacies", body).await.expect(201).id();
        Self { office, device, pharmacy }
    }

    /// Entered by the office's manager, executed by the registrant: one of the device's codes is spent.
    pub async fn granted() -> Self {
        let practice = Self::open().await;
        let entered = practice.enter().await.expect(201);
        practice.execute(&entered.id(), "tester", &practice.device.code(1)).await.expect(200);
        practice
    }

    async fn enter(&self) -> Answer {
        let expires = (platform::now() + TimeDelta::days(100)).date_naive();
        let wish = json!({"practitioner_id": self.office.prescriber.practitioner_id, "expires_on": expires});
        let request = self.office.house.request(Method::POST, "/v1/controlled-substance-access");
        request.client("manager").json(&wish).send().await
    }

    async fn execute(&self, id: &str, client: &str, code: &str) -> Answer {
        let path = format!("/v1/controlled-substance-access/{id}/execute");
        let body = json!({"second_factor": {"kind": "totp", "code": code}});
        self.office.house.if_match(1).request(Method::POST, &path).client(client).json(&body).send().await
    }

    async fn ready(&self, rxcui: &str) -> String {
        let id = self.office.draft(self.office.wish_of(&self.pharmacy, rxcui, "C48542")).await;
        self.office.check(&id).await.expect(200);
        id
    }

    pub async fn list(&self) -> Value {
        self.office.house.get(&self.office.path("controlled-signing-list")).await.expect(200).body
    }

    async fn sign(&self, id: &str, digest: &Value, code: Option<&str>) -> Answer {
        let mut body = json!({"patient_id": self.office.patient.patient_id, "prescription_ids": [id],
            "displayed": [digest]});
        if let Some(code) = code {
            body["second_factor"] = json!({"kind": "totp", "code": code});
        }
        self.office.house.post("/v1/prescription-signings", body).await
    }

    async fn audit(&self) -> Vec<Value> {
        self.office.items("/v1/controlled-substance-audit?limit=100").await
    }

    async fn audited(&self) -> Vec<String> {
        let kinds = self.audit().await;
        kinds.iter().map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect()
    }
}

#[actix_web::test]
async fn without_the_module_nothing_of_it_works_whatever_the_policy_says() {
    let office = Office::open().await;
    let policy = json!({"second_factor": "controlled_only", "controlled_substances": true});
    office.house.if_match(0).put("/v1/signing-policy", policy).await.expect(200);
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish_of(&pharmacy, ALPRAZOLAM, "C48542")).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "controlled-substance");
    let list = office.house.get(&office.path("controlled-signing-list")).await;
    list.refused(409, "controlled-substances-off");
    let wish = json!({"practitioner_id": office.prescriber.practitioner_id, "expires_on": "2027-01-01"});
    let entered = office.house.post("/v1/controlled-substance-access", wish).await;
    entered.refused(409, "controlled-substances-off");
}

#[actix_web::test]
async fn with_the_module_a_practice_must_want_it_too() {
    let office = registrants_office().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish_of(&pharmacy, ALPRAZOLAM, "C48542")).await;
    office.check(&id).await.expect(200);
    office.act(&id, "sign", json!({})).await.refused(409, "controlled-substance");
}

#[actix_web::test]
async fn it_is_signed_from_its_list_with_the_second_factor() {
    let practice = Practice::granted().await;
    let id = practice.ready(ALPRAZOLAM).await;
    practice.office.act(&id, "sign", json!({})).await.refused(409, "not-displayed");
    let list = practice.list().await;
    assert!(list["statement"].as_str().is_some_and(|it| it.contains("legally signing")));
    let item = &list["items"][0];
    for (field, value) in [
        ("patient_name", "John Smith"),
        ("prescriber_name", "Marcus Jones"),
        ("dea_number", "AJ1234563"),
        ("strength", "0.5 mg"),
        ("form", "oral tablet"),
        ("directions", "Take 1 by mouth daily"),
        ("schedule", "CIV"),
    ] {
        assert_eq!(item[field], value);
    }
    practice
        .sign(&id, &json!("0".repeat(64)), Some(&practice.device.code(2)))
        .await
        .refused(409, "not-displayed");
    practice.sign(&id, &item["digest"], None).await.refused(403, "second-factor-needed");
    practice
        .sign(&id, &item["digest"], Some(&practice.device.code(1)))
        .await
        .refused(403, "second-factor-wrong");
    let signed = practice.sign(&id, &item["digest"], Some(&practice.device.code(2))).await.expect(200).body;
    assert_eq!(signed["items"][0]["signature"]["second_factor"], "totp");
    assert_eq!(practice.list().await["items"], json!([]));
    let kinds = practice.audited().await;
    for kind in ["access_entered", "access_granted", "created", "ready", "unauthorized_access", "signed"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind} is missing: {kinds:?}");
    }
}

#[actix_web::test]
async fn the_right_takes_two_persons_and_ends_when_it_is_revoked() {
    let practice = Practice::open().await;
    let id = practice.ready(ALPRAZOLAM).await;
    let digest = practice.list().await["items"][0]["digest"].clone();
    practice
        .sign(&id, &digest, Some(&practice.device.code(1)))
        .await
        .refused(403, "controlled-access-missing");
    let entered = practice.enter().await.expect(201).id();
    practice
        .sign(&id, &digest, Some(&practice.device.code(1)))
        .await
        .refused(403, "controlled-access-missing");
    practice.execute(&entered, "manager", "123456").await.refused(403, "not-a-prescriber");
    practice.execute(&entered, "tester", &practice.device.code(0)).await.refused(403, "second-factor-wrong");
    practice.execute(&entered, "tester", &practice.device.code(1)).await.expect(200);
    let path = format!("/v1/controlled-substance-access/{entered}/revoke");
    let reason = json!({"reason": "the device was lost"});
    practice.office.house.if_match(2).post(&path, reason).await.expect(200);
    practice
        .sign(&id, &digest, Some(&practice.device.code(2)))
        .await
        .refused(403, "controlled-access-missing");
    assert_eq!(practice.audited().await.last().map(String::as_str), Some("unauthorized_access"));
}

#[actix_web::test]
async fn only_a_pharmacy_that_takes_them_gets_them_and_schedule_ii_has_no_refills() {
    let practice = Practice::granted().await;
    let mut wish = practice.office.wish_of(&practice.pharmacy, OXYCODONE, "C48542");
    wish["refills"] = json!(1);
    let refused = practice.office.house.post("/v1/prescriptions", wish).await;
    refused.refused(400, "invalid-request");
    refused.names("/refills");
    let mut body = practice.office.pharmacy_body(NOWHERE);
    body["ncpdp_id"] = json!("9900012");
    let other = practice.office.house.post("/v1/pharmacies", body).await.expect(201).id();
    let id = practice.office.draft(practice.office.wish_of(&other, OXYCODONE, "C48542")).await;
    practice.office.check(&id).await.expect(200);
    let digest = practice.list().await["items"][0]["digest"].clone();
    let refused = practice.sign(&id, &digest, Some(&practice.device.code(2))).await;
    refused.refused(409, "pharmacy-not-controlled");
}

#[actix_web::test]
async fn the_log_of_a_month_names_what_was_signed() {
    let practice = Practice::granted().await;
    let id = practice.ready(ALPRAZOLAM).await;
    let digest = practice.list().await["items"][0]["digest"].clone();
    let signed = practice.sign(&id, &digest, Some(&practice.device.code(2))).await.expect(200).body;
    let written = signed["items"][0]["signature"]["written_on"].as_str().expect("a date").to_owned();
    let of = practice.office.prescriber.practitioner_id;
    let path = |month: &str| format!("/v1/controlled-substance-log?practitioner_id={of}&month={month}");
    let lines = practice.office.items(&path(&written[..7])).await;
    assert_eq!((lines.len(), &lines[0]["prescription_id"]), (1, &json!(id)));
    assert_eq!((&lines[0]["patient_name"], &lines[0]["schedule"]), (&json!("John Smith"), &json!("CIV")));
    assert!(practice.office.items(&path("2020-01")).await.is_empty());
    practice.office.house.get(&path("2026-13")).await.refused(400, "invalid-request");
}

#[actix_web::test]
async fn nobody_changes_the_audit_and_whoever_could_is_found_out() {
    let practice = Practice::granted().await;
    practice.ready(ALPRAZOLAM).await;
    let before = practice.audit().await;
    let numbers: Vec<i64> = before.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
    assert!(numbers.iter().copied().eq(1..=i64::try_from(before.len()).expect("few")), "{numbers:?}");
    for sql in ["UPDATE controlled_audit SET actor = 'nobody'", "DELETE FROM controlled_audit"] {
        let refused = practice.office.asked(sql).await.expect_err("refused");
        assert!(refused.to_string().contains("only ever added to"), "{refused}");
    }
    let tomorrow = platform::now() + TimeDelta::days(1);
    assert_eq!(job::tick(practice.office.house.db(), tomorrow).await.expect("a tick"), 1);
    assert_eq!(job::tick(practice.office.house.db(), tomorrow).await.expect("a tick"), 0);
    let quiet = practice.office.items("/v1/controlled-substance-audit/reports").await;
    let named: Vec<&str> = quiet[0]["incidents"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["what"].as_str())
        .collect();
    assert_eq!((quiet.len(), &quiet[0]["last_seq"]), (1, &json!(before.len())));
    // Every change of access is to be judged by somebody (1311.150(a)(4) and (c)), and nothing else here.
    assert_eq!(named.len(), 3, "{named:?}");
    for (what, kind) in named.iter().zip(["policy_set", "access_entered", "access_granted"]) {
        assert!(what.starts_with(kind), "{named:?}");
    }
}

#[actix_web::test]
async fn the_daily_report_tells_attempts_alterations_and_what_vanished() {
    for (sql, word) in [
        ("SELECT 1", "unauthorized_access"),
        ("UPDATE controlled_audit SET actor = 'nobody' WHERE seq = 2", "altered here"),
        ("DELETE FROM controlled_audit WHERE seq = 2", "the entry before was removed"),
    ] {
        let practice = Practice::granted().await;
        let id = practice.ready(ALPRAZOLAM).await;
        let digest = practice.list().await["items"][0]["digest"].clone();
        practice.sign(&id, &digest, None).await.refused(403, "second-factor-needed");
        practice
            .office
            .tampered(&format!(
                "ALTER TABLE controlled_audit DISABLE TRIGGER USER; {sql}; ALTER TABLE controlled_audit ENABLE TRIGGER USER"
            ))
            .await;
        let tomorrow = platform::now() + TimeDelta::days(1);
        job::tick(practice.office.house.db(), tomorrow).await.expect("a tick");
        let reports = practice.office.items("/v1/controlled-substance-audit/reports").await;
        let incidents = reports[0]["incidents"].as_array().expect("a list");
        let told = incidents.iter().any(|it| it["what"].as_str().is_some_and(|what| what.contains(word)));
        assert!(told, "{word}: {incidents:?}");
        let tasks = practice.office.items("/v1/tasks?kind=access_review").await;
        assert!(tasks[0]["what"].as_str().is_some_and(|what| what.contains("one business day")));
    }
}

#[actix_web::test]
async fn days_without_anything_have_their_report_too_and_a_cut_tail_is_noticed() {
    let practice = Practice::granted().await;
    practice.ready(ALPRAZOLAM).await;
    let day = |days: i64| platform::now() + TimeDelta::days(days);
    assert_eq!(job::tick(practice.office.house.db(), day(1)).await.expect("a tick"), 1);
    let last = practice.audit().await.len();
    practice
        .office
        .tampered(&format!(
            "ALTER TABLE controlled_audit DISABLE TRIGGER USER; DELETE FROM controlled_audit WHERE seq = {last}; \
             ALTER TABLE controlled_audit ENABLE TRIGGER USER"
        ))
        .await;
    assert_eq!(job::tick(practice.office.house.db(), day(3)).await.expect("a tick"), 2);
    let reports = practice.office.items("/v1/controlled-substance-audit/reports").await;
    assert_eq!(reports.len(), 3);
    assert_eq!(reports[0]["incidents"], json!([]));
    assert!(reports[1]["incidents"][0]["what"].as_str().is_some_and(|what| what.contains("are gone")));
}

#[actix_web::test]
async fn a_correction_takes_the_ready_mark_away_and_is_audited() {
    let practice = Practice::granted().await;
    let id = practice.ready(ALPRAZOLAM).await;
    let path = format!("/v1/prescriptions/{id}");
    let correct = async |wish: Value| {
        let version = practice.office.get(&id).await.version();
        practice.office.house.if_match(version).patch(&path, wish).await.expect(200);
    };
    let displayed = practice.list().await["items"][0]["digest"].clone();
    correct(json!({"days_supply": 29})).await;
    assert_eq!(practice.list().await["items"], json!([]), "it is ready no more");
    practice.sign(&id, &displayed, Some(&practice.device.code(2))).await.refused(409, "not-checked");
    assert_eq!(practice.audited().await.last().map(String::as_str), Some("altered"));
    practice.office.check(&id).await.expect(200);
    practice.sign(&id, &displayed, Some(&practice.device.code(2))).await.refused(409, "not-displayed");
    // The last that is audited of it is that it is none any more.
    let capsule = json!({"value": "30", "unit": "C48480"});
    correct(json!({"medication": {"rxcui": "308191"}, "quantity": capsule})).await;
    let last = practice.audit().await.pop().expect("an entry");
    assert_eq!((&last["kind"], &last["actor"]), (&json!("altered"), &json!("tester")));
    assert_eq!(last["subject"], format!("prescription/{id}"));
}

#[actix_web::test]
async fn after_each_month_a_prescriber_is_given_its_log_once_and_it_stays() {
    let practice = Practice::granted().await;
    let (office, db) = (&practice.office, practice.office.house.db());
    let id = practice.ready(ALPRAZOLAM).await;
    let digest = practice.list().await["items"][0]["digest"].clone();
    let signed = practice.sign(&id, &digest, Some(&practice.device.code(2))).await.expect(200).body;
    let written = signed["items"][0]["signature"]["written_on"].as_str().expect("a date").to_owned();
    let first: chrono::NaiveDate = format!("{}-01", &written[..7]).parse().expect("a date");
    let after = (first + chrono::Months::new(1)).and_hms_opt(1, 0, 0).expect("a time").and_utc();
    // On some wall of the country the month has not passed yet.
    for early in [after - TimeDelta::days(1), after] {
        assert_eq!(log::job::tick(db, early).await.expect("a tick"), 0, "{early}");
    }
    let late = after + TimeDelta::days(1);
    assert_eq!(log::job::tick(db, late).await.expect("a tick"), 1);
    assert_eq!(log::job::tick(db, late + TimeDelta::days(31)).await.expect("a tick"), 0);
    let path = format!("/v1/controlled-substance-logs?practitioner_id={}", office.prescriber.practitioner_id);
    let given = office.items(&path).await;
    assert_eq!((given.len(), &given[0]["month"]), (1, &json!(first)));
    let lines = given[0]["lines"].as_array().expect("lines");
    assert_eq!((lines.len(), &lines[0]["prescription_id"]), (1, &json!(id)));
    assert_eq!(lines[0]["patient_name"], "John Smith");
    let tasks = office.tasks("controlled_log").await;
    assert_eq!((tasks.len(), &tasks[0]["owner"]), (1, &json!("tester")));
    let due = (first + chrono::Months::new(1) + chrono::Days::new(7)).and_hms_opt(0, 0, 0).expect("a time");
    assert_eq!(tasks[0]["due_at"], json!(due.and_utc()));
    for sql in ["UPDATE controlled_logs SET lines = '[]'", "DELETE FROM controlled_logs"] {
        let refused = office.asked(sql).await.expect_err("refused");
        assert!(refused.to_string().contains("kept as it was made"), "{refused}");
    }
    let other = office.house.other_practice();
    assert_eq!(other.get(&path).await.expect(200).body["items"], json!([]));
}
