//! What goes wrong between a laboratory and us: nothing lost, nothing in the wrong chart, each fault named.

use crate::lab::{JOHN, obr, obx, oru, pid, potassium};
use crate::office::Office;
use hl7::Verdict;
use kit::samples;
use model::event::{PatientMerge, PatientMerged, PatientRegistered, PatientSnapshot};
use serde_json::{Value, json};

const JANE: (&str, &str, &str) = ("000002", "Doe^Jane", "19800101");

async fn office() -> Office {
    let office = Office::open().await;
    office.laboratory(Value::Null).await;
    office
}

/// Jane Doe of the same practice.
async fn jane(office: &Office) -> PatientSnapshot {
    let mut jane = samples::patient();
    jane.demographics.given_name = "Jane".parse().expect("a name");
    jane.demographics.family_name = "Doe".parse().expect("a name");
    jane.demographics.birth_date = "1980-01-01".parse().expect("a date");
    jane.mrn = "000002".parse().ok();
    office.house.hear(&office.listeners, &PatientRegistered(jane.clone())).await;
    jane
}

async fn waiting(office: &Office) -> Vec<Value> {
    office.items("/v1/unmatched-results").await
}

async fn attach(office: &Office, unmatched: &Value, patient: impl serde::Serialize) -> kit::Answer {
    let path = format!("/v1/unmatched-results/{}/attach", unmatched["id"].as_str().expect("an id"));
    let house = office.house.if_match(unmatched["version"].as_i64().expect("a version"));
    house.post(&path, json!({"patient_id": patient})).await
}

#[actix_web::test]
async fn a_result_of_nobody_we_know_waits_for_a_person() {
    let office = office().await;
    let lines = [pid(("999", "Smith^John", "19630519")), obr("", "F-1", 0, "F"), obx("6.8", "HH", "F")];
    office.accepted(&oru("1", &lines)).await;
    assert!(office.queue().await.is_empty());
    let waiting = waiting(&office).await;
    let [unmatched] = waiting.as_slice() else { panic!("one: {waiting:?}") };
    assert_eq!(
        (&unmatched["reason"], &unmatched["severity"]),
        (&json!("unknown_patient"), &json!("critical"))
    );
    assert_eq!(unmatched["stated"]["family_name"], "Smith");
    let tasks = office.items("/v1/tasks?kind=result_unmatched").await;
    assert_eq!(tasks.len(), 1);
    attach(&office, unmatched, office.patient.patient_id).await.expect(200);
    assert_eq!(office.queue().await[0]["patient_id"], json!(office.patient.patient_id));
    assert!(office.items("/v1/tasks?kind=result_unmatched").await.is_empty());
    attach(&office, unmatched, office.patient.patient_id).await.refused(412, "stale");
    // A correction of it finds its way: the same name and date of birth under the same number of the laboratory.
    let lines = [pid(("999", "Smith^John", "19630519")), obr("", "F-1", 9, "C"), obx("4.1", "N", "C")];
    office.accepted(&oru("2", &lines)).await;
    assert_eq!(office.only_value().await, ("4.1".to_owned(), "corrected".to_owned(), 1));
}

#[actix_web::test]
async fn a_name_or_birth_date_that_disagrees_is_nobodys() {
    let office = office().await;
    for (number, who) in [
        ("1", ("000001", "Smith^Joan", "19630519")),
        ("2", ("000001", "Smith^John", "19630520")),
        ("3", ("000001", "Smithe^John", "19630519")),
    ] {
        let lines = [pid(who), obr("", &format!("F-{number}"), 0, "F"), obx("4.0", "N", "F")];
        office.accepted(&oru(number, &lines)).await;
    }
    let reasons: Vec<_> = waiting(&office).await.iter().map(|one| one["reason"].clone()).collect();
    assert_eq!(reasons, ["patient_disagrees"; 3]);
    assert!(office.queue().await.is_empty());
}

#[actix_web::test]
async fn a_result_that_moves_to_another_patient_is_nobodys() {
    let office = office().await;
    let jane = jane(&office).await;
    office.accepted(&potassium("1", 0, "4.0", "N", "F")).await;
    office.accepted(&oru("2", &[pid(JANE), obr("", "F-1", 9, "C"), obx("6.0", "H", "C")])).await;
    assert_eq!(office.only_value().await, ("4.0".to_owned(), "final".to_owned(), 0));
    let waiting = waiting(&office).await;
    assert_eq!(waiting[0]["reason"], "result_of_another_patient");
    attach(&office, &waiting[0], jane.patient_id).await.refused(409, "result-of-another-patient");
}

#[actix_web::test]
async fn two_patients_in_one_message_each_get_their_own() {
    let office = office().await;
    let jane = jane(&office).await;
    let lines = [
        pid(JOHN),
        obr("", "F-1", 0, "F"),
        obx("4.0", "N", "F"),
        pid(JANE),
        obr("", "F-2", 0, "F"),
        obx("6.8", "HH", "F"),
        pid(("7", "No^Body", "19700101")),
        obr("", "F-3", 0, "F"),
        obx("5.0", "N", "F"),
    ];
    office.accepted(&oru("1", &lines)).await;
    for (patient, number) in [(office.patient.patient_id, "F-1"), (jane.patient_id, "F-2")] {
        let found = office.items(&format!("/v1/results?patient_id={patient}")).await;
        let numbers: Vec<_> = found.iter().map(|result| result["filler_number"].clone()).collect();
        assert_eq!(numbers, [number]);
    }
    assert_eq!(waiting(&office).await[0]["stated"]["filler_number"], "F-3");
}

#[actix_web::test]
async fn faults_of_a_message_are_named_and_nothing_of_it_is_kept() {
    let office = office().await;
    let good = potassium("1", 0, "4.0", "N", "F");
    let large = "A".repeat(7 << 20);
    for (message, verdict, place) in [
        (good.replace("|F-1|", "||"), Verdict::Error, "OBR-3"),
        (good.replace("3.5-5.1|N|||F", "3.5-5.1|N|||"), Verdict::Error, "OBX-11"),
        (good[..good.len() - 5].to_owned(), Verdict::Error, "MSH"),
        (good.replace("ORU^R01^ORU_R01", "ADT^A01"), Verdict::Rejected, "MSH-9"),
        (good.replace("|P|2.5.1", "|T|2.5.1"), Verdict::Rejected, "MSH-11"),
        (good.replace("|P|2.5.1", "|P|2.1"), Verdict::Rejected, "MSH-12"),
        (good.replace("CEDARLAB", "OTHERLAB"), Verdict::Error, "MSH-4"),
        (
            good.replace("NM|2823-3^Potassium^LN||4.0", "ED|2823-3^Potassium^LN||L^A^PDF^Base64^!!"),
            Verdict::Error,
            "OBX-5",
        ),
        (
            good.replace(
                "NM|2823-3^Potassium^LN||4.0",
                &format!("ED|2823-3^Potassium^LN||L^A^PDF^Base64^{large}"),
            ),
            Verdict::Error,
            "OBX-5",
        ),
    ] {
        office.refused(&message, verdict, place).await;
        assert!(office.queue().await.is_empty(), "{place}");
    }
    assert_eq!(office.items("/v1/tasks?kind=message_unmatched").await.len(), 1);
    // Mended, it is taken under the number it was refused under.
    office.accepted(&good).await;
    assert_eq!(office.queue().await.len(), 1);
}

#[actix_web::test]
async fn what_is_no_message_is_answered_all_the_same() {
    let office = office().await;
    for body in ["", "hello", "PID|1\r", "MSH", "MSH|^~\\&|\r", "\u{b}MSH"] {
        let answer = office.send(body).await.expect(400);
        assert_eq!(crate::lab::ack(&answer).verdict, Verdict::Rejected, "{body}");
    }
    let huge = potassium("1", 0, &"9".repeat(10 << 20), "N", "F");
    office.send(&huge).await.refused(413, "body-too-large");
}

#[actix_web::test]
async fn a_message_that_comes_twice_counts_once_and_its_number_names_no_other() {
    let office = office().await;
    let message = potassium("1", 0, "4.0", "N", "F");
    let first = office.send(&message).await.expect(200);
    let again = office.send(&message).await.expect(200);
    assert_eq!(first.text, again.text);
    assert_eq!(office.only_value().await.2, 0);
    office.refused(&potassium("1", 9, "5.0", "N", "C"), Verdict::Error, "MSH-10").await;
    assert_eq!(office.only_value().await, ("4.0".to_owned(), "final".to_owned(), 0));
    // The same words under another number are known already.
    office.accepted(&potassium("2", 0, "4.0", "N", "F")).await;
    assert_eq!(office.only_value().await.2, 0);
    assert_eq!(office.announced().await.iter().filter(|kind| kind.starts_with("result.")).count(), 1);
}

#[actix_web::test]
async fn a_message_that_comes_twice_at_once_counts_once() {
    let office = office().await;
    let message = potassium("1", 0, "4.0", "N", "F");
    let (one, other) = tokio::join!(office.send(&message), office.send(&message));
    assert_eq!((one.status, one.text), (200, other.text));
    assert_eq!(office.only_value().await.2, 0);
    // Two words on one result at once: one of them is valid, the other in its history.
    let (first, second) = (potassium("2", 5, "5.0", "N", "C"), potassium("3", 9, "6.0", "H", "C"));
    let (one, other) = tokio::join!(office.send(&second), office.send(&first));
    assert_eq!((one.status, other.status), (200, 200));
    assert_eq!(office.only_value().await, ("6.0".to_owned(), "corrected".to_owned(), 2));
}

#[actix_web::test]
async fn a_change_of_unit_is_a_correction() {
    let office = office().await;
    let message = potassium("1", 0, "4.0", "N", "F");
    office.accepted(&message).await;
    let other = potassium("2", 9, "4.0", "N", "F").replace("mmol/L", "mg/dL");
    office.accepted(&other).await;
    assert_eq!(office.only_value().await.2, 1);
    assert_eq!(office.queue().await[0]["urgency"], "abnormal");
}

#[actix_web::test]
async fn an_order_number_that_is_not_ours_changes_nothing_about_whose_it_is() {
    let office = office().await;
    office.accepted(&oru("1", &[pid(JOHN), obr("HOSPITAL-7", "F-1", 0, "F"), obx("4.0", "N", "F")])).await;
    let queue = office.queue().await;
    assert_eq!(queue[0]["patient_id"], json!(office.patient.patient_id));
    assert!(queue[0].get("order_id").is_none());
}

#[actix_web::test]
async fn a_merged_patients_results_go_to_the_one_that_stays() {
    let office = office().await;
    let jane = jane(&office).await;
    let merge = PatientMerge { patient_id: jane.patient_id, into: office.patient.patient_id };
    office.house.hear(&office.listeners, &PatientMerged(merge)).await;
    office.accepted(&oru("1", &[pid(JANE), obr("", "F-1", 0, "F"), obx("4.0", "N", "F")])).await;
    assert_eq!(office.queue().await[0]["patient_id"], json!(office.patient.patient_id));
}

#[actix_web::test]
async fn names_come_in_the_character_set_of_the_message() {
    let office = office().await;
    let message = potassium("1", 0, "4.0", "N", "F").replace("2.5.1\r", "2.5.1||||||8859/1\r");
    let bytes: Vec<u8> = message
        .replace("Smith^John", "Smith^John^\u{c9}mile")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin"))
        .collect();
    let request = office.house.request(reqwest::Method::POST, "/v1/hl7/messages").body(bytes);
    assert_eq!(crate::lab::ack(&request.send().await).verdict, Verdict::Accepted);
    assert_eq!(office.queue().await.len(), 1);
}

#[actix_web::test]
async fn a_result_nobody_claims_is_dismissed_with_a_reason() {
    let office = office().await;
    office
        .accepted(&oru(
            "1",
            &[pid(("9", "No^Body", "19700101")), obr("", "F-1", 0, "F"), obx("4.0", "N", "F")],
        ))
        .await;
    let unmatched = waiting(&office).await.remove(0);
    let path = format!("/v1/unmatched-results/{}/dismiss", unmatched["id"].as_str().expect("an id"));
    let house = office.house.if_match(1);
    house.post(&path, json!({})).await.expect(400).names("/note");
    house.post(&path, json!({"note": "told the laboratory"})).await.expect(200);
    assert!(waiting(&office).await.is_empty());
    assert!(office.items("/v1/tasks?kind=result_unmatched").await.is_empty());
    assert_eq!(office.items("/v1/unmatched-results?status=dismissed").await.len(), 1);
}
