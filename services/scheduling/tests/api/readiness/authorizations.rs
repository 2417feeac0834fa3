//! What the readiness list says of authorizations.

use super::{Visit, checked, code, confirm, listeners};
use crate::office::open;
use model::event::{
    AuthorizationExhausted, AuthorizationKind, AuthorizationRecorded, AuthorizationScope,
    AuthorizationSnapshot, AuthorizationStatus, AuthorizationUpdated, EligibilityChecked, EligibilityOutcome,
};
use model::{AppointmentId, AuthorizationId, CoverageId, PatientId};
use serde_json::json;
use uuid::Uuid;

fn needed(visit: &Visit, required: Option<bool>) -> EligibilityChecked {
    let EligibilityChecked(mut snapshot) = checked(visit, EligibilityOutcome::Active, None);
    snapshot.authorization_required = required;
    EligibilityChecked(snapshot)
}

/// Of three visits, one of them used.
fn authorization(visit: &Visit, coverage: CoverageId) -> AuthorizationSnapshot {
    let date: chrono::NaiveDate = visit.date.parse().expect("a date");
    AuthorizationSnapshot {
        authorization_id: AuthorizationId(platform::mint::<Uuid>()),
        patient_id: PatientId(visit.patient.parse().expect("an id")),
        coverage_id: coverage,
        kind: AuthorizationKind::Authorization,
        status: AuthorizationStatus::Approved,
        number: "A-7".parse().ok(),
        scope: AuthorizationScope::default(),
        granted: Some(3),
        used: 1,
        remaining: Some(2),
        effective: date - chrono::Days::new(30),
        expires: date + chrono::Days::new(30),
        reserved_for: Vec::new(),
        used_for: Vec::new(),
    }
}

#[actix_web::test]
async fn a_visit_shows_the_authorization_it_will_use_or_what_is_lacking() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let visit = office.visit(&office.whole_patient().await, &slots[0]).await;
    confirm(&office, &visit).await;
    let day = format!("date={}", visit.date);
    let answer = needed(&visit, Some(true));
    house.hear(&listeners, &answer).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!(
        (code(item), &item["authorization_lacking"]),
        ("obtain_authorization", &json!({"why": "missing"}))
    );

    let mut kept = authorization(&visit, answer.0.coverage_id);
    house.hear(&listeners, &AuthorizationRecorded(kept.clone())).await;
    kept.reserved_for = vec![AppointmentId(visit.appointment.parse().expect("an id"))];
    house.hear(&listeners, &AuthorizationUpdated(kept.clone())).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!(code(item), "nothing");
    let expected = json!([{"authorization_id": kept.authorization_id, "kind": "authorization", "number": "A-7",
        "units_left": 2, "expires": kept.expires}]);
    assert_eq!((&item["authorizations"], item.get("authorization_lacking")), (&expected, None));

    let used_up =
        AuthorizationSnapshot { used: 3, remaining: Some(0), reserved_for: Vec::new(), ..kept.clone() };
    house.hear(&listeners, &AuthorizationUpdated(used_up.clone())).await;
    house.hear(&listeners, &AuthorizationExhausted(used_up)).await;
    let item = &office.readiness(&day).await[0];
    assert_eq!(code(item), "renew_authorization");
    let lacking = json!({"why": "used_up", "authorization_id": kept.authorization_id, "number": "A-7"});
    assert_eq!((&item["authorization_lacking"], item.get("authorizations")), (&lacking, None));
    // The payer says that it needs none after all.
    house.hear(&listeners, &needed(&visit, Some(false))).await;
    assert_eq!(code(&office.readiness(&day).await[0]), "nothing");
}

#[actix_web::test]
async fn another_patients_authorization_is_not_shown() {
    let office = open().await;
    let (house, listeners) = (&office.house, listeners());
    let slots = office.slots().await;
    let visit = office.visit(&office.whole_patient().await, &slots[0]).await;
    let answer = needed(&visit, Some(true));
    house.hear(&listeners, &answer).await;
    let mut others = authorization(&visit, answer.0.coverage_id);
    others.patient_id = PatientId(platform::mint::<Uuid>());
    others.reserved_for = vec![AppointmentId(visit.appointment.parse().expect("an id"))];
    house.hear(&listeners, &AuthorizationRecorded(others)).await;
    let item = &office.readiness(&format!("date={}", visit.date)).await[0];
    assert_eq!((item.get("authorizations"), code(item)), (None, "obtain_authorization"));
}
