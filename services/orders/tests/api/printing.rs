//! On paper: copies that say so, and one original where the message was refused.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{Pharmacy, Says};
use serde_json::json;

#[actix_web::test]
async fn a_print_is_a_copy_of_what_was_signed() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let draft = office.draft(office.wish(&pharmacy)).await;
    office.house.get(&format!("/v1/prescriptions/{draft}/print")).await.refused(409, "not-signed");
    let id = office.signed(&pharmacy).await;
    let path = format!("/v1/prescriptions/{id}/print");
    let page = office.house.get(&path).await.expect(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for text in [
        "Copy only - not valid for dispensing",
        "John Smith",
        "amoxicillin 500 MG",
        "Marcus Jones, NPI 1993999998",
    ] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    office.house.other_practice().get(&path).await.refused(404, "not-found");
    office.act(&id, "print-original", json!({})).await.refused(409, "not-undelivered");
    office.tampered("UPDATE prescriptions SET content = jsonb_set(content, '{refills}', '9') WHERE signature IS NOT NULL").await;
    office.house.get(&path).await.refused(409, "signature-broken");
}

#[actix_web::test]
async fn an_original_tells_what_failed_and_is_never_sent_afterwards() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Error("900")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "failed").await;
    let original = office.act(&id, "print-original", json!({})).await.expect(200);
    for text in [
        "first sent electronically to Main Street Drugs",
        "900: the pharmacy does not like it",
        "Signed by hand",
    ] {
        assert!(original.text.contains(text), "{text}: {}", original.text);
    }
    assert!(!original.text.contains("Copy only"));
    assert!(office.get(&id).await.body["original_printed_at"].is_string());
    office.act(&id, "print-original", json!({})).await.refused(409, "original-printed");
    let again = json!({"told_by": "Ann", "resend": true});
    office.act(&id, "report-not-received", again).await.refused(409, "original-printed");
    let elsewhere = office.pharmacy_as("9900012", NOWHERE).await;
    let moved = office.act(&id, "change-pharmacy", json!({"pharmacy_id": elsewhere})).await;
    moved.refused(409, "original-printed");
    assert_eq!(pharmacy.received().len(), 1);
    let copy = office.house.get(&format!("/v1/prescriptions/{id}/print")).await.expect(200);
    assert!(copy.text.contains("Copy only"));
    let sql = format!("UPDATE prescriptions SET state = '{{\"status\": \"sending\"}}' WHERE id = '{id}'");
    let refused = office.asked(&sql).await.expect_err("refused");
    assert!(refused.to_string().contains("prescriptions_printed_or_sent"), "{refused}");
}

impl Office {
    async fn printed_history(&self) -> String {
        self.house.get(&self.path("prescription-history")).await.expect(200).text
    }
}

#[actix_web::test]
async fn the_history_tells_what_was_asked_of_the_pharmacy_and_what_it_answered() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010"), Says::Approved]);
    let place = office.pharmacy(&pharmacy.url).await;
    let draft = office.draft(office.wish(&place)).await;
    let empty = office.printed_history().await;
    assert!(empty.contains("John Smith") && !empty.contains(&draft.replace('-', "")), "{empty}");
    office.act(&draft, "discard", json!({})).await.expect(200);
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let asked = office.printed_history().await;
    for text in [
        "For informational purposes only - not for dispensing",
        "amoxicillin 500 MG Oral Capsule",
        "Take 1 capsule by mouth 3 times daily for 10 days",
        "30 capsules, 10 days, 0 refills",
        &format!("Order number {}, now accepted_by_pharmacy", id.replace('-', "")),
        "sending NewRx",
    ] {
        assert!(asked.contains(text), "{text}: {asked}");
    }
    office.act(&id, "cancel", json!({"reason_code": "therapy_changed"})).await.expect(200);
    office.becomes(&id, "cancelled").await;
    let answered = office.printed_history().await;
    for text in ["now cancelled", "cancel requested", "therapy_changed", "sending CancelRx"] {
        assert!(answered.contains(text), "{text}: {answered}");
    }
    assert!(!answered.contains(&draft.replace('-', "")), "what was never signed was never prescribed");
}

#[actix_web::test]
async fn the_history_is_of_one_patient_of_one_practice() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.signed(&pharmacy).await;
    let path = office.path("prescription-history");
    assert_eq!(office.house.get(&path).await.expect(200).header("cache-control"), Some("no-store"));
    office.house.other_practice().get(&path).await.refused(404, "not-found");
    let unknown = format!("/v1/patients/{}/prescription-history", uuid::Uuid::nil());
    office.house.get(&unknown).await.refused(404, "not-found");
    let other = kit::samples::patient();
    office.house.hear(&office.listeners, &model::event::PatientRegistered(other.clone())).await;
    let theirs = format!("/v1/patients/{}/prescription-history", other.patient_id);
    assert!(!office.house.get(&theirs).await.expect(200).text.contains("amoxicillin"));
}

#[actix_web::test]
async fn the_history_marks_what_was_not_signed_like_this() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.signed(&pharmacy).await;
    assert!(!office.printed_history().await.contains("Believe nothing"));
    office.tampered("UPDATE prescriptions SET content = jsonb_set(content, '{refills}', '9')").await;
    assert!(office.printed_history().await.contains("Believe nothing of this"));
    assert_eq!(office.tasks("signature_broken").await.len(), 1);
}
