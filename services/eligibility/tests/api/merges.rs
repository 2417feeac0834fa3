//! Records that were found to be of one person.

use crate::desk::{Desk, NOWHERE};
use kit::samples;
use model::event::{
    AppointmentBooked, AppointmentSnapshot, PatientMerge, PatientMerged, PatientRegistered, PatientUnmerged,
};
use platform::inbox::Admission;
use serde_json::json;

#[actix_web::test]
async fn coverages_and_visits_follow_the_survivor() {
    let desk = Desk::open().await;
    let coverage = desk.covered(&desk.payer(NOWHERE).await).await;
    let survivor = samples::patient();
    desk.house.hear(&desk.listeners, &PatientRegistered(survivor.clone())).await;
    let visit = AppointmentSnapshot { patient_id: survivor.patient_id, ..desk.appointment() };
    desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    assert!(desk.checks("").await.is_empty(), "the survivor's record has no coverage of its own");

    let merge = PatientMerge { patient_id: desk.patient.patient_id, into: survivor.patient_id };
    desk.house.hear(&desk.listeners, &PatientMerged(merge.clone())).await;
    assert_eq!(desk.house.hear_again(&desk.listeners).await, Admission::Known);
    desk.plan(platform::now()).await;
    let checks = desk.checks(&format!("appointment_id={}", visit.appointment_id)).await;
    assert_eq!((checks.len(), &checks[0]["coverage_id"]), (1, &json!(coverage)));
    for record in [survivor.patient_id, desk.patient.patient_id] {
        let listed = desk.house.get(&format!("/v1/coverages?patient_id={record}")).await.body;
        assert_eq!(listed["items"][0]["id"], json!(coverage), "whichever record is asked for");
        assert_eq!(desk.checks(&format!("patient_id={record}")).await.len(), 1);
        let order = desk.house.get(&format!("/v1/patients/{record}/coverage-order")).await.expect(200).body;
        assert_eq!(order["coverages"][0]["coverage_id"], json!(coverage));
    }
    // The appointment is the survivor's, the coverage the merged record's: they are one person.
    let asked = json!({"coverage_id": coverage, "service_date": visit.service_date, "appointment_id": visit.appointment_id});
    desk.house.post("/v1/eligibility-checks", asked.clone()).await.expect(202);

    desk.house.hear(&desk.listeners, &PatientUnmerged(merge)).await;
    let listed = desk.house.get(&format!("/v1/coverages?patient_id={}", survivor.patient_id)).await.body;
    assert_eq!(listed["items"], json!([]));
    desk.house.post("/v1/eligibility-checks", asked).await.names("/appointment_id");
}
