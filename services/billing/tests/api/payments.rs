use crate::office::Office;
use serde_json::json;

#[actix_web::test]
async fn a_payment_lowers_what_the_patient_owes() {
    let office = Office::open().await;
    let payment = json!({"patient_id": office.patient.patient_id, "amount": "25.00", "method": "card", "reference": "slip 7"});
    let send = || async {
        let request = office.house.request(reqwest::Method::POST, "/v1/payments");
        request.header("idempotency-key", "p1").json(&payment).send().await.expect(201)
    };
    assert_eq!(send().await.id(), send().await.id());
    assert_eq!(office.balances().await, ("-25.00".to_owned(), "0.00".to_owned()));
    assert_eq!(office.announced().await, ["payment.posted", "account.changed"]);
    let page =
        office.house.get(&format!("/v1/ledger?patient_id={}", office.patient.patient_id)).await.expect(200);
    let entries = page.body["items"][0]["entries"].as_array().expect("entries").clone();
    assert_eq!((&entries[0]["account"], &entries[0]["amount"]), (&json!("cash"), &json!("25.00")));
    assert_eq!(
        (&entries[1]["account"], &entries[1]["amount"]),
        (&json!("patient_receivable"), &json!("-25.00"))
    );
}

#[actix_web::test]
async fn refuses_what_is_no_payment() {
    let office = Office::open().await;
    let pay = |amount: &str, method: &str| json!({"patient_id": office.patient.patient_id, "amount": amount, "method": method});
    for (body, pointer) in [
        (pay("0.00", "cash"), "/amount"),
        (pay("-1.00", "cash"), "/amount"),
        (pay("1.001", "cash"), "/amount"),
        (pay("1.00", "shells"), "/method"),
    ] {
        office.house.post("/v1/payments", body).await.expect(400).names(pointer);
    }
    assert!(office.announced().await.is_empty());
}
