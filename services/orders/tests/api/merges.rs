//! Patients found to be one person: whichever id is used, their chart is one, and comes apart again.

use crate::lab::{obr, obx, oru, pid};
use crate::office::{NOWHERE, Office};
use kit::samples;
use model::event::{PatientMerge, PatientMerged, PatientRegistered, PatientSnapshot, PatientUnmerged};
use serde_json::{Value, json};

/// The same John Smith, registered a second time.
const TWICE: (&str, &str, &str) = ("000002", "Smith^John", "19630519");

struct Twins {
    office: Office,
    double: PatientSnapshot,
}

impl Twins {
    async fn open() -> Self {
        let office = Office::open().await;
        let mut double = samples::patient();
        double.mrn = Some("000002".parse().expect("a number"));
        office.house.hear(&office.listeners, &PatientRegistered(double.clone())).await;
        Self { office, double }
    }

    fn merge(&self) -> PatientMerge {
        PatientMerge { patient_id: self.double.patient_id, into: self.office.patient.patient_id }
    }

    async fn merged(self) -> Self {
        self.office.house.hear(&self.office.listeners, &PatientMerged(self.merge())).await;
        self
    }

    async fn unmerged(&self) {
        self.office.house.hear(&self.office.listeners, &PatientUnmerged(self.merge())).await;
    }

    /// The ids of both, the surviving one first.
    fn both(&self) -> [String; 2] {
        [self.office.patient.patient_id.to_string(), self.double.patient_id.to_string()]
    }

    fn wish_for_the_double(&self, pharmacy: &str) -> Value {
        let mut wish = self.office.wish(pharmacy);
        wish["patient_id"] = json!(self.double.patient_id);
        wish
    }

    async fn potassium(&self, number: &str, who: (&str, &str, &str), value: &str, flag: &str) {
        let report = obr("", &format!("F-{number}"), 0, "F");
        self.office.accepted(&oru(number, &[pid(who), report, obx(value, flag, "F")])).await;
    }

    async fn values(&self, patient: &str) -> Vec<Value> {
        let path = format!("/v1/patients/{patient}/observations?code=2823-3");
        let body = self.office.house.get(&path).await.expect(200).body;
        let lines = body["series"].as_array().expect("a list").iter();
        let points = lines.flat_map(|line| line["points"].as_array().expect("a list").clone());
        points.map(|point| point["value"]["value"].clone()).collect()
    }
}

#[actix_web::test]
async fn results_of_a_merged_patient_are_in_the_survivors_lists_queue_and_lines() {
    let twins = Twins::open().await;
    twins.office.laboratory(Value::Null).await;
    twins.potassium("1", TWICE, "6.8", "HH").await;
    twins.potassium("2", crate::lab::JOHN, "4.0", "N").await;
    let [survivor, merged] = twins.both();
    let twins = twins.merged().await;
    for patient in [&survivor, &merged] {
        for path in ["/v1/results?", "/v1/results?status=unreviewed&"] {
            let results = twins.office.items(&format!("{path}patient_id={patient}")).await;
            assert_eq!(results.len(), 2, "{path} {results:?}");
        }
        assert_eq!(twins.values(patient).await.len(), 2);
        assert_eq!(twins.office.items(&format!("/v1/tasks?patient_id={patient}")).await.len(), 2);
    }
    let queue = twins.office.items(&format!("/v1/results?status=unreviewed&patient_id={survivor}")).await;
    assert_eq!(queue[0]["urgency"], "critical", "the most urgent first, whoever it was filed under");
    // What comes under the old number now is the survivor's; a correction stays where it stood.
    twins.potassium("3", TWICE, "5.0", "N").await;
    let correction = [pid(TWICE), obr("", "F-1", 9, "C"), obx("4.8", "N", "C")];
    twins.office.accepted(&oru("4", &correction)).await;
    assert_eq!(twins.values(&survivor).await.len(), 3);
    twins.unmerged().await;
    assert_eq!(twins.values(&merged).await, ["4.8"]);
    assert_eq!(twins.values(&survivor).await.len(), 2);
    twins
        .office
        .house
        .other_practice()
        .get(&format!("/v1/patients/{merged}/observations?code=2823-3"))
        .await
        .expect(404);
}

#[actix_web::test]
async fn an_allergy_of_the_merged_record_warns_whoever_prescribes_for_the_survivor() {
    let twins = Twins::open().await.merged().await;
    let pharmacy = twins.office.pharmacy(NOWHERE).await;
    let [survivor, merged] = twins.both();
    let penicillin = json!({"substance": {"name": "penicillin"}, "severity": "severe"});
    twins.office.house.post(&format!("/v1/patients/{merged}/allergies"), penicillin).await.expect(201);
    for patient in [&survivor, &merged] {
        let path = format!("/v1/patients/{patient}/allergies");
        assert_eq!(twins.office.items(&path).await.len(), 1);
        let none = json!({"no_known_allergies": true});
        twins.office.house.post(&path, none).await.refused(409, "allergies-on-record");
    }
    let id = twins.office.draft(twins.office.wish(&pharmacy)).await;
    let report = twins.office.check(&id).await.expect(200).body;
    let warned = report["alerts"].as_array().expect("alerts").iter().any(|it| it["kind"] == "allergy");
    assert!(warned, "{report}");
}

#[actix_web::test]
async fn what_the_merged_record_takes_counts_when_the_survivor_is_prescribed_the_same() {
    let twins = Twins::open().await;
    let pharmacy = twins.office.pharmacy(NOWHERE).await;
    twins.office.no_known_allergies().await;
    let [survivor, merged] = twins.both();
    let none = json!({"no_known_allergies": true});
    twins.office.house.post(&format!("/v1/patients/{merged}/allergies"), none).await.expect(201);
    let old = twins.office.signed_as(twins.wish_for_the_double(&pharmacy)).await;
    let new = twins.office.draft(twins.office.wish(&pharmacy)).await;
    assert_eq!(twins.office.check(&new).await.expect(200).body["outcome"], "clear");
    let twins = twins.merged().await;
    twins.office.act(&new, "sign", json!({})).await.refused(409, "checks-stale");
    let report = twins.office.check(&new).await.expect(200).body;
    assert!(
        report["alerts"].as_array().expect("alerts").iter().any(|it| it["kind"] == "duplicate_therapy"),
        "{report}"
    );
    for patient in [&survivor, &merged] {
        let listed = twins.office.items(&format!("/v1/patients/{patient}/medications")).await;
        assert_eq!((listed.len(), &listed[0]["id"]), (1, &json!(old)));
        assert_eq!(twins.office.items(&format!("/v1/prescriptions?patient_id={patient}")).await.len(), 2);
    }
    // What is decided under the survivor's id is decided about the line itself.
    let version =
        twins.office.items(&format!("/v1/patients/{survivor}/medications")).await[0]["version"].as_i64();
    let path = format!("/v1/patients/{survivor}/medications/{old}/reconcile");
    let stop = json!({"action": "stop", "reason_code": "other"});
    twins.office.house.if_match(version.expect("a version")).post(&path, stop).await.expect(200);
    twins.unmerged().await;
    let listed = twins.office.items(&format!("/v1/patients/{merged}/medications")).await;
    assert_eq!(listed[0]["decided"]["action"], "stop", "{listed:?}");
    assert!(twins.office.items(&format!("/v1/patients/{survivor}/medications")).await.is_empty());
}

#[actix_web::test]
async fn the_printed_history_holds_what_was_signed_for_both_and_nobody_elses() {
    let twins = Twins::open().await;
    let pharmacy = twins.office.pharmacy(NOWHERE).await;
    twins.office.no_known_allergies().await;
    let first = twins.office.signed(&pharmacy).await;
    let [survivor, merged] = twins.both();
    let page = async |patient: &str| {
        let path = format!("/v1/patients/{patient}/prescription-history");
        twins.office.house.get(&path).await.expect(200).text
    };
    let number = first.replace('-', "");
    assert!(page(&survivor).await.contains(&number));
    assert!(!page(&merged).await.contains(&number));
    twins.office.house.hear(&twins.office.listeners, &PatientMerged(twins.merge())).await;
    for patient in [&survivor, &merged] {
        let printed = page(patient).await;
        assert!(printed.contains(&number) && printed.contains("John Smith"), "{printed}");
    }
}
