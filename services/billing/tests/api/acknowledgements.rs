use crate::letters;
use crate::office::{Office, connection};
use billing::clearinghouse;
use platform::outbound;
use serde_json::{Value, json};
use x12::claim_acknowledgment::StatusCategory;

const X12: &str = "application/edi-x12";

/// A claim whose interchange is made, though nobody has answered yet.
pub async fn sent(office: &Office) -> (String, String) {
    let claim = office.signed().await;
    let id = claim["id"].as_str().expect("an id").to_owned();
    let nowhere = connection("http://127.0.0.1:9");
    let stop = platform::Stop::default();
    let run = outbound::run(
        office.house.db().clone(),
        clearinghouse::SEND_CLAIM,
        stop.clone(),
        async |db, intent| clearinghouse::send(db, &nowhere, intent).await,
    );
    let made = async {
        let interchange = kit::eventually(async || interchanges(office, &id).await.pop()).await;
        stop.ask();
        interchange
    };
    let ((), interchange) = tokio::join!(run, made);
    (id, interchange)
}

pub async fn interchanges(office: &Office, id: &str) -> Vec<String> {
    let messages = office.house.get(&format!("/v1/claims/{id}/x12")).await.expect(200).body;
    let text = |message: &Value| message["content"].as_str().expect("text").to_owned();
    messages["sent"].as_array().expect("sent").iter().map(text).collect()
}

#[actix_web::test]
async fn an_accepted_claim_goes_from_received_to_accepted() {
    let office = Office::open().await;
    let (id, interchange) = sent(&office).await;
    let ack = letters::functional(&interchange, true);
    let receipt = office.house.post_text("/v1/acknowledgements", X12, &*ack).await.expect(200);
    assert_eq!(receipt.body["claims"][0], json!({"claim_id": id, "status": "received", "changed": true}));
    let again = office.house.post_text("/v1/acknowledgements", X12, &*ack).await.expect(200);
    assert_eq!(again.body["claims"][0]["changed"], false);

    let number = letters::number(&interchange);
    let accepted = letters::acknowledgment("PX", &number, StatusCategory::AcceptedIntoAdjudication);
    office.house.post_text("/v1/acknowledgements", X12, accepted).await.expect(200);
    let claim = office.claim(&id).await;
    assert_eq!((&claim["status"], &claim["payer_control_number"]), (&json!("accepted"), &json!("ICN0001")));
    assert_eq!(
        office.announced().await,
        ["claim.ready", "account.changed", "claim.submitted", "claim.received", "claim.accepted"]
    );
    let messages = office.house.get(&format!("/v1/claims/{id}/x12")).await.expect(200).body;
    assert_eq!(messages["received"].as_array().map(Vec::len), Some(2));
}

#[actix_web::test]
async fn a_rejected_claim_is_mended_and_sent_as_a_new_original() {
    let office = Office::open().await;
    let (id, interchange) = sent(&office).await;
    office
        .house
        .post_text("/v1/acknowledgements", X12, letters::functional(&interchange, false))
        .await
        .expect(200);
    let claim = office.claim(&id).await;
    assert_eq!((&claim["status"], &claim["rejections"][0]["source"]), (&json!("rejected"), &json!("999")));
    let seen = office.house.get(&format!("/v1/claims/{id}")).await.version();
    let again =
        office.house.if_match(seen).post(&format!("/v1/claims/{id}/submit"), json!({})).await.expect(200);
    assert_eq!((&again.body["status"], &again.body["submission"]), (&json!("ready"), &json!(2)));

    let late = letters::functional(&interchange, false);
    let receipt = office.house.post_text("/v1/acknowledgements", X12, late).await.expect(200);
    assert_eq!(receipt.body["claims"][0]["changed"], false, "it is about the first submission");
    let number = again.body["number"].as_str().expect("a number");
    let rejected = letters::acknowledgment("PX", number, StatusCategory::RejectedInvalid);
    office.house.post_text("/v1/acknowledgements", X12, rejected).await.expect(200);
    assert_eq!(office.claim(&id).await["rejections"][0]["code"], "A7:20");
}

#[actix_web::test]
async fn refuses_what_is_cut_or_of_another_kind_and_stores_nothing() {
    let office = Office::open().await;
    let (id, interchange) = sent(&office).await;
    let ack = letters::functional(&interchange, true);
    let cut = office.house.post_text("/v1/acknowledgements", X12, &ack[..ack.len() / 2]).await;
    cut.refused(400, "x12-invalid");
    assert!(
        cut.body["errors"][0]["pointer"].as_str().is_some_and(|place| place.contains('#')),
        "{}",
        cut.text
    );
    office.house.post_text("/v1/acknowledgements", X12, interchange).await.refused(400, "x12-invalid");
    office.house.post_text("/v1/acknowledgements", X12, "hello").await.refused(400, "x12-invalid");
    assert_eq!(office.status(&id).await, "ready");
    let unmatched =
        office.house.other_practice().post_text("/v1/acknowledgements", X12, ack).await.expect(200);
    assert_eq!(unmatched.body, json!({"claims": [], "unmatched": 1}));
}
