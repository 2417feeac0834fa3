//! Taking over what a payer's record says otherwise.

use crate::desk::{Desk, day};
use actix_web::{App, HttpResponse, HttpServer, web};
use kit::samples;
use model::event::{PatientSnapshot, PatientUpdated};
use serde_json::{Value, json};
use x12::Interchange;
use x12::eligibility::Inquiry;

/// A payer that has these segments of the subscriber, and, where there are any, of the dependent.
fn payer(subscriber: &'static [&'static str], dependent: &'static [&'static str]) -> String {
    let answer =
        move |asked: String| async move { HttpResponse::Ok().body(answer(&asked, subscriber, dependent)) };
    let app = move || App::new().route("/x12", web::post().to(answer));
    let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("http://{}/x12", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    url
}

fn answer(asked: &str, subscriber: &[&str], dependent: &[&str]) -> String {
    let read = Interchange::read(asked).expect("X12");
    let inquiry = Inquiry::parse(read[0].transactions().next().expect("one")).expect("a 270");
    let trn = format!("TRN*2*{}*1123456789", inquiry.trace().expect("a trace").number);
    let head = [
        "ST*271*0001*005010X279A1",
        "BHT*0022*11*ANSWER1*20261124*0900",
        "HL*1**20*1",
        "NM1*PR*2*ABC*****PI*842610001",
        "HL*2*1*21*1",
        "NM1*1P*2*CLINIC*****XX*1234567893",
    ];
    let (below, trn_first) = (["HL*4*3*23*0", trn.as_str()], ["HL*3*2*22*0", trn.as_str()]);
    let patient = match dependent.is_empty() {
        true => [&trn_first, subscriber].concat(),
        false => [&["HL*3*2*22*1"], subscriber, &below, dependent].concat(),
    };
    let set = [&head, &patient[..], &["EB*1**30"]].concat();
    let count = set.len() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*842610001      *ZZ*1234567893     *261124*0900*^*00501*000000001*0*T*:~\
         GS*HB*842610001*1234567893*20261124*0900*1*X*005010X279A1~{}~SE*{count}*0001~GE*1*1~IEA*1*000000001~",
        set.join("~")
    )
}

/// Of the desk's patient, John Smith, born 1963-05-19.
const OTHERWISE: &[&str] = &[
    "NM1*IL*1*SMITH*JONATHAN****MI*W55",
    "REF*6P*700",
    "N3*9 HILL RD",
    "N4*LEAWOOD*KS*66206",
    "DMG*D8*19630520*F",
    "INS*Y*18*001*25",
];

/// A desk with an answered check.
async fn checked(url: &str, changes: Value) -> (Desk, String, Value) {
    let desk = Desk::open().await;
    desk.sending(&[]);
    let mut coverage = desk.coverage(&desk.payer(url).await);
    for (field, value) in changes.as_object().expect("fields") {
        coverage[field] = value.clone();
    }
    let coverage = desk.house.post("/v1/coverages", coverage).await.expect(201).id();
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let answered = desk.outcome(&check).await;
    (desk, format!("/v1/eligibility-checks/{check}"), answered)
}

fn fields(check: &Value) -> Vec<&str> {
    let differences = check["differences"].as_array().expect("a list").iter();
    differences.map(|difference| difference["field"].as_str().expect("a word")).collect()
}

fn accepted(check: &Value) -> Vec<&str> {
    let differences = check["differences"].as_array().expect("a list").iter();
    let accepted = differences.filter(|difference| !difference["accepted"].is_null());
    accepted.map(|difference| difference["field"].as_str().expect("a word")).collect()
}

async fn kinds(desk: &Desk) -> Vec<String> {
    let facts = desk.house.announced().await.into_iter().map(|(kind, _)| kind);
    facts.filter(|kind| !["coverage.recorded", "eligibility.checked"].contains(&kind.as_str())).collect()
}

#[actix_web::test]
async fn what_is_the_coverages_changes_the_coverage() {
    let (desk, place, check) = checked(&payer(OTHERWISE, &[]), json!({})).await;
    assert_eq!(fields(&check), ["name", "birth_date", "sex", "address", "member_id", "group_number"]);
    let version = check["version"].as_i64().expect("a version");
    let accept = format!("{place}/differences/member_id/accept");
    desk.house.post(&accept, json!({})).await.refused(428, "if-match-missing");
    desk.house.if_match(version - 1).post(&accept, json!({})).await.refused(412, "stale");
    let house = desk.house.if_match(version);
    house.post(&format!("{place}/differences/phone/accept"), json!({})).await.refused(404, "not-found");
    house
        .post(&format!("{place}/differences/subscriber_name/accept"), json!({}))
        .await
        .refused(404, "not-found");
    house.other_practice().if_match(version).post(&accept, json!({})).await.refused(404, "not-found");
    house.post(&accept, json!({"with": "more"})).await.refused(400, "invalid-request");
    assert!(kinds(&desk).await.is_empty());

    let taken = house.post(&accept, json!({})).await.expect(200);
    assert_eq!((taken.version(), accepted(&taken.body)), (version + 1, vec!["member_id"]));
    let by = taken.body["differences"][4]["accepted"]["by"].clone();
    assert_eq!(by, "tester");
    let again = house.post(&accept, json!({})).await.expect(200);
    assert_eq!((again.version(), again.body), (version + 1, taken.body));

    let group = format!("{place}/differences/group_number/accept");
    desk.house.if_match(version + 1).post(&group, json!({})).await.expect(200);
    let coverage = format!("/v1/coverages/{}", check["coverage_id"].as_str().expect("an id"));
    let coverage = desk.house.get(&coverage).await.expect(200);
    assert_eq!((&coverage.body["member_id"], &coverage.body["group_number"]), (&json!("W55"), &json!("700")));
    assert_eq!(coverage.version(), 3);
    assert_eq!(kinds(&desk).await, ["coverage.updated", "coverage.updated"]);
}

#[actix_web::test]
async fn what_is_the_patients_is_told_to_who_keeps_patients() {
    let (desk, place, check) = checked(&payer(OTHERWISE, &[]), json!({})).await;
    let version = check["version"].as_i64().expect("a version");
    for (version, field) in (version..).zip(["name", "address", "sex"]) {
        let accept = format!("{place}/differences/{field}/accept");
        desk.house.if_match(version).post(&accept, json!({})).await.expect(200);
        desk.house.if_match(version).post(&accept, json!({})).await.expect(200);
    }
    let facts = desk.house.announced().await.into_iter();
    let told: Vec<Value> =
        facts.filter(|(kind, _)| kind == "demographics.corrected").map(|(_, data)| data).collect();
    let of = |changes: Value| json!({"patient_id": desk.patient.patient_id, "eligibility_check_id": check["id"], "changes": changes});
    assert_eq!(
        told,
        [
            of(json!({"given_name": "Jonathan"})),
            of(
                json!({"address": {"line1": "9 HILL RD", "city": "LEAWOOD", "state": "KS", "postal_code": "66206"}})
            ),
            of(json!({"sex": "female"})),
        ]
    );
}

#[actix_web::test]
async fn a_difference_that_is_none_any_more_is_refused() {
    let (desk, place, check) = checked(&payer(OTHERWISE, &[]), json!({})).await;
    let house = desk.house.if_match(check["version"].as_i64().expect("a version"));
    let mut demographics = samples::demographics();
    demographics.birth_date = day("1963-05-21");
    let patient = PatientSnapshot { demographics, ..desk.patient.clone() };
    desk.house.hear(&desk.listeners, &PatientUpdated(patient)).await;
    let coverage = format!("/v1/coverages/{}", check["coverage_id"].as_str().expect("an id"));
    desk.house.if_match(1).patch(&coverage, json!({"group_number": "701"})).await.expect(200);
    for field in ["birth_date", "group_number"] {
        let refused = house.post(&format!("{place}/differences/{field}/accept"), json!({})).await;
        refused.refused(409, "difference-stale");
    }
    let unchanged = desk.house.get(&place).await.expect(200);
    assert!(accepted(&unchanged.body).is_empty());
    assert_eq!(kinds(&desk).await, ["coverage.updated"]);
}

#[actix_web::test]
async fn the_subscribers_record_is_corrected_in_the_coverage() {
    let subscriber = &["NM1*IL*1*SMYTHE*MARTHA****MI*11122333301", "DMG*D8*19400101*F"];
    let dependent = &["NM1*03*1*SMITH*JOHN", "DMG*D8*19630519*M", "INS*N*19"];
    let mother =
        json!({"given_name": "Martha", "family_name": "Smith", "birth_date": "1940-01-01", "sex": "female"});
    let through = json!({"relationship": "child", "subscriber": mother});
    let (desk, place, check) = checked(&payer(subscriber, dependent), through).await;
    assert_eq!(fields(&check), ["subscriber_name"]);
    let house = desk.house.if_match(check["version"].as_i64().expect("a version"));
    house.post(&format!("{place}/differences/subscriber_name/accept"), json!({})).await.expect(200);
    let coverage = format!("/v1/coverages/{}", check["coverage_id"].as_str().expect("an id"));
    let coverage = desk.house.get(&coverage).await.expect(200).body;
    assert_eq!(coverage["subscriber"]["family_name"], "Smythe");
    assert_eq!(coverage["subscriber"]["given_name"], "Martha");
    assert_eq!(kinds(&desk).await, ["coverage.updated"]);
}
