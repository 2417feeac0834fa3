//! Answers that serve more than once.

use crate::desk::{Desk, NOWHERE};
use crate::payer::{Payer, Says};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use model::event::{AppointmentBooked, AppointmentRescheduled, AppointmentSnapshot};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A day of this month, so that an answer about today serves.
fn this_month() -> (NaiveDate, NaiveDate) {
    let today = platform::now().date_naive();
    let other = if today.day() > 1 { today - Days::new(1) } else { today + Days::new(1) };
    (today, other)
}

async fn ask(desk: &Desk, asked: Value) -> Value {
    desk.house.post("/v1/eligibility-checks", asked).await.expect(202).body
}

#[actix_web::test]
async fn many_equal_questions_at_one_moment_are_one_inquiry() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    let (today, _) = this_month();
    let requests: Vec<_> = (0..40)
        .map(|_| {
            let asked = json!({"coverage_id": coverage, "service_date": today});
            let house = desk.house.clone();
            actix_web::rt::spawn(
                async move { house.post("/v1/eligibility-checks", asked).await.expect(202).body },
            )
        })
        .collect();
    let (mut ids, mut new) = (BTreeSet::new(), 0);
    for request in requests {
        let body = request.await.expect("an answer");
        ids.insert(body["id"].as_str().expect("an id").to_owned());
        new += usize::from(body["shared"] == json!(false));
    }
    assert_eq!((ids.len(), new), (1, 1), "one of them asked, the others share");
    desk.sending(&[]);
    desk.outcome(ids.first().expect("an id")).await;
    assert_eq!(payer.asked().len(), 1);
}

#[actix_web::test]
async fn an_answer_serves_for_its_month_its_service_types_and_as_long_as_it_is_fresh() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    let (today, other) = this_month();
    let first =
        ask(&desk, json!({"coverage_id": coverage, "service_date": today, "service_types": ["30", "98"]}))
            .await;
    assert_eq!((&first["shared"], &first["age_seconds"]), (&json!(false), &Value::Null));
    let id = first["id"].as_str().expect("an id");
    let answered = desk.outcome(id).await;

    let again = ask(&desk, json!({"coverage_id": coverage, "service_date": other})).await;
    assert_eq!((&again["id"], &again["shared"]), (&json!(id), &json!(true)));
    assert_eq!(again["answered_at"], answered["answered_at"]);
    assert!(again["age_seconds"].as_i64().is_some_and(|age| (0..120).contains(&age)), "{again}");
    assert_eq!(payer.asked().len(), 1);

    let next_month = (today.with_day(1).expect("a day") + Days::new(40)).with_day(1).expect("a day");
    for asked in [
        json!({"coverage_id": coverage, "service_date": next_month}),
        json!({"coverage_id": coverage, "service_date": today, "service_types": ["30", "MH"]}),
        json!({"coverage_id": coverage, "service_date": today, "max_age_hours": 0}),
    ] {
        let another = ask(&desk, asked.clone()).await;
        assert_eq!(another["shared"], json!(false), "{asked}");
        desk.outcome(another["id"].as_str().expect("an id")).await;
    }
    let wrong = json!({"coverage_id": coverage, "service_date": today, "max_age_hours": -1});
    desk.house.post("/v1/eligibility-checks", wrong).await.names("/max_age_hours");
}

#[actix_web::test]
async fn what_came_to_nothing_or_was_about_another_member_id_does_not_serve() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Aaa("72"), Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    let (today, _) = this_month();
    let asked = json!({"coverage_id": coverage, "service_date": today});
    let mut ids = Vec::new();
    for (n, change) in [None, None, Some(json!({"group_number": "7"})), Some(json!({"member_id": "W2"}))]
        .into_iter()
        .enumerate()
    {
        if let Some(change) = change {
            let version = if n == 2 { 1 } else { 2 };
            desk.house
                .if_match(version)
                .patch(&format!("/v1/coverages/{coverage}"), change)
                .await
                .expect(200);
        }
        let check = ask(&desk, asked.clone()).await;
        let id = check["id"].as_str().expect("an id").to_owned();
        desk.outcome(&id).await;
        ids.push((id, check["shared"].clone()));
    }
    // Rejected, asked again and answered; served; another member id, asked again.
    let shared: Vec<_> = ids.iter().map(|(_, shared)| shared == &json!(true)).collect();
    assert_eq!(shared, [false, false, true, false]);
    assert_eq!((&ids[1].0, payer.asked().len()), (&ids[2].0, 3));
}

#[actix_web::test]
async fn a_second_visit_of_the_month_takes_the_answer_over_and_is_told() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    let (today, _) = this_month();
    let visit = || AppointmentSnapshot { service_date: today, start: platform::now(), ..desk.appointment() };
    let (first, second) = (visit(), visit());
    let of = async |visit: &AppointmentSnapshot| {
        desk.checks(&format!("appointment_id={}", visit.appointment_id)).await
    };
    desk.house.hear(&desk.listeners, &AppointmentBooked(first.clone())).await;
    let original = of(&first).await[0]["id"].as_str().expect("an id").to_owned();
    let original = desk.outcome(&original).await;
    desk.house.hear(&desk.listeners, &AppointmentBooked(second.clone())).await;
    let checks = of(&second).await;
    let [taken] = &checks[..] else { panic!("one check: {checks:?}") };
    assert_eq!((&taken["shared_from"], &taken["outcome"]), (&original["id"], &json!("active")));
    assert_eq!((&taken["answered_at"], &taken["attempts"]), (&original["answered_at"], &json!([])));
    let (kind, fact) = desk.house.announced().await.pop().expect("a fact");
    assert_eq!(
        (kind.as_str(), &fact["appointment_id"]),
        ("eligibility.checked", &json!(second.appointment_id))
    );
    assert_eq!(fact["answered_at"], original["answered_at"], "and how old the answer is");
    // Neither a repetition nor another look takes it over once more.
    desk.house.hear_again(&desk.listeners).await;
    desk.house.hear(&desk.listeners, &AppointmentRescheduled(second.clone())).await;
    assert_eq!((of(&second).await.len(), payer.asked().len()), (1, 1));
}

#[actix_web::test]
async fn two_visits_of_one_day_share_the_open_question_and_both_are_told() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    desk.covered(&desk.payer(&payer.url).await).await;
    let (first, second) = (desk.appointment(), desk.appointment());
    for visit in [&first, &second] {
        desk.house.hear(&desk.listeners, &AppointmentBooked(visit.clone())).await;
    }
    let of = async |visit: &AppointmentSnapshot| {
        desk.checks(&format!("appointment_id={}", visit.appointment_id)).await
    };
    assert_eq!((of(&first).await.len(), of(&second).await.len()), (1, 0), "one question is open");
    desk.sending(&[]);
    desk.outcome(of(&first).await[0]["id"].as_str().expect("an id")).await;
    desk.plan(platform::now() + TimeDelta::seconds(21)).await;
    let told = of(&second).await;
    assert_eq!((told.len(), &told[0]["outcome"]), (1, &json!("active")));
    assert_eq!(payer.asked().len(), 1);
    assert_eq!(
        desk.house.announced().await.iter().filter(|(kind, _)| kind == "eligibility.checked").count(),
        2
    );
}

#[actix_web::test]
async fn an_outcome_is_looked_for_among_something() {
    let desk = Desk::open().await;
    let coverage = desk.covered(&desk.payer(NOWHERE).await).await;
    desk.house.get("/v1/eligibility-checks?outcome=active").await.names("?outcome");
    let filter = format!("outcome=active&coverage_id={coverage}");
    assert!(desk.checks(&filter).await.is_empty());
}
