use crate::letters::{remittance, sealed, settled};
use crate::office::Office;
use serde_json::{Value, json};
use x12::Amount;

const X12: &str = "application/edi-x12";

async fn claim(office: &Office) -> (String, String) {
    let claim = office.signed().await;
    let text = |name: &str| claim[name].as_str().expect("text").to_owned();
    (text("id"), text("number"))
}

#[actix_web::test]
async fn the_copay_case_balances_to_the_cent_however_often_it_comes() {
    let office = Office::open().await;
    let (id, number) = claim(&office).await;
    let file = sealed("PX", &remittance("EFT1", vec![settled(&number, 15_000, 8_500, 4_000, 2_500)], 0));
    let first = office.house.post_text("/v1/remittances", X12, &*file).await.expect(201);
    assert_eq!(first.body["claims"][0]["outcome"], "posted");
    for _ in 0..4 {
        let again = office.house.post_text("/v1/remittances", X12, &*file).await.expect(200);
        assert_eq!(again.body, first.body);
    }
    assert_eq!(office.balances().await, ("25.00".to_owned(), "0.00".to_owned()));
    let claim = office.claim(&id).await;
    assert_eq!(
        (&claim["status"], &claim["paid"], &claim["adjusted"]),
        (&json!("paid"), &json!("85.00"), &json!("40.00"))
    );
    assert_eq!(claim["patient_responsibility"], "25.00");
    let account =
        office.house.get(&format!("/v1/patients/{}/account", office.patient.patient_id)).await.expect(200);
    let kinds: Vec<&str> = account.body["explain"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|e| e["kind"].as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "charge",
            "insurance_payment",
            "contractual_adjustment",
            "patient_responsibility",
            "patient_responsibility"
        ]
    );

    let pay = json!({"patient_id": office.patient.patient_id, "amount": "25.00", "method": "cash"});
    office.house.post("/v1/payments", pay).await.expect(201);
    assert_eq!(office.balances().await, ("0.00".to_owned(), "0.00".to_owned()));
    let announced = office.announced().await;
    assert_eq!(announced.iter().filter(|kind| *kind == "claim.paid").count(), 1);
    let facts = office.house.announced().await;
    let (_, paid) = facts.iter().find(|(kind, _)| kind == "claim.paid").expect("announced");
    assert_eq!(paid["patient_responsibility"], "25.00");
    for field in ["service_date", "coverage_id", "payer_id"] {
        assert!(paid[field].is_string(), "an estimate is compared by its {field}");
    }
    let listed = office.house.get("/v1/remittances").await.expect(200);
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(1));
    office.house.get(&format!("/v1/remittances/{}", first.id())).await.expect(200);
}

#[actix_web::test]
async fn one_cent_out_of_balance_refuses_the_whole_file() {
    let office = Office::open().await;
    let (id, number) = claim(&office).await;
    let sound = remittance("EFT1", vec![settled(&number, 15_000, 8_500, 4_000, 2_500)], 0);
    let mut wrong = sound.clone();
    wrong.payment.amount = Amount::from_cents(8_501);
    let refused = office.house.post_text("/v1/remittances", X12, sealed("PX", &wrong)).await;
    refused.refused(400, "x12-unbalanced");
    refused.names("BPR#2");
    let mut wrong = sound;
    wrong.groups[0].claims[0].paid = Amount::from_cents(8_499);
    let refused = office.house.post_text("/v1/remittances", X12, sealed("PX", &wrong)).await;
    refused.refused(400, "x12-unbalanced");
    nothing_was_posted(&office, &id).await;
}

#[actix_web::test]
async fn a_file_cut_in_half_names_the_segment() {
    let office = Office::open().await;
    let (id, number) = claim(&office).await;
    let file = sealed("PX", &remittance("EFT1", vec![settled(&number, 15_000, 8_500, 4_000, 2_500)], 0));
    let refused = office.house.post_text("/v1/remittances", X12, &file[..file.len() / 2]).await;
    refused.refused(400, "x12-invalid");
    let place = refused.body["errors"][0]["pointer"].as_str().expect("a pointer");
    assert!(place.contains('#'), "{place}");
    nothing_was_posted(&office, &id).await;
}

async fn nothing_was_posted(office: &Office, id: &str) {
    assert_eq!(office.balances().await, ("0.00".to_owned(), "150.00".to_owned()));
    assert_eq!(office.status(id).await, "ready");
    assert_eq!(office.house.get("/v1/remittances").await.body["items"], json!([]));
}

#[actix_web::test]
async fn a_denied_claim_stays_owed() {
    let office = Office::open().await;
    let (id, number) = claim(&office).await;
    let file = sealed("PX", &remittance("EFT1", vec![settled(&number, 15_000, 0, 15_000, 0)], 0));
    let posted = office.house.post_text("/v1/remittances", X12, file).await.expect(201);
    assert_eq!(
        (&posted.body["claims"][0]["outcome"], &posted.body["claims"][0]["denied"]),
        (&json!("denied"), &json!("150.00"))
    );
    assert_eq!(office.status(&id).await, "denied");
    assert_eq!(office.balances().await, ("0.00".to_owned(), "150.00".to_owned()));
    assert!(office.announced().await.contains(&"claim.denied".to_owned()));
}

#[actix_web::test]
async fn a_reversal_takes_back_and_a_correction_posts_anew() {
    let office = Office::open().await;
    let (id, number) = claim(&office).await;
    let first = sealed("PX", &remittance("EFT1", vec![settled(&number, 15_000, 8_500, 4_000, 2_500)], 0));
    office.house.post_text("/v1/remittances", X12, first).await.expect(201);
    let back = settled(&number, -15_000, -8_500, -4_000, -2_500);
    let corrected = settled(&number, 15_000, 9_500, 4_000, 1_500);
    let second = sealed("PX", &remittance("EFT2", vec![back, corrected], 0));
    let posted = office.house.post_text("/v1/remittances", X12, second).await.expect(201);
    assert_eq!(posted.body["claims"][0]["outcome"], "reversed");
    assert_eq!(office.balances().await, ("15.00".to_owned(), "0.00".to_owned()));
    assert_eq!(
        (office.status(&id).await.as_str(), &office.claim(&id).await["paid"]),
        ("paid", &json!("95.00"))
    );
}

#[actix_web::test]
async fn money_for_unknown_claims_waits_and_what_a_plb_takes_is_no_cash() {
    let office = Office::open().await;
    let (_, number) = claim(&office).await;
    let known = settled(&number, 15_000, 8_500, 4_000, 2_500);
    let unknown = settled("NOBODYS", 10_000, 6_000, 4_000, 0);
    let orphan = settled("NOBODYS", -1_000, -1_000, 0, 0);
    let file = sealed("PX", &remittance("EFT1", vec![known, unknown, orphan], 2_000));
    let posted = office.house.post_text("/v1/remittances", X12, file).await.expect(201);
    assert_eq!(posted.body["claims"][1]["outcome"], "unmatched");
    assert_eq!(
        posted.body["adjustments"][0],
        json!({"reason": "WO", "reference": "OLD0001", "amount": "20.00"})
    );
    assert_eq!(posted.body["payments"][0]["amount"], "115.00");
    assert_eq!(total(&office, "cash").await, 11_500);
    assert_eq!(total(&office, "unapplied").await, -5_000);
    assert_eq!(total(&office, "provider_level_adjustment").await, 2_000);
    assert_eq!(office.balances().await, ("25.00".to_owned(), "0.00".to_owned()));
}

/// An account over the whole ledger, in cents.
async fn total(office: &Office, account: &str) -> i64 {
    let page = office.house.get("/v1/ledger?limit=100").await.expect(200);
    let transactions = page.body["items"].as_array().expect("items").iter();
    let entries = transactions.flat_map(|transaction| transaction["entries"].as_array().expect("entries"));
    let cents =
        |entry: &Value| entry["amount"].as_str().and_then(|text| text.replace('.', "").parse::<i64>().ok());
    entries.filter(|entry| entry["account"] == account).map(|entry| cents(entry).expect("money")).sum()
}
