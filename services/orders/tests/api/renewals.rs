//! Renewals: matched when everything agrees, decided by a prescriber, answered as a response.

use crate::office::Office;
use crate::pharmacy::{self, Pharmacy, Says, renewal, written};
use model::Scope;
use reqwest::Method;
use script::{Body, Message, RenewalOutcome, Text};
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
    /// Brings a request and answers it as it stands in the list.
    async fn ask(&self, message: &Message) -> Value {
        let answer = self.office.door(written(message)).await.expect(200);
        let status = script::parse(&answer.text).expect("a SCRIPT message");
        assert!(
            matches!(&status.body, Body::Status(status) if status.code.code() == "010"),
            "{}",
            answer.text
        );
        self.office.items("/v1/renewal-requests").await.pop().expect("a request")
    }

    /// The message after the NewRx.
    async fn response(&self) -> Message {
        let raw = kit::eventually(async || self.pharmacy.received().get(1).cloned()).await;
        script::parse(&raw).expect("a SCRIPT message")
    }

    fn outcome(response: &Message) -> (&RenewalOutcome, Option<u16>) {
        let Body::RxRenewalResponse(response) = &response.body else {
            panic!("a response: {}", response.body.transaction())
        };
        (&response.outcome, response.medication.as_ref().and_then(|medication| medication.refills))
    }
}

fn path(request: &Value) -> String {
    format!("/v1/renewal-requests/{}", request["id"].as_str().expect("an id"))
}

#[actix_web::test]
async fn a_renewal_that_agrees_is_matched_approved_and_answered_as_a_response() {
    let desk = accepted().await;
    let asked = renewal(&desk.new_rx, "RX-7", Some(2));
    let request = desk.ask(&asked).await;
    assert_eq!((&request["status"], &request["prescription_id"]), (&json!("open"), &json!(desk.id)));
    assert_eq!((&request["ask"]["refills"], &request["reference"]), (&json!(2), &json!("RX-7")));
    let tasks = desk.office.tasks("renewal_requested").await;
    assert_eq!((tasks.len(), &tasks[0]["owner"]), (1, &json!("tester")));

    desk.office.answer(&path(&request), "approve", json!({"refills": 3})).await.names("/refills");
    let answered = desk.office.answer(&path(&request), "approve", json!({})).await.expect(200).body;
    assert_eq!((&answered["status"], &answered["outcome"]), (&json!("answered"), &json!("approved")));
    let new_id = answered["new_prescription_id"].as_str().expect("an id").to_owned();
    let response = desk.response().await;
    assert_eq!(response.header.relates_to, Some(asked.header.message_id.clone()));
    assert_eq!(response.header.rx_reference_number, asked.header.rx_reference_number);
    let (outcome, refills) = Desk::outcome(&response);
    assert!(matches!(outcome, RenewalOutcome::Approved(_)));
    assert_eq!(refills, Some(2));
    let renewed = desk.office.becomes(&new_id, "accepted_by_pharmacy").await;
    assert_eq!((&renewed["refills"], &renewed["signature"]["signed_by"]), (&json!(2), &json!("tester")));
    assert_eq!(
        renewed["links"]["replaces"],
        json!({"prescription_id": desk.id, "reason": "renewed", "status": "accepted_by_pharmacy"})
    );
    let number = response.header.prescriber_order_number.as_ref().map(Text::as_str);
    assert_eq!(number, renewed["order_number"].as_str());
    assert!(desk.office.items("/v1/tasks").await.is_empty());
    let announced = desk.office.announced().await;
    assert_eq!(announced.iter().filter(|kind| kind.starts_with("renewal.")).count(), 2);
    desk.office
        .answer(&path(&request), "deny", json!({"reason_code": "too_soon"}))
        .await
        .refused(409, "request-answered");

    // The new authorisation has a life of its own: it can be filled and taken back.
    desk.office.door(written(&pharmacy::verify(&response))).await.expect(200);
    assert_eq!(desk.office.status(&new_id).await, "verified");
    desk.office.act(&new_id, "cancel", json!({})).await.expect(200);
    let cancel = kit::eventually(async || desk.pharmacy.received().get(2).cloned()).await;
    let cancel = script::parse(&cancel).expect("a SCRIPT message");
    assert!(matches!(cancel.body, Body::CancelRx(_)));
    assert_eq!(cancel.header.relates_to, Some(response.header.message_id.clone()));
}

/// Makes a request disagree with what we know.
type Spoil = fn(&mut Message);

#[actix_web::test]
async fn anything_that_does_not_agree_waits_for_a_person() {
    let desk = accepted().await;
    let spoil: [(&str, Spoil); 5] = [
        ("no_order_number", |message| message.header.prescriber_order_number = None),
        ("unknown_order_number", |message| message.header.prescriber_order_number = Text::new("ORD-1").ok()),
        ("patient_name", |message| {
            asks(message).parties.patient.name.last = Text::new("Smithers").expect("plain")
        }),
        ("birth_date", |message| asks(message).parties.patient.date_of_birth = None),
        ("drug", |message| {
            let drug = asks(message).prescribed.as_mut().expect("a drug");
            drug.drug.database.as_mut().expect("a code").code = Text::new("197361").expect("plain");
        }),
    ];
    for (number, (mismatch, spoil)) in spoil.into_iter().enumerate() {
        let mut asked = renewal(&desk.new_rx, &format!("RX-{number}"), None);
        spoil(&mut asked);
        let request = desk.ask(&asked).await;
        assert_eq!((&request["status"], &request["mismatches"]), (&json!("unmatched"), &json!([mismatch])));
        assert_eq!(request["prescription_id"], json!(null), "{mismatch}");
        desk.office
            .answer(&path(&request), "approve", json!({"refills": 1}))
            .await
            .refused(409, "request-unmatched");
    }
    assert_eq!(desk.office.tasks("message_unmatched").await.len(), 5);
    assert!(desk.office.tasks("renewal_requested").await.is_empty());

    let request = desk.office.items("/v1/renewal-requests?status=unmatched").await.remove(0);
    let attach = json!({"prescription_id": desk.id});
    let attached = desk.office.answer(&path(&request), "attach", attach).await.expect(200).body;
    assert_eq!((&attached["status"], &attached["prescription_id"]), (&json!("open"), &json!(desk.id)));
    assert_eq!(desk.office.tasks("message_unmatched").await.len(), 4);
    assert_eq!(desk.office.tasks("renewal_requested").await.len(), 1);
    desk.office.answer(&path(&request), "approve", json!({})).await.names("/refills");
    desk.office.answer(&path(&request), "approve", json!({"refills": 1})).await.expect(200);
}

fn asks(message: &mut Message) -> &mut script::RxRenewalRequest {
    let Body::RxRenewalRequest(renewal) = &mut message.body else { panic!("a renewal") };
    renewal
}

#[actix_web::test]
async fn the_same_reference_is_one_work_item_and_the_last_message_is_answered() {
    let desk = accepted().await;
    let (first, second) = (renewal(&desk.new_rx, "RX-7", Some(1)), renewal(&desk.new_rx, "RX-7", Some(1)));
    for message in [&first, &first, &second] {
        desk.ask(message).await;
    }
    let requests = desk.office.items("/v1/renewal-requests").await;
    assert_eq!((requests.len(), &requests[0]["times"]), (1, &json!(2)));
    assert_eq!(desk.office.tasks("renewal_requested").await.len(), 1);
    let deny = json!({"reason_code": "needs_appointment", "note": "Please come in"});
    let denied = desk.office.answer(&path(&requests[0]), "deny", deny).await.expect(200).body;
    assert_eq!((&denied["outcome"], &denied["delivery"]), (&json!("denied"), &json!("sending")));
    let response = desk.response().await;
    assert_eq!(response.header.relates_to, Some(second.header.message_id));
    let (RenewalOutcome::Denied(remark), None) = Desk::outcome(&response) else { panic!("denied") };
    assert_eq!(remark.reason_codes.iter().map(Text::as_str).collect::<Vec<_>>(), ["AM"]);
    assert_eq!(remark.reason.as_ref().map(Text::as_str), Some("Please come in"));
    kit::eventually(async || {
        let request = desk.office.house.get(&path(&requests[0])).await.expect(200).body;
        (request["delivery"] == "delivered").then_some(())
    })
    .await;
    // A late answer of the line about our denial says nothing of the prescription.
    desk.office.door(written(&pharmacy::error(&response, "900"))).await.expect(200);
    assert_eq!(desk.office.status(&desk.id).await, "accepted_by_pharmacy");
    assert_eq!(desk.office.tasks("transmission_failed").await.len(), 1);
    // Answered is answered: the same reference later is a new request.
    assert_ne!(desk.ask(&renewal(&desk.new_rx, "RX-7", Some(1))).await["id"], requests[0]["id"]);
}

#[actix_web::test]
async fn other_refills_are_changes_and_anything_else_replaces() {
    let desk = accepted().await;
    let request = desk.ask(&renewal(&desk.new_rx, "RX-1", Some(3))).await;
    let change = async |body: Value| desk.office.answer(&path(&request), "approve-with-changes", body).await;
    change(json!({"refills": 3})).await.names("/refills");
    change(json!({"refills": 1})).await.expect(200);
    let response = desk.response().await;
    let (outcome, refills) = Desk::outcome(&response);
    assert!(matches!(outcome, RenewalOutcome::ApprovedWithChanges(_)));
    assert_eq!(refills, Some(1));

    let request = desk.ask(&renewal(&desk.new_rx, "RX-2", Some(3))).await;
    let place = desk.office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let mut wish = desk.office.wish(&place);
    wish["sig"]["text"] = json!("Take 1 capsule by mouth twice daily for 15 days");
    wish["days_supply"] = json!(15);
    wish["patient_id"] = json!(uuid::Uuid::nil());
    let replace = async |wish: &Value| {
        let alerts = json!({"reason_code": "will_monitor"});
        let body = json!({"prescription": wish, "override_alerts": alerts});
        desk.office.answer(&path(&request), "replace", body).await
    };
    replace(&wish).await.names("/prescription");
    wish["patient_id"] = json!(desk.office.patient.patient_id);
    wish["earliest_fill_date"] = json!(desk.office.day(-1));
    replace(&wish).await.refused(409, "earliest-fill-date");
    wish["earliest_fill_date"] = json!(desk.office.day(1));
    let replaced = replace(&wish).await.expect(200).body;
    assert_eq!(replaced["outcome"], "replaced");
    let raw = kit::eventually(async || desk.pharmacy.received().get(2).cloned()).await;
    let response = script::parse(&raw).expect("a SCRIPT message");
    assert!(matches!(Desk::outcome(&response).0, RenewalOutcome::Replace(_)));
    let Body::RxRenewalResponse(told) = &response.body else { panic!("a response") };
    let told = told.medication.as_ref().and_then(script::Medication::earliest_fill);
    assert_eq!(told, Some(desk.office.day(1)));
}

#[actix_web::test]
async fn a_renewal_needs_the_signature_and_no_pending_cancel() {
    let desk = accepted().await;
    let request = desk.ask(&renewal(&desk.new_rx, "RX-1", Some(1))).await;
    let approve = format!("{}/approve", path(&request));
    let scopeless =
        desk.office.house.request(Method::POST, &approve).scopes(&[Scope::OrdersWrite]).json(&json!({}));
    scopeless.send().await.refused(403, "scope-missing");
    desk.office.house.post(&approve, json!({})).await.refused(428, "if-match-missing");
    desk.office.house.other_practice().get(&path(&request)).await.refused(404, "not-found");
    desk.office.act(&desk.id, "cancel", json!({})).await.expect(200);
    desk.office.answer(&path(&request), "approve", json!({})).await.refused(409, "cancel-pending");
    desk.office.house.get(&path(&request).replace("renewal", "change")).await.refused(404, "not-found");
}
