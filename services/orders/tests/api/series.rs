//! Several prescriptions of one Schedule II drug, written on one day and filled one after the other (21 CFR 1306.12(b)).

use crate::controlled::{OXYCODONE, Practice};
use kit::Answer;
use script::Body;
use serde_json::{Value, json};

/// Thirty days of oxycodone, from so many days on.
async fn drafted(practice: &Practice, days_supply: u16, from: Option<i64>) -> String {
    let mut wish = practice.office.wish_of(&practice.pharmacy, OXYCODONE, "C48542");
    wish["days_supply"] = days_supply.into();
    if let Some(days) = from {
        wish["earliest_fill_date"] = json!(practice.office.day(days));
    }
    practice.office.draft(wish).await
}

async fn ready(practice: &Practice, days_supply: u16, from: Option<i64>) -> String {
    let id = drafted(practice, days_supply, from).await;
    practice.office.check(&id).await.expect(200);
    id
}

/// All of them at once, as they are displayed, with one code or without any.
async fn sign(practice: &Practice, ids: &[&str], code: Option<&str>) -> Answer {
    let list = practice.list().await;
    let items = list["items"].as_array().expect("a list");
    let digests: Vec<&Value> = items.iter().map(|item| &item["digest"]).collect();
    let mut body = json!({"patient_id": practice.office.patient.patient_id, "prescription_ids": ids,
        "displayed": digests});
    if let Some(code) = code {
        body["second_factor"] = json!({"kind": "totp", "code": code});
    }
    practice.office.house.post("/v1/prescription-signings", body).await
}

#[actix_web::test]
async fn three_times_thirty_days_are_signed_with_one_second_factor() {
    let practice = Practice::granted().await;
    let (first, second) = (ready(&practice, 30, None).await, ready(&practice, 30, Some(30)).await);
    let third = ready(&practice, 30, Some(60)).await;
    let list = practice.list().await;
    let shown: Vec<&Value> =
        list["items"].as_array().expect("a list").iter().map(|item| &item["earliest_fill_date"]).collect();
    let office = &practice.office;
    assert_eq!(json!(shown), json!([null, office.day(30), office.day(60)]));
    let ids = [first.as_str(), &second, &third];
    let signed = sign(&practice, &ids, Some(&practice.device.code(2))).await.expect(200).body;
    for (item, from) in signed["items"].as_array().expect("a list").iter().zip([None, Some(30), Some(60)]) {
        let day = from.map(|days| office.day(days));
        assert_eq!(item["signature"]["written_on"], json!(office.day(0)));
        assert_eq!(item["earliest_fill_date"], json!(day));
        let record = item["signature"]["seal"]["record"].as_str().expect("a record");
        assert_eq!(record.contains("earliest_fill_date"), day.is_some());
        let raw = office.messages(item["id"].as_str().expect("an id")).await[0]["body"].clone();
        let Body::NewRx(new_rx) = script::parse(raw.as_str().expect("XML")).expect("SCRIPT").body else {
            panic!("a NewRx")
        };
        assert_eq!(new_rx.medication.earliest_fill(), day);
        assert_eq!(new_rx.medication.written.map(script::When::day), Some(office.day(0)));
    }
}

#[actix_web::test]
async fn a_fourth_beyond_ninety_days_is_refused_and_so_is_a_second_without_its_day() {
    let practice = Practice::granted().await;
    let (first, second) = (ready(&practice, 30, None).await, ready(&practice, 59, Some(30)).await);
    sign(&practice, &[&first, &second], Some(&practice.device.code(2))).await.expect(200);
    let fourth = ready(&practice, 2, Some(89)).await;
    let refused = sign(&practice, &[&fourth], None).await;
    refused.refused(409, "series-too-long");
    refused.names("/days_supply");
    assert_eq!(refused.body["blocked_by"], json!(fourth));
    let undated = ready(&practice, 1, None).await;
    let refused = sign(&practice, &[&undated], None).await;
    refused.refused(409, "series-without-date");
    refused.names("/earliest_fill_date");
}

#[actix_web::test]
async fn a_day_of_schedule_two_lies_within_ninety_days() {
    let practice = Practice::granted().await;
    drafted(&practice, 30, Some(90)).await;
    let mut wish = practice.office.wish_of(&practice.pharmacy, OXYCODONE, "C48542");
    for days in [-1, 91] {
        wish["earliest_fill_date"] = json!(practice.office.day(days));
        let refused = practice.office.house.post("/v1/prescriptions", wish.clone()).await;
        refused.refused(400, "invalid-request");
        refused.names("/earliest_fill_date");
    }
}
