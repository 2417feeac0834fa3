//! Another pharmacy: the first is asked to cancel, the second gets the same under another order number.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, Pharmacy, Says, written};
use script::{Body, FillStatus};
use serde_json::json;

#[actix_web::test]
async fn the_first_pharmacy_is_asked_to_cancel_and_the_second_gets_it_with_a_warning() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let (first, other) = (Pharmacy::that(&[Says::Status("010")]), Pharmacy::that(&[Says::Status("010")]));
    let (place, elsewhere) =
        (office.pharmacy(&first.url).await, office.pharmacy_as("9900012", &other.url).await);
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    office.act(&id, "change-pharmacy", json!({"pharmacy_id": place})).await.names("/pharmacy_id");
    let moved = office.act(&id, "change-pharmacy", json!({"pharmacy_id": elsewhere})).await.expect(201).body;
    let new_id = moved["prescription"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(moved["replaced"]["status"], "cancel_pending");
    assert!(moved["links"]["warning"].as_str().is_some_and(|warning| warning.contains("twice")));
    assert_ne!(moved["prescription"]["order_number"], moved["replaced"]["order_number"]);
    assert_eq!(moved["prescription"]["sig"], moved["replaced"]["sig"]);

    office.becomes(&new_id, "accepted_by_pharmacy").await;
    let new_rx = other.first().await;
    assert!(matches!(new_rx.body, Body::NewRx(_)));
    assert_eq!(new_rx.header.to.id.as_str(), "9900012");
    let (old, new) = (office.get(&id).await.body, office.get(&new_id).await.body);
    assert_eq!(old["links"]["replaced_by"][0]["prescription_id"], new_id.as_str());
    assert_eq!(new["links"]["replaces"]["prescription_id"], id.as_str());
    assert!(new["links"]["warning"].is_string());
    let active: Vec<_> =
        office.items(&office.path("medications")).await.iter().map(|m| m["active"].clone()).collect();
    assert_eq!(active, [false, true]);

    let cancel = kit::eventually(async || first.received().get(1).cloned()).await;
    let cancel = script::parse(&cancel).expect("a SCRIPT message");
    assert!(matches!(cancel.body, Body::CancelRx(_)));
    office.door(written(&pharmacy::cancel_response(&cancel, true))).await.expect(200);
    let new = office.get(&new_id).await.body;
    assert_eq!(
        (&new["links"]["replaces"]["status"], &new["links"]["warning"]),
        (&json!("cancelled"), &json!(null))
    );
    office.act(&id, "change-pharmacy", json!({"pharmacy_id": elsewhere})).await.refused(409, "wrong-status");
}

#[actix_web::test]
async fn it_is_moved_in_one_step_or_not_at_all() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let first = Pharmacy::that(&[Says::Status("010")]);
    let (place, elsewhere) =
        (office.pharmacy(&first.url).await, office.pharmacy_as("9900012", NOWHERE).await);
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    office.allergic_to("amoxicillin").await;
    let wish = json!({"pharmacy_id": elsewhere});
    office.act(&id, "change-pharmacy", wish).await.refused(409, "alerts-open");
    assert_eq!((office.status(&id).await.as_str(), first.received().len()), ("accepted_by_pharmacy", 1));
    let answered =
        json!({"pharmacy_id": elsewhere, "override_alerts": {"reason_code": "tolerated_previously"}});
    office.act(&id, "change-pharmacy", answered).await.expect(201);
    assert_eq!(office.status(&id).await, "cancel_pending");
}

#[actix_web::test]
async fn what_never_left_moves_without_a_cancel_and_what_was_filled_not_at_all() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let (place, elsewhere) = (office.pharmacy(NOWHERE).await, office.pharmacy_as("9900012", NOWHERE).await);
    let id = office.signed(&place).await;
    let wish = json!({"pharmacy_id": elsewhere});
    let moved = office.act(&id, "change-pharmacy", wish.clone()).await.expect(201).body;
    assert_eq!(
        (&moved["replaced"]["status"], &moved["links"]["warning"]),
        (&json!("cancelled"), &json!(null))
    );

    let filled = office.signed_beside(&place).await;
    let xml = office.messages(&filled).await[0]["body"].as_str().expect("XML").to_owned();
    let fill =
        pharmacy::fill(&script::parse(&xml).expect("a SCRIPT message"), FillStatus::PartiallyDispensed);
    office.door(written(&fill)).await.expect(200);
    office.act(&filled, "change-pharmacy", wish).await.refused(409, "wrong-status");
}
