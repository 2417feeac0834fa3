//! What prescribing is made of: directions both ways, checks of the writing, measurements, favourites and sets.

use crate::office::{NOWHERE, Office};
use chrono::NaiveDate;
use kit::samples;
use serde_json::{Value, json};

fn alerts<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    report["alerts"].as_array().expect("alerts").iter().filter(|alert| alert["kind"] == kind).collect()
}

fn outcome<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let kinds = report["kinds"].as_array().expect("kinds");
    &kinds.iter().find(|one| one["kind"] == kind).expect("the kind")["outcome"]
}

#[actix_web::test]
async fn directions_are_built_and_read() {
    let office = Office::open().await;
    let sig = json!({"dose": {"value": "1", "to": "2", "unit": "tablet"}, "route": "oral",
        "frequency": {"kind": "hourly", "every": 4, "to": 6}, "as_needed": {"reason": "pain"}, "at_most": "8",
        "duration": {"value": 5, "unit": "day"}});
    let built = office.house.post("/v1/sigs/build", sig.clone()).await.expect(200).body;
    let text = "Take 1 to 2 tablets by mouth every 4 to 6 hours as needed for pain for 5 days. No more than 8 tablets in 24 hours";
    assert_eq!(built["text"], text);
    let read = office.house.post("/v1/sigs/read", json!({"text": text})).await.expect(200).body;
    assert_eq!(read["structured"], sig);
    let read =
        office.house.post("/v1/sigs/read", json!({"text": "1 cap po tid x10d"})).await.expect(200).body;
    assert_eq!(read["text"], "Take 1 capsule by mouth 3 times daily for 10 days");
    let refused = office.house.post("/v1/sigs/read", json!({"text": "Take as directed"})).await;
    refused.refused(400, "sig-not-read");
    refused.names("/text");
    for (change, pointer) in [
        (json!({"dose": {"value": "2", "to": "1", "unit": "tablet"}}), "/dose"),
        (json!({"route": "elbow"}), "/route"),
        (json!({"indication": "take 2 tablets"}), "/indication"),
        (json!({"colour": "red"}), "/colour"),
    ] {
        let mut wrong = sig.clone();
        for (key, value) in change.as_object().expect("an object") {
            wrong[key] = value.clone();
        }
        let refused = office.house.post("/v1/sigs/build", wrong).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
}

#[actix_web::test]
async fn fields_and_text_of_directions_must_agree() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let fields = json!({"dose": {"value": "1", "unit": "capsule"}, "route": "oral",
        "frequency": {"kind": "daily", "times": 3}, "duration": {"value": 10, "unit": "day"}});
    let mut wish = office.wish(&pharmacy);
    wish["sig"]["structured"] = fields.clone();
    let drafted = office.house.post("/v1/prescriptions", wish.clone()).await.expect(201);
    assert_eq!(drafted.body["sig"]["structured"], fields);
    for (text, pointer) in [
        ("Take 1 capsule by mouth 2 times daily for 10 days", "/sig/structured"),
        ("Take as directed", "/sig/text"),
    ] {
        wish["sig"]["text"] = text.into();
        let refused = office.house.post("/v1/prescriptions", wish.clone()).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
}

#[actix_web::test]
async fn quantity_and_directions_that_contradict_each_other_are_not_signed() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish(&pharmacy);
    wish["quantity"]["value"] = "20".into();
    let id = office.draft(wish).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(outcome(&report.body, "quantity"), "alerts");
    assert_eq!(alerts(&report.body, "quantity")[0]["demand"], "correction");
    let verb = format!("checks/{}/override", report.id());
    office.act(&id, &verb, json!({"reason_code": "will_monitor"})).await.refused(409, "not-overridable");
    office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");
}

#[actix_web::test]
async fn methotrexate_by_day_is_stopped_and_by_week_is_not() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish_of(&pharmacy, "105585", "tablet");
    wish["diagnosis_codes"] = json!(["M06.9"]);
    wish["sig"]["text"] = "Take 4 tablets by mouth once daily".into();
    (wish["quantity"]["value"], wish["days_supply"]) = ("112".into(), 28.into());
    let id = office.draft(wish.clone()).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(alerts(&report.body, "dose")[0]["demand"], "correction");
    office.act(&id, "sign", json!({})).await.refused(409, "alerts-open");
    wish["sig"]["text"] = "Take 4 tablets by mouth once weekly on Monday".into();
    wish["quantity"]["value"] = "16".into();
    let id = office.draft(wish).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!((outcome(&report.body, "dose"), &report.body["outcome"]), (&json!("clear"), &json!("clear")));
    office.act(&id, "sign", json!({})).await.expect(200);
}

#[actix_web::test]
async fn a_note_that_says_something_else_is_mended() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish(&pharmacy);
    wish["note"] = "Take 2 capsules at night".into();
    let id = office.draft(wish).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(alerts(&report.body, "sig_lint")[0]["demand"], "correction");
}

#[actix_web::test]
async fn height_and_weight_of_a_minor_go_to_the_pharmacy() {
    let mut patient = samples::patient();
    let today = platform::now().date_naive();
    patient.demographics.birth_date = today - chrono::Days::new(8 * 366);
    let office = Office::with(patient, samples::practitioner()).await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(alerts(&report.body, "sig_lint").len(), 2);
    let old = today - chrono::Days::new(400);
    for body in [
        json!({"kind": "height", "value": "120", "unit": "cm", "measured_on": old}),
        json!({"kind": "weight", "value": "55.1", "unit": "[lb_av]"}),
    ] {
        office.house.post(&office.path("measurements"), body).await.expect(201);
    }
    let report = office.check(&id).await.expect(200);
    assert_eq!(alerts(&report.body, "sig_lint").len(), 1, "the height is outgrown");
    let body = json!({"kind": "height", "value": "128.5", "unit": "cm"});
    office.house.post(&office.path("measurements"), body).await.expect(201);
    assert_eq!(office.items(&office.path("measurements")).await.len(), 3);
    let report = office.check(&id).await.expect(200);
    assert_eq!(report.body["outcome"], "clear");
    office.act(&id, "sign", json!({})).await.expect(200);
    let messages = office.messages(&id).await;
    let message = script::parse(messages[0]["body"].as_str().expect("XML")).expect("a message");
    let script::Body::NewRx(new_rx) = message.body else { panic!("a NewRx") };
    let sent: Vec<(String, String, String)> = new_rx
        .measurements
        .iter()
        .map(|m| {
            let unit = m.unit.as_ref().map(|unit| unit.as_str().to_owned()).unwrap_or_default();
            (m.vital_sign.as_str().to_owned(), m.value.to_string(), unit)
        })
        .collect();
    let expected = [("8302-2", "128.5", "cm"), ("29463-7", "55.1", "[lb_av]")];
    assert_eq!(
        sent,
        expected.map(|(sign, value, unit)| (sign.to_owned(), value.to_owned(), unit.to_owned()))
    );
}

#[actix_web::test]
async fn an_adults_measurements_stay_here() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let body = json!({"kind": "weight", "value": "70", "unit": "kg"});
    office.house.post(&office.path("measurements"), body).await.expect(201);
    let id = office.signed(&pharmacy).await;
    assert!(!office.messages(&id).await[0]["body"].as_str().expect("XML").contains("Observation"));
    office.house.other_practice().get(&office.path("measurements")).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_measurement_that_cannot_be_is_refused_by_field() {
    let office = Office::open().await;
    let tomorrow = platform::now().date_naive() + chrono::Days::new(2);
    for (body, pointer) in [
        (json!({"kind": "weight", "value": "700", "unit": "kg"}), "/value"),
        (json!({"kind": "height", "value": "170", "unit": "kg"}), "/unit"),
        (json!({"kind": "height", "value": "170", "unit": "ft"}), "/unit"),
        (json!({"kind": "weight", "value": "70", "unit": "kg", "measured_on": tomorrow}), "/measured_on"),
        (json!({"kind": "mood", "value": "7", "unit": "kg"}), "/kind"),
    ] {
        let refused = office.house.post(&office.path("measurements"), body).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    assert!(office.items(&office.path("measurements")).await.is_empty());
}

#[actix_web::test]
async fn doses_of_children_go_by_the_weight_on_record() {
    let mut patient = samples::patient();
    patient.demographics.birth_date = NaiveDate::from_ymd_opt(2019, 5, 1).expect("a date");
    let office = Office::with(patient, samples::practitioner()).await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish_of(&pharmacy, "993781", "tablet");
    wish["sig"]["text"] = "Take 2 tablets by mouth every 6 hours as needed for pain".into();
    (wish["quantity"]["value"], wish["days_supply"]) = ("24".into(), 3.into());
    let id = office.draft(wish).await;
    let report = office.check(&id).await.expect(200);
    assert_eq!(outcome(&report.body, "dose"), "could_not_check");
    let body = json!({"kind": "weight", "value": "25", "unit": "kg"});
    office.house.post(&office.path("measurements"), body).await.expect(201);
    let report = office.check(&id).await.expect(200);
    assert_eq!((outcome(&report.body, "dose"), alerts(&report.body, "dose").len()), (&json!("alerts"), 1));
}

fn line(rxcui: &str, sig: &str, quantity: &str, days: u16) -> Value {
    json!({"medication": {"rxcui": rxcui}, "sig": {"text": sig}, "quantity": {"value": quantity},
        "days_supply": days, "refills": 0})
}

#[actix_web::test]
async fn a_favorite_is_drafted_for_a_patient() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let own = office.prescriber.practitioner_id;
    let template = line("308191", "Take 1 capsule by mouth 3 times daily for 10 days", "30", 10);
    let body = |name: &str, prescriber: Option<Value>| {
        let mut body = json!({"name": name, "template": template});
        body["prescriber_id"] = prescriber.unwrap_or_default();
        body
    };
    let made =
        office.house.post("/v1/prescription-favorites", body("Strep", Some(json!(own)))).await.expect(201);
    office.house.post("/v1/prescription-favorites", body("Strep", None)).await.expect(201);
    let again = office.house.post("/v1/prescription-favorites", body("Strep", None)).await;
    again.refused(409, "name-taken");
    assert_eq!(office.items("/v1/prescription-favorites").await.len(), 1);
    assert_eq!(office.items(&format!("/v1/prescription-favorites?prescriber_id={own}")).await.len(), 2);
    let other = uuid::Uuid::from_u128(7);
    assert_eq!(office.items(&format!("/v1/prescription-favorites?prescriber_id={other}")).await.len(), 1);

    let whom =
        json!({"patient_id": office.patient.patient_id, "prescriber_id": own, "pharmacy_id": pharmacy});
    let path = format!("/v1/prescription-favorites/{}", made.id());
    let drafted = office.house.post(&format!("{path}/draft"), whom.clone()).await.expect(201);
    assert_eq!(
        (&drafted.body["status"], &drafted.body["quantity"]["unit"]),
        (&json!("draft"), &json!("C48480"))
    );
    assert_eq!(office.history(&drafted.id()).await[0]["change"], "drafted");
    office
        .house
        .other_practice()
        .post(&format!("{path}/draft"), whom.clone())
        .await
        .refused(409, "not-known-yet");
    let mut nowhere = whom;
    nowhere["pharmacy_id"] = json!(uuid::Uuid::nil());
    office.house.post(&format!("{path}/draft"), nowhere).await.names("/pharmacy_id");

    let refused = line("308191", "Take 1 capsule by mouth daily", "30", 30);
    let mut refused = json!({"name": "Wrong", "template": refused});
    refused["template"]["medication"]["form"] = "tablet".into();
    office.house.post("/v1/prescription-favorites", refused).await.names("/template/medication/form");
    let delete = office.house.if_match(1).request(reqwest::Method::DELETE, &path);
    delete.send().await.expect(200);
    assert_eq!(office.items(&format!("/v1/prescription-favorites?prescriber_id={own}")).await.len(), 1);
}

#[actix_web::test]
async fn an_order_set_drafts_all_or_nothing() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let lines = json!([
        line("314076", "Take 1 tablet by mouth once daily", "30", 30),
        line("861007", "Take 1 tablet by mouth twice daily with meals", "60", 30),
        line("617310", "Take 1 tablet by mouth once daily at bedtime", "30", 30),
    ]);
    let body = json!({"name": "Diabetes, new", "lines": lines});
    let set = office.house.post("/v1/prescription-order-sets", body).await.expect(201).id();
    assert_eq!(office.items("/v1/prescription-order-sets").await.len(), 1);
    assert!(office.items("/v1/prescription-favorites").await.is_empty());
    let path = format!("/v1/prescription-order-sets/{set}/draft");
    let mut whom = json!({"patient_id": office.patient.patient_id,
        "prescriber_id": office.prescriber.practitioner_id, "pharmacy_id": pharmacy});
    let drafted = office.house.post(&path, whom.clone()).await.expect(201).body;
    let items = drafted["items"].as_array().expect("drafts");
    assert_eq!(items.len(), 3);
    assert_eq!(items[1]["medication"]["rxcui"], "861007");
    whom["omit"] = json!([1]);
    let drafted = office.house.post(&path, whom.clone()).await.expect(201).body;
    assert_eq!(drafted["items"].as_array().map(Vec::len), Some(2));
    for (omit, pointer) in [(json!([3]), "/omit"), (json!([0, 1, 2]), "/omit")] {
        whom["omit"] = omit;
        office.house.post(&path, whom.clone()).await.names(pointer);
    }
    let patient = office.patient.patient_id;
    assert_eq!(office.items(&format!("/v1/prescriptions?patient_id={patient}")).await.len(), 5);
    for (lines, pointer) in [
        (json!([]), "/lines"),
        (
            json!([
                line("314076", "Take 1 tablet by mouth daily", "30", 30),
                line("1", "Take 1 tablet", "1", 1)
            ]),
            "/lines/1/medication/rxcui",
        ),
    ] {
        let refused =
            office.house.post("/v1/prescription-order-sets", json!({"name": "x", "lines": lines})).await;
        refused.names(pointer);
    }
}
