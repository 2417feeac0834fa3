//! What patients were told against what payers decided.

use super::Counter;
use chrono::Days;
use diesel_async::SimpleAsyncConnection as _;
use model::event::{AppointmentBooked, AppointmentSnapshot, ClaimDenied, ClaimPaid, ClaimSnapshot};
use model::{AppointmentId, ClaimId, EncounterId, Money};
use serde_json::{Value, json};
use uuid::Uuid;

impl Counter {
    fn claim(&self, visit: AppointmentId, patients: i64) -> ClaimSnapshot {
        ClaimSnapshot {
            claim_id: ClaimId(platform::mint::<Uuid>()),
            encounter_id: EncounterId(platform::mint::<Uuid>()),
            patient_id: self.desk.patient.patient_id,
            appointment_id: Some(visit),
            charge: Money::from_cents(15_000),
            paid: Money::from_cents(15_000 - patients),
            patient_responsibility: Money::from_cents(patients),
            service_date: Some(self.visit.service_date),
            coverage_id: None,
            payer_id: None,
        }
    }

    /// Of a visit of the same kind; the patient was told 25 dollars, or a range.
    async fn told(&self, known: bool) -> AppointmentId {
        let (house, listeners) = (&self.desk.house, &self.desk.listeners);
        let visit = AppointmentSnapshot {
            appointment_id: AppointmentId(platform::mint::<Uuid>()),
            ..self.visit.clone()
        };
        house.hear(listeners, &AppointmentBooked(visit.clone())).await;
        let finding = if known { json!({"copay": "25.00"}) } else { json!({}) };
        self.payer_says(finding).await;
        self.estimate(json!({"appointment_id": visit.appointment_id})).await.expect(201);
        visit.appointment_id
    }

    async fn report(&self) -> Vec<Value> {
        let day = self.visit.service_date;
        let path = format!("/v1/reports/estimate-accuracy?from={day}&to={day}");
        self.desk.house.get(&path).await.expect(200).body["items"].as_array().expect("items").clone()
    }
}

#[actix_web::test]
async fn estimates_are_compared_with_what_payers_decided() {
    let open = Counter::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    // Off by nothing, by two, by five and by thirty dollars.
    for patients in [2_500, 2_700, 3_000, 5_500] {
        let visit = open.told(true).await;
        house.hear(listeners, &ClaimPaid(open.claim(visit, patients))).await;
        house.hear_again(listeners).await;
    }
    let denied = open.told(true).await;
    house.hear(listeners, &ClaimDenied(open.claim(denied, 0))).await;
    let open_range = open.told(false).await;
    house.hear(listeners, &ClaimPaid(open.claim(open_range, 2_500))).await;
    // Nobody was told anything.
    house.hear(listeners, &ClaimPaid(open.claim(AppointmentId(platform::mint::<Uuid>()), 100))).await;

    let expected = json!([{"payer_id": open.payer, "visit_type_id": open.visit.visit_type_id, "count": 4,
        "undetermined": 1, "denied": 1, "median_error": "2.00", "p90_error": "30.00",
        "percent_within_5_dollars": "75.0", "percent_within_10_percent": "50.0"}]);
    assert_eq!(json!(open.report().await), expected);

    // The payer pays what it denied first: the last word counts.
    let mut late = open.claim(denied, 2_500);
    late.paid = Money::from_cents(12_500);
    house.hear(listeners, &ClaimPaid(late)).await;
    let report = open.report().await;
    assert_eq!((&report[0]["count"], &report[0]["denied"]), (&json!(5), &json!(0)));

    let (day, other) = (open.visit.service_date, house.other_practice());
    let path = format!("/v1/reports/estimate-accuracy?from={day}&to={day}");
    assert_eq!(other.get(&path).await.expect(200).body["items"], json!([]));
    let before = day - Days::new(1);
    let path = format!("/v1/reports/estimate-accuracy?from={before}&to={before}");
    assert_eq!(house.get(&path).await.expect(200).body["items"], json!([]));
    for query in ["from=2026-01-02&to=2026-01-01", "from=2024-01-01&to=2026-01-01"] {
        house.get(&format!("/v1/reports/estimate-accuracy?{query}")).await.names("?to");
    }
}

#[actix_web::test]
async fn what_is_said_after_the_visit_does_not_count() {
    let open = Counter::open().await;
    let (house, listeners) = (&open.desk.house, &open.desk.listeners);
    let visit = open.told(true).await;
    open.payer_says(json!({"copay": "99.00"})).await;
    let late = open.estimate(json!({"appointment_id": visit})).await.expect(201).id();
    let sql = format!("UPDATE estimates SET made_at = service_date + interval '2 days' WHERE id = '{late}'");
    let age = async move |tx: &mut platform::Tx| Ok::<_, platform::Problem>(tx.batch_execute(&sql).await?);
    house.db().transaction(&house.context(), age).await.expect("aged");
    house.hear(listeners, &ClaimPaid(open.claim(visit, 2_500))).await;
    assert_eq!(open.report().await[0]["median_error"], "0.00", "what was said before the visit");
}

#[actix_web::test]
async fn a_good_faith_estimate_has_no_payer_to_compare_with() {
    let open = Counter::open().await;
    open.estimate(json!({"coverage_id": null})).await.expect(201);
    let claim = open.claim(open.visit.appointment_id, 15_000);
    open.desk.house.hear(&open.desk.listeners, &ClaimPaid(claim)).await;
    assert!(open.report().await.is_empty());
}
