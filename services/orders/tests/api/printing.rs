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
