//! Changes a pharmacy asks for: what is chosen is a new prescription, and the one before is not active any more.

use crate::office::Office;
use crate::pharmacy::{Pharmacy, Says, change, written};
use script::{Body, ChangeOutcome, Message, Text};
use serde_json::{Value, json};

struct Desk {
    office: Office,
    pharmacy: Pharmacy,
    new_rx: Message,
    id: String,
}

async fn accepted() -> Desk {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let id = office.signed(&place).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let new_rx = pharmacy.first().await;
    Desk { office, pharmacy, new_rx, id }
}

impl Desk {
    async fn ask(&self, message: &Message) -> Value {
        self.office.door(written(message)).await.expect(200);
        self.office.items("/v1/change-requests").await.pop().expect("a request")
    }

    async fn outcome(&self) -> ChangeOutcome {
        let raw = kit::eventually(async || self.pharmacy.received().get(1).cloned()).await;
        match script::parse(&raw).expect("a SCRIPT message").body {
            Body::RxChangeResponse(response) => response.outcome,
            other => panic!("a response: {}", other.transaction()),
        }
    }

    /// The 250 mg capsule in place of the one of 500 mg.
    fn smaller(&self) -> script::Medication {
        let Body::NewRx(new_rx) = &self.new_rx.body else { panic!("a NewRx") };
        let mut medication = new_rx.medication.clone();
        medication.drug.database.as_mut().expect("a code").code = Text::new("308182").expect("plain");
        medication.drug.product = None;
        medication.description = Text::new("Amoxicillin 250 mg oral capsule").expect("plain");
        medication.quantity.as_mut().expect("a quantity").value = 60.into();
        medication.sig.as_mut().expect("a sig").text =
            Text::new("Take 2 capsules by mouth 3 times daily for 10 days").expect("plain");
        medication
    }
}

fn path(request: &Value) -> String {
    format!("/v1/change-requests/{}", request["id"].as_str().expect("an id"))
}

#[actix_web::test]
async fn the_choice_is_signed_anew_and_the_one_before_ends() {
    let desk = accepted().await;
    let request = desk.ask(&change(&desk.new_rx, "RX-7", "OS", vec![desk.smaller()])).await;
    assert_eq!((&request["status"], &request["ask"]["code"]), (&json!("open"), &json!("OS")));
    assert_eq!(desk.office.tasks("change_requested").await.len(), 1);
    desk.office.answer(&path(&request), "approve", json!({"choice": 1})).await.names("/choice");
    desk.office.answer(&path(&request), "validate", json!({})).await.refused(409, "not-to-validate");
    let answered = desk.office.answer(&path(&request), "approve", json!({})).await.expect(200).body;
    let new_id = answered["new_prescription_id"].as_str().expect("an id").to_owned();
    assert!(matches!(desk.outcome().await, ChangeOutcome::Approved(_)));
    let new = desk.office.becomes(&new_id, "accepted_by_pharmacy").await;
    assert_eq!((&new["medication"]["rxcui"], &new["quantity"]["value"]), (&json!("308182"), &json!("60")));
    assert_eq!(new["links"]["replaces"]["reason"], "changed");
    let listed = desk.office.items(&desk.office.path("medications")).await;
    let active: Vec<_> = listed.iter().map(|m| (m["prescription_id"].clone(), m["active"].clone())).collect();
    assert_eq!(active, [(json!(desk.id), json!(false)), (json!(new_id), json!(true))]);
    assert!(desk.office.items("/v1/tasks").await.is_empty());
}

#[actix_web::test]
async fn other_words_leave_no_fields_or_codes_of_the_words_before() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let pharmacy = Pharmacy::that(&[Says::Status("010")]);
    let place = office.pharmacy(&pharmacy.url).await;
    let text = json!({"text": "Take 1 capsule by mouth 3 times daily for 10 days"});
    let mut wish = office.wish(&place);
    wish["sig"] = office.house.post("/v1/sigs/read", text).await.expect(200).body;
    let id = office.signed_as(wish).await;
    office.becomes(&id, "accepted_by_pharmacy").await;
    let new_rx = pharmacy.first().await;
    let desk = Desk { office, pharmacy, new_rx, id };
    assert_eq!(desk.office.get(&desk.id).await.body["sig"]["structured"]["dose"]["value"], "1");
    let request = desk.ask(&change(&desk.new_rx, "RX-7", "OS", vec![desk.smaller()])).await;
    let answered = desk.office.answer(&path(&request), "approve", json!({})).await.expect(200).body;
    let new_id = answered["new_prescription_id"].as_str().expect("an id").to_owned();
    let sig = desk.office.get(&new_id).await.body["sig"].clone();
    assert_eq!(sig, json!({"text": "Take 2 capsules by mouth 3 times daily for 10 days"}));
}

#[actix_web::test]
async fn what_the_catalogue_does_not_know_is_not_guessed() {
    let desk = accepted().await;
    let mut odd = desk.smaller();
    odd.drug.database = None;
    let request = desk.ask(&change(&desk.new_rx, "RX-7", "T", vec![odd])).await;
    desk.office.answer(&path(&request), "approve", json!({})).await.refused(409, "choice-unknown");
    let place = desk.office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let body = json!({"prescription": desk.office.wish(&place), "note": "this one"});
    desk.office.answer(&path(&request), "approve-with-changes", body).await.expect(200);
    assert!(matches!(desk.outcome().await, ChangeOutcome::ApprovedWithChanges(_)));
}

#[actix_web::test]
async fn an_authorisation_is_validated_or_denied_and_nothing_else() {
    let desk = accepted().await;
    let request = desk.ask(&change(&desk.new_rx, "RX-7", "U", Vec::new())).await;
    desk.office.answer(&path(&request), "approve", json!({})).await.refused(409, "not-to-validate");
    let answered = desk
        .office
        .answer(&path(&request), "validate", json!({"note": "NPI 1993999998"}))
        .await
        .expect(200)
        .body;
    assert_eq!((&answered["outcome"], &answered["new_prescription_id"]), (&json!("validated"), &json!(null)));
    assert!(matches!(desk.outcome().await, ChangeOutcome::Validated(_)));
    assert_eq!(desk.office.status(&desk.id).await, "accepted_by_pharmacy");
}
