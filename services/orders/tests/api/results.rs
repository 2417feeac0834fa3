//! Results: filed once, corrected in their place, read by somebody.

use crate::lab::{JOHN, obr, obx, oru, pid, potassium};
use crate::office::Office;
use kit::House;
use serde_json::{Value, json};

async fn office() -> Office {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    office
}

fn kinds(announced: Vec<String>) -> Vec<String> {
    announced.into_iter().filter(|kind| kind.starts_with("result.")).collect()
}

#[actix_web::test]
async fn a_result_is_filed_with_its_unit_range_and_flag() {
    let office = office().await;
    office.accepted(&potassium("1", 0, "6.8", "HH", "F")).await;
    let queue = office.queue().await;
    let [result] = queue.as_slice() else { panic!("one result: {queue:?}") };
    assert_eq!(result["patient_id"], json!(office.patient.patient_id));
    for (field, value) in [
        ("name", "Potassium"),
        ("code", "2823-3"),
        ("system", "LN"),
        ("severity", "critical"),
        ("urgency", "critical"),
        ("report_status", "final"),
        ("status", "unreviewed"),
        ("filler_number", "F-1"),
        ("observed_at", "2026-03-02T14:15:00Z"),
    ] {
        assert_eq!(result[field], value, "{field}");
    }
    let body = office.result(result["id"].as_str().expect("an id")).await.body;
    let observation = &body["observations"][0];
    assert_eq!(observation["value"], json!({"kind": "number", "value": "6.8"}));
    assert_eq!((&observation["unit"], &observation["range"]), (&json!("mmol/L"), &json!("3.5-5.1")));
    assert_eq!(observation["flags"], json!(["HH"]));
    let tasks = office.items("/v1/tasks?kind=result_to_review").await;
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0]["subject"], format!("result/{}", result["id"].as_str().expect("an id")));
    let announced = office.house.announced().await;
    let (kind, fact) = announced.last().expect("a fact");
    assert_eq!((kind.as_str(), &fact["critical"]), ("result.received", &json!(true)));
}

#[actix_web::test]
async fn a_correction_replaces_the_value_and_never_stands_beside_it() {
    let office = office().await;
    office.accepted(&potassium("1", 0, "6.8", "HH", "P")).await;
    office.accepted(&potassium("2", 10, "6.9", "HH", "F")).await;
    assert_eq!(office.only_value().await, ("6.9".to_owned(), "final".to_owned(), 1));
    office.accepted(&potassium("3", 20, "4.1", "N", "C")).await;
    assert_eq!(office.only_value().await, ("4.1".to_owned(), "corrected".to_owned(), 2));
    let queue = office.queue().await;
    assert_eq!((&queue[0]["severity"], &queue[0]["urgency"]), (&json!("normal"), &json!("critical")));
    assert_eq!(kinds(office.announced().await), ["result.received", "result.received", "result.corrected"]);
}

#[actix_web::test]
async fn corrections_that_overtake_leave_the_latest_word_valid() {
    let office = office().await;
    office.accepted(&potassium("3", 20, "4.1", "N", "C")).await;
    office.accepted(&potassium("2", 10, "6.9", "HH", "F")).await;
    office.accepted(&potassium("1", 0, "6.8", "HH", "P")).await;
    assert_eq!(office.only_value().await, ("4.1".to_owned(), "corrected".to_owned(), 2));
    let older = potassium("4", 5, "6.7", "HH", "C");
    office.accepted(&older).await;
    assert_eq!(office.only_value().await, ("4.1".to_owned(), "corrected".to_owned(), 3));
    assert_eq!(office.queue().await[0]["report_status"], "corrected");
}

#[actix_web::test]
async fn a_corrected_result_is_in_the_queue_again() {
    let office = office().await;
    office.accepted(&potassium("1", 0, "4.0", "N", "F")).await;
    let id = office.queue().await[0]["id"].as_str().expect("an id").to_owned();
    let stale = office.result(&id).await.version();
    let reviewed = office.review(&id).await.expect(200);
    assert_eq!(reviewed.body["status"], "reviewed");
    assert_eq!(reviewed.body["reviewed_by"], "tester");
    assert!(office.queue().await.is_empty());
    assert!(office.items("/v1/tasks?kind=result_to_review").await.is_empty());
    office.review(&id).await.refused(409, "result-reviewed");
    office.accepted(&potassium("2", 10, "6.9", "HH", "C")).await;
    let queue = office.queue().await;
    assert_eq!((queue.len(), &queue[0]["id"]), (1, &json!(id)));
    assert_eq!(office.items("/v1/tasks?kind=result_to_review").await.len(), 1);
    let path = format!("/v1/results/{id}/review");
    office.house.if_match(stale).post(&path, json!({})).await.refused(412, "stale");
    let history = office.result(&id).await.body["history"].clone();
    let changes: Vec<_> = history.as_array().expect("a list").iter().map(|e| e["change"].clone()).collect();
    assert_eq!(changes, ["received", "reviewed", "corrected"]);
}

#[actix_web::test]
async fn the_queue_is_most_urgent_first_and_then_longest_waiting() {
    let office = office().await;
    for (number, value, flag) in
        [("1", "4.0", "N"), ("2", "5.3", "H"), ("3", "7.0", "HH"), ("4", "5.4", "H"), ("5", "2.0", "LL")]
    {
        let lines = [pid(JOHN), obr("", &format!("F-{number}"), 0, "F"), obx(value, flag, "F")];
        office.accepted(&oru(number, &lines)).await;
    }
    let numbers = |items: &[Value]| -> Vec<String> {
        items.iter().map(|r| r["filler_number"].as_str().expect("a number").to_owned()).collect()
    };
    let wanted = ["F-3", "F-5", "F-2", "F-4", "F-1"];
    assert_eq!(numbers(&office.queue().await), wanted);
    let (mut found, mut path) = (Vec::new(), "/v1/results?status=unreviewed&limit=2".to_owned());
    loop {
        let page = office.house.get(&path).await.expect(200).body;
        found.extend(numbers(page["items"].as_array().expect("a list")));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/results?status=unreviewed&limit=2&cursor={next}");
    }
    assert_eq!(found, wanted);
    let critical = office.items("/v1/results?status=unreviewed&urgency=critical").await;
    assert_eq!(numbers(&critical), ["F-3", "F-5"]);
}

#[actix_web::test]
async fn values_over_time_stand_in_one_line_for_each_unit() {
    let office = office().await;
    let unit = |value: &str, unit: &str| obx(value, "N", "F").replace("mmol/L", unit);
    for (number, value, unit_of, day) in
        [("1", "4.0", "mmol/L", "01"), ("2", "15.6", "mg/dL", "02"), ("3", "4.4", "mmol/L", "03")]
    {
        let report =
            obr("", &format!("F-{number}"), 0, "F").replace("20260302081500", &format!("202601{day}081500"));
        office.accepted(&oru(number, &[pid(JOHN), report, unit(value, unit_of)])).await;
    }
    let withdrawn = obx("9.9", "", "W");
    office.accepted(&oru("4", &[pid(JOHN), obr("", "F-4", 0, "F"), withdrawn])).await;
    let path = office.path("observations?code=2823-3");
    let body = office.house.get(&path).await.expect(200).body;
    let lines: Vec<(Value, Vec<Value>)> = body["series"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|line| {
            let points = line["points"].as_array().expect("a list");
            (line["unit"].clone(), points.iter().map(|point| point["value"]["value"].clone()).collect())
        })
        .collect();
    let wanted = [(json!("mmol/L"), vec![json!("4.0"), json!("4.4")]), (json!("mg/dL"), vec![json!("15.6")])];
    assert_eq!(lines, wanted);
    let part = office.house.get(&format!("{path}&from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z")).await;
    assert_eq!(part.body["series"].as_array().map(Vec::len), Some(1));
    office.house.other_practice().get(&path).await.expect(404);
}

#[actix_web::test]
async fn a_value_that_is_taken_back_is_shown_no_more() {
    let office = office().await;
    office.accepted(&potassium("1", 0, "9.9", "HH", "F")).await;
    office.accepted(&potassium("2", 10, "9.9", "HH", "W")).await;
    let (value, status, past) = office.only_value().await;
    assert_eq!((value.as_str(), status.as_str(), past), ("", "withdrawn", 1));
    assert_eq!(office.queue().await[0]["urgency"], "critical");
    assert_eq!(kinds(office.announced().await).last().map(String::as_str), Some("result.corrected"));
}

#[actix_web::test]
async fn texts_and_documents_are_kept() {
    let office = office().await;
    let pdf = "%PDF-1.4 made up";
    let packed = "JVBERi0xLjQgbWFkZSB1cA==";
    let lines = [
        pid(JOHN),
        obr("", "R-1", 0, "F").replace("2823-3^Potassium^LN", "71046^Chest two views^C4"),
        "OBX|1|TX|71046^Chest two views^C4||No acute||||||F".to_owned(),
        "OBX|2|TX|71046^Chest two views^C4||findings.||||||F".to_owned(),
        format!("OBX|3|ED|PDF^Report^L||CEDARLAB^Application^PDF^Base64^{packed}||||||F"),
    ];
    office.accepted(&oru("1", &lines)).await;
    let id = office.queue().await[0]["id"].as_str().expect("an id").to_owned();
    let body = office.result(&id).await.body;
    assert_eq!(body["observations"][0]["value"], json!({"kind": "text", "text": "No acute\nfindings."}));
    let document = &body["observations"][1]["value"];
    assert_eq!((&document["media_type"], &document["bytes"]), (&json!("application/pdf"), &json!(pdf.len())));
    let path = format!("/v1/results/{id}/documents/{}", document["document_id"].as_str().expect("an id"));
    let answer = office.house.get(&path).await.expect(200);
    assert_eq!(answer.text, pdf);
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    assert_eq!(answer.header("content-disposition"), Some("attachment"));
    office.house.other_practice().get(&path).await.expect(404);
    // The same report once more changes nothing; another document takes the place of the first.
    let again = oru("2", &lines);
    office.accepted(&again).await;
    assert_eq!(office.result(&id).await.body["superseded"], json!([]));
    office
        .accepted(
            &again
                .replace("|2|P", "|3|P")
                .replace(packed, "JVBERi0xLjQgb3RoZXI=")
                .replace("|ORU^R01^ORU_R01|2|", "|ORU^R01^ORU_R01|3|"),
        )
        .await;
    assert_eq!(office.result(&id).await.body["superseded"].as_array().map(Vec::len), Some(1));
    let page = office.house.get(&format!("/v1/results/{id}/print")).await.expect(200);
    for text in ["Chest two views", "Smith, John", "Cedar Laboratory", "No acute", "Not valid any more"] {
        assert!(page.text.contains(text), "{text}");
    }
}

#[actix_web::test]
async fn another_practice_sees_nothing() {
    let office = office().await;
    office.accepted(&potassium("1", 0, "4.0", "N", "F")).await;
    let id = office.queue().await[0]["id"].as_str().expect("an id").to_owned();
    let other: House = office.house.other_practice();
    other.get(&format!("/v1/results/{id}")).await.expect(404);
    assert_eq!(other.get("/v1/results?status=unreviewed").await.expect(200).body["items"], json!([]));
}
