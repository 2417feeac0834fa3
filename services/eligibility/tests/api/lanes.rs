//! What waits together for a payer: in which order, in which words, within which limits.

use crate::crowd::{Crowd, Plan};
use crate::desk::{Desk, day};
use crate::payer::{Payer, Says};
use diesel_async::RunQueryDsl;
use kit::eventually;
use serde_json::{Value, json};
use std::time::Duration;

fn attempts(check: &Value, field: &str) -> Vec<Value> {
    check["attempts"].as_array().expect("attempts").iter().map(|attempt| attempt[field].clone()).collect()
}

#[actix_web::test]
async fn many_are_asked_at_once_each_once_within_the_limit() {
    let plan = Plan { checks: 400, at_once: 8, latency: Duration::from_millis(5) };
    let crowd = Crowd::open(plan).await;
    crowd.ask().await;
    crowd.send();
    eventually(async || (crowd.done().await == plan.checks).then_some(())).await;
    assert!(crowd.most_at_once() > 1);
    crowd.must_be_whole().await;
}

#[actix_web::test]
async fn two_senders_share_one_limit() {
    let plan = Plan { checks: 200, at_once: 4, latency: Duration::from_millis(5) };
    let crowd = Crowd::open(plan).await;
    crowd.ask().await;
    crowd.send();
    crowd.send();
    eventually(async || (crowd.done().await == plan.checks).then_some(())).await;
    crowd.must_be_whole().await;
}

#[actix_web::test]
async fn somebody_who_waits_goes_before_the_many() {
    let plan = Plan { checks: 300, at_once: 2, latency: Duration::from_millis(20) };
    let crowd = Crowd::open(plan).await;
    crowd.ask().await;
    crowd.send();
    eventually(async || (crowd.done().await > 0).then_some(())).await;
    let asked = json!({"coverage_id": crowd.coverage().await, "service_date": "2026-12-01"});
    let check = crowd.house.post("/v1/eligibility-checks", asked).await.expect(202).id();
    let place = format!("/v1/eligibility-checks/{check}");
    eventually(async || {
        let seen = crowd.house.get(&place).await.expect(200);
        (seen.body["outcome"] == "active").then_some(())
    })
    .await;
    let done = crowd.done().await;
    assert!(done < plan.checks / 2, "{done} of {} went before", plan.checks);
}

#[actix_web::test]
async fn killed_again_and_again_every_check_is_answered_once() {
    let seed: u64 =
        std::env::var("SEED").map_or_else(|_| rand::random(), |said| said.parse().expect("a number"));
    println!("SEED={seed}");
    let plan = Plan { checks: 800, at_once: 8, latency: Duration::from_millis(10) };
    let crowd = Crowd::open(plan).await;
    crowd.ask().await;
    let (mut kills, mut moment, mut process) = (0, seed, crowd.process());
    for part in 0..4 {
        // Somewhere within this fifth of the work.
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = plan.checks / 5;
        let there = part * share + usize::try_from(moment >> 33).expect("31 bits") % share;
        eventually(async || (crowd.done().await >= there).then_some(())).await;
        process.kill().expect("SIGKILL");
        process.wait().expect("it is dead");
        kills += 1;
        process = crowd.process();
    }
    eventually(async || (crowd.done().await == plan.checks).then_some(())).await;
    crowd.must_be_whole_after(kills).await;
    process.kill().expect("SIGKILL");
    process.wait().expect("it is dead");
}

#[actix_web::test]
async fn a_payer_that_asks_for_silence_gets_it() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::LeaveAlone(1), Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert_eq!(
        (&check["outcome"], attempts(&check, "outcome")),
        (&json!("active"), vec![json!("throttled"), json!("answered")])
    );
    let [first, second] = &payer.asked()[..] else { panic!("asked twice") };
    assert_eq!(first.text, second.text);
}

#[actix_web::test]
async fn a_payer_that_wants_silence_for_too_long_ends_the_check() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::LeaveAlone(3600)]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[0, 0]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert_eq!(
        (&check["outcome"], &check["reason"]["code"]),
        (&json!("undetermined"), &json!("payer_throttles"))
    );
}

#[actix_web::test]
async fn nobody_waits_longer_than_promised_while_a_payer_wants_silence() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::LeaveAlone(3600)]));
    let added = desk.payer_with(&payer.url, json!({"limits": {"at_once": 1}}), json!({})).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    let mut checks = Vec::new();
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        checks.push(desk.ask(&coverage, day(date)).await.expect(202).id());
    }
    let soon = async |tx: &mut platform::Tx| {
        diesel::sql_query("UPDATE checks SET give_up_at = now() + interval '2 seconds'").execute(tx).await?;
        anyhow::Ok(())
    };
    desk.house.db().transaction(&desk.house.context(), soon).await.expect("soon");
    desk.sending(&[0, 0]);
    let mut reasons = Vec::new();
    for check in &checks {
        reasons.push(desk.outcome(check).await["reason"]["code"].as_str().expect("a reason").to_owned());
    }
    reasons.sort();
    assert_eq!(reasons, ["not_asked_in_time", "not_asked_in_time", "payer_throttles"]);
    assert_eq!(payer.asked().len(), 1);
}

#[actix_web::test]
async fn an_inquiry_that_cannot_be_opened_any_more_is_written_anew() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Status(503), Says::Active]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[2]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let place = format!("/v1/eligibility-checks/{check}");
    eventually(async || {
        let seen = desk.house.get(&place).await.expect(200).body;
        (attempts(&seen, "outcome") == ["unreachable"]).then_some(())
    })
    .await;
    let lose = async |tx: &mut platform::Tx| {
        diesel::sql_query("UPDATE exchanges SET request = '\\x1faabb'").execute(tx).await?;
        anyhow::Ok(())
    };
    desk.house.db().transaction(&desk.house.context(), lose).await.expect("lost");
    assert_eq!(desk.outcome(&check).await["outcome"], "active");
    let controls: Vec<_> = payer.asked().into_iter().map(|asked| asked.control).collect();
    assert_eq!(controls, ["000000001", "000000002"]);
}

#[actix_web::test]
async fn requests_are_spread_over_the_minute_a_connection_bears() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let added = desk.payer_with(&payer.url, json!({"limits": {"per_minute": 120}}), json!({})).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    let mut checks = Vec::new();
    for date in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] {
        checks.push(desk.ask(&coverage, day(date)).await.expect(202).id());
    }
    desk.sending(&[]);
    for check in &checks {
        assert_eq!(desk.outcome(check).await["outcome"], "active");
    }
    let times: Vec<_> = payer.asked().into_iter().map(|asked| asked.at).collect();
    let (first, last) = (times.iter().min().expect("asked"), times.iter().max().expect("asked"));
    // Two a second; how long a request is on its way is not the lane's business.
    assert!(*last - *first > Duration::from_millis(1300), "{:?}", *last - *first);
}

#[actix_web::test]
async fn half_an_interchange_is_no_answer() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Half]));
    let coverage = desk.covered(&desk.payer(&payer.url).await).await;
    desk.sending(&[0]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert_eq!(
        (&check["outcome"], &check["reason"]["code"]),
        (&json!("undetermined"), &json!("answer_unreadable"))
    );
}

#[actix_web::test]
async fn a_person_not_found_is_asked_for_in_other_words_and_each_try_is_seen() {
    let desk = Desk::open().await;
    let payer = Payer::that(&[Says::Aaa("73"), Says::Aaa("73"), Says::Active]);
    let inquiries =
        json!({"searches": ["member_id_name_birth_date", "member_id_birth_date"], "second_tries": 5});
    let added = desk.payer_with(&payer.url, json!({}), inquiries).await;
    let mut patient = desk.patient.clone();
    patient.demographics.suffix = Some("Jr".parse().expect("a suffix"));
    desk.house.hear(&desk.listeners, &model::event::PatientUpdated(patient)).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    desk.sending(&[]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert_eq!(check["outcome"], "active");
    assert_eq!(attempts(&check, "outcome"), ["rejected", "rejected", "answered"]);
    let variants = attempts(&check, "variant");
    assert_eq!((&variants[0], &variants[1]), (&json!("as_recorded"), &json!("without_suffix")));
    assert_eq!(attempts(&check, "rejections")[..2], [json!(["73"]), json!(["73"])]);
    let asked = payer.asked();
    assert_eq!(
        (
            asked[0].inquiry.subscriber.party.suffix.as_str(),
            asked[1].inquiry.subscriber.party.suffix.as_str()
        ),
        ("Jr", "")
    );
    let controls: Vec<_> = asked.iter().map(|asked| asked.control.as_str()).collect();
    assert_eq!(controls, ["000000001", "000000002", "000000003"]);
    let place = format!("/v1/eligibility-checks/{}/x12", check["id"].as_str().expect("an id"));
    let messages = desk.house.get(&place).await.expect(200).body;
    assert_eq!(messages["exchanges"].as_array().map(Vec::len), Some(3));
    assert_eq!(messages["exchanges"][2]["request"], messages["request"]);
}

#[actix_web::test]
async fn a_payer_that_allows_no_second_try_gets_none() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Aaa("73")]));
    let added = desk.payer_with(&payer.url, json!({}), json!({"second_tries": 0})).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    desk.sending(&[0, 0]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    assert_eq!(desk.outcome(&check).await["state"], "rejected");
    assert_eq!(payer.asked().len(), 1);
}

#[actix_web::test]
async fn what_a_payer_wants_and_we_lack_is_not_sent() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let inquiries = json!({"required": ["middle_name"], "service_types": ["30"]});
    let added = desk.payer_with(&payer.url, json!({}), inquiries).await;
    let mut patient = desk.patient.clone();
    patient.demographics.middle_name = None;
    desk.house.hear(&desk.listeners, &model::event::PatientUpdated(patient)).await;
    let coverage = desk.covered(added["id"].as_str().expect("an id")).await;
    desk.sending(&[0]);
    let check = desk.ask(&coverage, day("2026-11-24")).await.expect(202).id();
    let check = desk.outcome(&check).await;
    assert_eq!((&check["reason"]["code"], payer.asked().len()), (&json!("record_incomplete"), 0));
}

/// So many coverages of a payer, asked about in a batch nobody waits for.
async fn ask_many(desk: &Desk, payer: &Value, number: usize) {
    let members: Vec<String> = (0..number).map(|n| format!("MEMBER{n}")).collect();
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    desk.ask_about(payer, &members).await;
}

#[actix_web::test]
async fn a_payer_in_trouble_is_not_pushed_deeper_by_repetitions() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Status(500)]));
    let limits = json!({"limits": {"at_once": 8, "retry_percent": 0, "breaker_failures": 100}});
    let added = desk.payer_with(&payer.url, limits, json!({})).await;
    ask_many(&desk, &added, 40).await;
    desk.sending(&[0]);
    // Ten repetitions are free, then one a second.
    let (free, paid) = (40 + 10, 40 + 10 + 4);
    let asked = eventually(async || Some(payer.asked()).filter(|asked| asked.len() >= paid)).await;
    let waited = asked[paid - 1].at - asked[free - 1].at;
    assert!(waited > Duration::from_millis(2900), "four more repetitions came within {waited:?}");
}

#[actix_web::test]
async fn an_open_breaker_lets_one_question_try_later_and_later_and_then_all() {
    let down = Says::Status(500);
    let (desk, payer) = (Desk::open().await, Payer::that(&[down, down, down, down, down, Says::Active]));
    let limits = json!({"limits": {"at_once": 4, "breaker_failures": 4, "breaker_seconds": 1}});
    let added = desk.payer_with(&payer.url, limits, json!({})).await;
    ask_many(&desk, &added, 12).await;
    desk.sending(&[0, 0, 0, 0]);
    // Four fail and open it; the fifth tries and fails, the sixth tries and closes it; then the others follow.
    let asked = eventually(async || Some(payer.asked()).filter(|asked| asked.len() >= 12 + 5)).await;
    let between = |n: usize| asked[n].at - asked[n - 1].at;
    assert!(between(4) >= Duration::from_millis(900), "nothing was sent for a second: {:?}", between(4));
    assert!(between(5) >= Duration::from_millis(1800), "nor for two after the probe: {:?}", between(5));
    let way = format!("/v1/connections/{}", added["connection"]["id"].as_str().expect("an id"));
    eventually(async || {
        let seen = desk.house.get(&way).await.expect(200).body;
        (seen["breaker"]["state"] == "closed").then_some(())
    })
    .await;
}

#[actix_web::test]
async fn a_payer_in_a_private_network_is_not_called_unless_that_is_allowed() {
    let (desk, payer) = (Desk::open().await, Payer::that(&[Says::Active]));
    let named = payer.url.replace("127.0.0.1", "localhost");
    let settings = eligibility::settings::Payer { private_networks: false, ..desk.patience(&[]) };
    let line = eligibility::connection::line::Line::open(&settings).expect("a line");
    let sender = eligibility::check::send::Sender { db: desk.house.db().clone(), line };
    let database = desk.house.database().clone();
    actix_web::rt::spawn(eligibility::check::send::run(sender, database, platform::Stop::default()));
    // As a number, and as a name that only means one when it is called.
    for (date, url) in [("2026-11-24", payer.url.clone()), ("2026-11-25", named)] {
        let added = desk.payer_with(&url, json!({}), json!({})).await;
        let patient = kit::samples::patient();
        desk.house.hear(&desk.listeners, &model::event::PatientRegistered(patient.clone())).await;
        let mut coverage = desk.coverage(added["id"].as_str().expect("an id"));
        coverage["patient_id"] = json!(patient.patient_id);
        let coverage = desk.house.post("/v1/coverages", coverage).await.expect(201).id();
        let check = desk.ask(&coverage, day(date)).await.expect(202).id();
        let check = desk.outcome(&check).await;
        assert_eq!(check["reason"]["code"], "address_not_allowed", "{url}");
        assert_eq!(attempts(&check, "outcome"), ["not_sent"]);
    }
    assert!(payer.asked().is_empty());
}
