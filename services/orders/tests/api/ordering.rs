//! Orders: checked whole before they are sent, sent as one message, followed until their results are read.

use crate::lab::{JOHN, Laboratory, Says, obr, obx, oru, pid};
use crate::office::Office;
use kit::{Answer, eventually, samples};
use model::event::CoverageRecorded;
use orders::order::courier::{Courier, SEND};
use orders::settings::Delivery;
use platform::{Stop, outbound};
use serde_json::{Value, json};

impl Office {
    /// Lets the courier of orders run for the rest of the test, impatiently.
    pub fn with_porter(self) -> Self {
        self.with_porter_as(Delivery { answer_seconds: 1, retry_seconds: vec![0; 4], private_networks: true })
    }

    pub fn with_porter_as(self, delivery: Delivery) -> Self {
        let courier = Courier::new(delivery).expect("a courier");
        let send = outbound::run(self.house.db().clone(), SEND, Stop::default(), async move |db, intent| {
            courier.carry(db, intent).await
        });
        actix_web::rt::spawn(send);
        self
    }

    pub async fn insured(&self) {
        let coverage = samples::coverage(self.patient.patient_id);
        self.house.hear(&self.listeners, &CoverageRecorded(coverage)).await;
    }

    pub fn order_wish(&self, laboratory: &str) -> Value {
        json!({"kind": "lab", "patient_id": self.patient.patient_id,
            "practitioner_id": self.prescriber.practitioner_id, "laboratory_id": laboratory,
            "tests": [{"code": "K", "name": "Potassium", "loinc": "2823-3"}],
            "specimen": {"source": "serum", "collected_at": "2026-03-02T14:15:00Z"},
            "diagnosis_codes": ["E87.5"], "question": "on lisinopril | since May"})
    }

    pub async fn order(&self, wish: Value) -> String {
        self.house.post("/v1/orders", wish).await.expect(201).id()
    }

    async fn read_order(&self, id: &str) -> Answer {
        self.house.get(&format!("/v1/orders/{id}")).await.expect(200)
    }

    pub async fn order_act(&self, id: &str, verb: &str, body: Value) -> Answer {
        eventually(async || {
            let version = self.read_order(id).await.version();
            let path = format!("/v1/orders/{id}/{verb}");
            let answer = self.house.if_match(version).post(&path, body.clone()).await;
            (answer.status != 412).then_some(answer)
        })
        .await
    }

    pub async fn order_becomes(&self, id: &str, status: &str) -> Value {
        eventually(async || Some(self.read_order(id).await.body).filter(|body| body["status"] == status))
            .await
    }
}

/// A practice with an insured patient, a laboratory that answers so, and a signed order.
async fn signed(says: &[Says]) -> (Office, Laboratory, String, String) {
    let office = Office::open().await.with_porter();
    office.insured().await;
    let laboratory = Laboratory::that(says);
    let place = office.laboratory(json!({"kind": "http", "endpoint": laboratory.url})).await;
    let id = office.order(office.order_wish(&place)).await;
    office.order_act(&id, "sign", json!({})).await.expect(200);
    (office, laboratory, place, id)
}

#[actix_web::test]
async fn an_order_goes_out_as_oml_and_is_acknowledged() {
    let (office, laboratory, _, id) = signed(&[Says::Accepted]).await;
    let order = office.order_becomes(&id, "acknowledged").await;
    assert_eq!(order["order_number"], "00000001");
    let received = laboratory.received();
    let [message] = received.as_slice() else { panic!("one message") };
    for line in [
        "|OML^O21^OML_O21|00000001-1|P|2.5.1",
        "\rPID|1||000001^^^HILLSIDE^MR||Smith^John||19630519|M|||15197 Broadway Avenue^Apt 215^Kansas City^MO^64108||8165550100\r",
        "\rIN1|1|842610001|842610001|ABC Company||||||||||||Smith^John|SEL|19630519",
        "|123456789\rORC|NW|00000001^HILLSIDE|",
        "\rTQ1|1||||||||R\r",
        "\rOBR|1|00000001^HILLSIDE||K^Potassium^L^2823-3^^LN|||20260302141500+0000|||||||||1993999998^Jones^Marcus^^^^^^NPI^^^^NPI\r",
        "\rNTE|1|P|on lisinopril \\F\\ since May\r",
        "\rDG1|1||E87.5^^I10|||W\r",
        "\rSPM|1|||^serum|||||||||||||20260302141500+0000\r",
    ] {
        assert!(message.contains(line), "{line}\n{message}");
    }
    let log = office.items(&format!("/v1/orders/{id}/hl7")).await;
    assert_eq!(log[0]["body"], *message);
    assert!(log[0]["answer"].as_str().is_some_and(|answer| answer.contains("MSA|AA|00000001-1")));
}

#[actix_web::test]
async fn an_order_goes_by_wire_to_a_laboratory_that_speaks_mllp() {
    let office = Office::open().await.with_porter();
    office.insured().await;
    let (laboratory, port) = Laboratory::by_wire().await;
    let place = office.laboratory(json!({"kind": "mllp", "host": "127.0.0.1", "port": port})).await;
    let id = office.order(office.order_wish(&place)).await;
    office.order_act(&id, "sign", json!({})).await.expect(200);
    office.order_becomes(&id, "acknowledged").await;
    assert_eq!(office.items(&format!("/v1/orders/{id}/hl7")).await[0]["body"], laboratory.received()[0]);
}

#[actix_web::test]
async fn trouble_on_the_line_is_tried_again_with_the_same_bytes() {
    let (office, laboratory, _, id) = signed(&[Says::Nothing, Says::Other, Says::Accepted]).await;
    office.order_becomes(&id, "acknowledged").await;
    let received = laboratory.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|message| *message == received[0]));
}

#[actix_web::test]
async fn a_refusal_and_a_silence_become_tasks() {
    let (office, laboratory, _, id) = signed(&[Says::Error]).await;
    let order = office.order_becomes(&id, "rejected").await;
    assert_eq!(order["reason"], "no such test");
    assert_eq!(laboratory.received().len(), 1);
    assert_eq!(office.items("/v1/tasks?kind=order_failed").await.len(), 1);
    office.order_act(&id, "hand-over", json!({"how": "fax to Cedar"})).await.expect(200);
    assert_eq!(office.read_order(&id).await.body["status"], "sent");
    assert!(office.items("/v1/tasks?kind=order_failed").await.is_empty());

    let (office, laboratory, _, id) = signed(&[Says::Nothing]).await;
    let unknown = eventually(async || {
        let body = office.read_order(&id).await.body;
        (body["status"] == "unknown" && body["given_up"] == true).then_some(body)
    })
    .await;
    assert_eq!((&unknown["attempts"], laboratory.received().len()), (&json!(5), 5));
    assert_eq!(office.items("/v1/tasks?kind=order_failed").await.len(), 1);
}

#[actix_web::test]
async fn everything_that_is_missing_is_said_at_once() {
    let mut patient = samples::patient();
    patient.demographics.address = None;
    let office = Office::with(patient, samples::practitioner()).await;
    let place = office.laboratory(Value::Null).await;
    let tests = json!([{"code": "K", "name": "Potassium", "loinc": "2823-3", "specimen": "serum"}]);
    let compendium = json!({"laboratory_id": place, "tests": tests});
    office.house.post("/v1/compendia", compendium).await.expect(201);
    let mut wish = office.order_wish(&place);
    wish["tests"] = json!([{"code": "K"}]);
    for field in ["specimen", "diagnosis_codes"] {
        wish.as_object_mut().expect("an object").remove(field);
    }
    let id = office.order(wish).await;
    let refused = office.order_act(&id, "sign", json!({})).await;
    refused.refused(409, "order-incomplete");
    for pointer in ["/patient_id", "/diagnosis_codes", "/bill", "/specimen"] {
        refused.names(pointer);
    }
    assert_eq!(office.read_order(&id).await.body["status"], "draft");
}

#[actix_web::test]
async fn a_compendium_binds_what_can_be_ordered() {
    let office = Office::open().await;
    let place = office.laboratory(Value::Null).await;
    let load = |tests: Value| {
        let body = json!({"laboratory_id": place, "tests": tests});
        let house = office.house.clone();
        async move { house.post("/v1/compendia", body).await }
    };
    let twice = json!([{"code": "K", "name": "A"}, {"code": "K", "name": "B"}]);
    load(twice).await.expect(400).names("/tests/1/code");
    load(json!([{"code": "NA", "name": "Old"}])).await.expect(201);
    load(json!([{"code": "K", "name": "Potassium", "loinc": "2823-3"}])).await.expect(201);
    let listed = office.items(&format!("/v1/compendia?laboratory_id={place}&q=POTA")).await;
    assert_eq!((listed.len(), &listed[0]["code"]), (1, &json!("K")));
    let all = office.items(&format!("/v1/compendia?laboratory_id={place}")).await;
    assert_eq!(all.len(), 1, "a list replaces the one before");
    let mut wish = office.order_wish(&place);
    wish["tests"] = json!([{"code": "NA"}]);
    office.house.post("/v1/orders", wish.clone()).await.expect(400).names("/tests");
    wish["tests"] = json!([{"code": "K"}]);
    let id = office.order(wish).await;
    let test = &office.read_order(&id).await.body["tests"][0];
    assert_eq!((&test["name"], &test["loinc"]), (&json!("Potassium"), &json!("2823-3")));
}

#[actix_web::test]
async fn each_kind_has_its_shape() {
    let office = Office::open().await;
    let place = office.laboratory(Value::Null).await;
    let lab = office.order_wish(&place);
    let without = |field: &str| {
        let mut wish = lab.clone();
        wish.as_object_mut().expect("an object").remove(field);
        wish
    };
    let referral = json!({"kind": "referral", "patient_id": office.patient.patient_id,
        "practitioner_id": office.prescriber.practitioner_id, "diagnosis_codes": ["E87.5"],
        "referred_to": {"specialty": "Nephrology", "name": "Dr. Reyes"}});
    let mut mixed = referral.clone();
    mixed["tests"] = lab["tests"].clone();
    let mut imaging = lab.clone();
    imaging["kind"] = "imaging".into();
    for (wish, pointer) in [
        (without("tests"), "/tests"),
        (without("laboratory_id"), "/laboratory_id"),
        (mixed, "/tests"),
        (imaging, "/specimen"),
    ] {
        office.house.post("/v1/orders", wish).await.expect(400).names(pointer);
    }
    let id = office.order(referral).await;
    office.order_act(&id, "sign", json!({})).await.expect(200);
    let page = office.house.get(&format!("/v1/orders/{id}/print")).await.expect(200).text;
    assert!(page.contains("Dr. Reyes, Nephrology") && page.contains("Smith, John"), "{page}");
    office.order_act(&id, "close", json!({"note": "x"})).await.refused(409, "wrong-status");
    office.order_act(&id, "hand-over", json!({"how": "letter"})).await.expect(200);
    office.order_act(&id, "close", json!({"note": "seen, no dialysis"})).await.expect(200);
    assert_eq!(office.read_order(&id).await.body["status"], "reviewed");
    let changes: Vec<_> =
        office.items(&format!("/v1/orders/{id}/history")).await.iter().map(|e| e["change"].clone()).collect();
    assert_eq!(changes, ["drafted", "signed", "handed over", "closed"]);
}

#[actix_web::test]
async fn nobody_does_a_test_twice_unknowingly() {
    let (office, _, place, first) = signed(&[Says::Accepted]).await;
    office.order_becomes(&first, "acknowledged").await;
    let again = office.order(office.order_wish(&place)).await;
    let warned = office.order_act(&again, "sign", json!({})).await;
    warned.refused(409, "duplicate-order");
    warned.names("/tests/0");
    assert_eq!(warned.body["blocked_by"], json!(first));
    let other = json!({"duplicate_reason": {"code": "other"}});
    office.order_act(&again, "sign", other).await.expect(400).names("/duplicate_reason/note");
    let reason = json!({"duplicate_reason": {"code": "follow_up"}});
    office.order_act(&again, "sign", reason).await.expect(200);
    let order = office.read_order(&again).await.body;
    assert_eq!(order["duplicates"]["tests"][0]["order_id"], json!(first));
    assert_eq!(order["duplicates"]["reason"]["code"], "follow_up");
}

#[actix_web::test]
async fn a_test_that_was_done_elsewhere_counts_as_done() {
    let office = Office::open().await;
    office.insured().await;
    let place = office.laboratory(Value::Null).await;
    let now = hl7::When::written(platform::now());
    let report = obr("", "F-1", 0, "F").replace("20260302081500-0600", &now);
    office.accepted(&oru("1", &[pid(JOHN), report, obx("4.0", "N", "F")])).await;
    let id = office.order(office.order_wish(&place)).await;
    let warned = office.order_act(&id, "sign", json!({})).await;
    warned.refused(409, "duplicate-order");
    assert_eq!(warned.body["blocked_by"], office.queue().await[0]["id"]);
}

#[actix_web::test]
async fn results_move_their_order_until_they_are_read() {
    let (office, _, _, id) = signed(&[Says::Accepted]).await;
    office.order_becomes(&id, "acknowledged").await;
    // The laboratory need not know our number of the patient: the order names the patient.
    let who = pid(("LAB-5", "Smith^John", "19630519"));
    let send = async |number: &str, minute: u32, status: &str| {
        let lines = [who.clone(), obr("00000001^HILLSIDE", "F-1", minute, status), obx("4.0", "N", status)];
        office.accepted(&oru(number, &lines)).await;
        office.read_order(&id).await.body["status"].as_str().expect("a status").to_owned()
    };
    assert_eq!(send("1", 0, "P").await, "in_progress");
    assert_eq!(send("2", 5, "F").await, "resulted");
    let results = office.items(&format!("/v1/results?order_id={id}")).await;
    let [result] = results.as_slice() else { panic!("one result") };
    let result = result["id"].as_str().expect("an id");
    office.review(result).await.expect(200);
    let reviewed = office.read_order(&id).await.body;
    assert_eq!((&reviewed["status"], &reviewed["reviewed_by"]), (&json!("reviewed"), &json!("tester")));
    let lines = [who.clone(), obr("00000001^HILLSIDE", "F-1", 9, "C"), obx("6.0", "H", "C")];
    office.accepted(&oru("3", &lines)).await;
    assert_eq!(office.read_order(&id).await.body["status"], "resulted");
    let lines =
        [pid(("000001", "Doe^Jane", "19800101")), obr("00000001", "F-9", 9, "F"), obx("6.0", "H", "F")];
    office.accepted(&oru("4", &lines)).await;
    assert_eq!(office.items("/v1/unmatched-results").await[0]["reason"], "order_of_another_patient");
}

#[actix_web::test]
async fn an_order_the_laboratory_has_is_cancelled_by_message() {
    let (office, laboratory, _, id) = signed(&[Says::Accepted]).await;
    office.order_becomes(&id, "acknowledged").await;
    office.order_act(&id, "cancel", json!({"note": "done elsewhere"})).await.expect(200);
    office.order_becomes(&id, "cancelled").await;
    let received = laboratory.received();
    assert!(received[1].contains("|00000001-2|") && received[1].contains("\rORC|CA|00000001^HILLSIDE|"));

    let (office, _, _, id) = signed(&[Says::Accepted, Says::Error]).await;
    office.order_becomes(&id, "acknowledged").await;
    office.order_act(&id, "cancel", json!({"note": "done elsewhere"})).await.expect(200);
    assert_eq!(office.order_becomes(&id, "cancel_denied").await["reason"], "no such test");
    assert_eq!(office.items("/v1/tasks?kind=order_failed").await.len(), 1);
}

#[actix_web::test]
async fn a_draft_is_cancelled_without_a_word_to_anybody() {
    let office = Office::open().await;
    let place = office.laboratory(Value::Null).await;
    let id = office.order(office.order_wish(&place)).await;
    office.order_act(&id, "cancel", json!({"note": "wrong patient"})).await.expect(200);
    assert_eq!(office.read_order(&id).await.body["status"], "cancelled");
    assert!(office.items(&format!("/v1/orders/{id}/hl7")).await.is_empty());
    office.order_act(&id, "sign", json!({})).await.refused(409, "wrong-status");
    office.house.other_practice().get(&format!("/v1/orders/{id}")).await.expect(404);
    assert_eq!(office.items("/v1/orders?status=cancelled").await.len(), 1);
}

#[actix_web::test]
async fn a_laboratory_is_known_by_what_it_sends_under() {
    let office = Office::open().await;
    let id = office.laboratory(Value::Null).await;
    let twice = office.house.post("/v1/laboratories", office.laboratory_body()).await;
    twice.refused(409, "laboratory-known");
    let path = format!("/v1/laboratories/{id}");
    let changed =
        json!({"account_number": null, "connection": {"kind": "mllp", "host": "10.0.0.7", "port": 2575}});
    let answer = office.house.if_match(1).patch(&path, changed).await.expect(200);
    assert_eq!(answer.body["connection"]["host"], "10.0.0.7");
    assert!(answer.body.get("account_number").is_none());
    office.house.if_match(1).patch(&path, json!({"name": "x"})).await.refused(412, "stale");
    let mut wish = office.laboratory_body();
    wish["time_zone"] = "Central".into();
    office.house.post("/v1/laboratories", wish).await.expect(400).names("/time_zone");
    assert_eq!(office.items("/v1/laboratories").await.len(), 1);
}
