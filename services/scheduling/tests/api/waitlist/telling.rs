//! Offers reach their patients by themselves, and are answered by a link.

use super::{answer, entry, give_up, offers, open_offer, settle, starts, status, time};
use crate::office;
use crate::reminders::desk::{Desk, LINKS, text};
use crate::servers::Mail;
use chrono::{DateTime, Duration, Utc};
use kit::{Answer, eventually};
use model::Scope;
use platform::{Stop, outbound};
use reqwest::Method;
use scheduling::reminder_rule::Channel;
use scheduling::waitlist::telling::send::{kind, send_offer};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What must never leave in a message.
const HEALTH: [&str; 4] = ["Office visit", "207Q00000X", "Marcus", "1963-05-19"];
const CHANNELS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::Webhook];

/// Somebody who waits, with an email address and a telephone number.
async fn waiting(desk: &Desk) -> (String, String) {
    let mut who = office::patient();
    who["email"] = json!("mary.poe@example.org");
    let patient = desk.house().post("/v1/patients", who).await.expect(201).id();
    let entry = desk.house().post("/v1/waitlist", entry(&desk.office, &patient)).await.expect(201).id();
    (patient, entry)
}

/// Their offer, of which nobody has been told yet.
async fn offered(desk: &Desk) -> Value {
    let starts = starts(&desk.office).await;
    give_up(&desk.office, &starts[0]).await;
    settle(&desk.office, platform::now()).await;
    open_offer(&desk.office).await
}

async fn asked(mail: &[Mail], web: &[u16]) -> (Desk, Value) {
    let desk = Desk::open(mail, web).await;
    waiting(&desk).await;
    let offer = offered(&desk).await;
    (desk, offer)
}

/// Sends by all channels until each has come to an end.
async fn send(desk: &Desk, offer: &Value, now: DateTime<Utc>) {
    let stop = Stop::default();
    for channel in CHANNELS {
        let lines = desk.lines.clone();
        let send = async move |db: &platform::Db, intent| send_offer(db, &lines, channel, intent, now).await;
        actix_web::rt::spawn(outbound::run(desk.house().db().clone(), kind(channel), stop.clone(), send));
    }
    eventually(async || (told(desk, offer).await.len() == CHANNELS.len()).then_some(())).await;
    stop.ask();
}

async fn told(desk: &Desk, offer: &Value) -> Vec<Value> {
    let path = format!("/v1/waitlist/offers/{}", text(&offer["id"]));
    let read = desk.house().get(&path).await.expect(200);
    read.body["told"].as_array().expect("an array").clone()
}

/// Status, and reason where there is one, of a channel.
async fn outcome(desk: &Desk, offer: &Value, channel: &str) -> (Value, Value) {
    let told = told(desk, offer).await;
    let one = told.iter().find(|one| one["channel"] == channel).unwrap_or_else(|| panic!("{told:?}"));
    assert!(one["at"].is_string());
    (one["status"].clone(), one["reason"].clone())
}

fn link(desk: &Desk) -> String {
    let body = desk.mail.got().pop().expect("a letter").body();
    let (_, key) = body.split_once(LINKS).expect("a link");
    key.trim().to_owned()
}

/// As the gateway passes it on: in the name of whoever holds a link.
async fn ask(desk: &Desk, method: Method, key: &str, verb: &str) -> Answer {
    let path = format!("/v1/waitlist-offer-links/{key}{verb}");
    desk.house().request(method, &path).client("link").scopes(&[Scope::LinkHolder]).send().await
}

#[actix_web::test]
async fn an_offer_is_told_once_by_each_channel_and_says_when_and_where_and_not_what_for() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    assert_eq!(offer["told"], json!([]), "nothing is sent before it is committed");
    send(&desk, &offer, platform::now()).await;
    settle(&desk.office, platform::now()).await;
    let (letters, posted) = (desk.mail.got(), desk.web.got());
    assert_eq!((letters.len(), posted.len()), (1, 2));
    assert_eq!(letters[0].header("Message-ID"), format!("<{}@lakeside.example>", text(&offer["id"])));
    assert_eq!(letters[0].header("Subject"), "A time has become free: Lakeside");
    assert!(letters[0].to.contains("<mary.poe@example.org>"));
    let wall = |field: &str| time(&offer[field]).with_timezone(&chrono_tz::America::Chicago);
    let start = wall("start").format("%A, %B %-d, %Y at %-I:%M %p %Z");
    let until = wall("deadline").format("%A, %B %-d at %-I:%M %p %Z");
    let said = format!(
        "Lakeside: a time has become free on {start}, Bone and Joint Clinic. It is kept for you until {until}. \
         Accept or decline: {LINKS}"
    );
    let body = letters[0].body();
    assert!(body.starts_with(&said), "{body}");
    assert_eq!(link(&desk).len(), 48);
    for one in &posted {
        let of = one.headers.get("idempotency-key").or(one.headers.get("webhook-id"));
        assert_eq!(of, Some(&text(&offer["id"])));
        HEALTH.iter().for_each(|word| assert!(!one.text.contains(word), "{word}"));
        assert!(one.text.contains(&link(&desk)), "one link, however it travels");
    }
    HEALTH.iter().for_each(|word| assert!(!letters[0].text.contains(word), "{word}"));
    for channel in ["email", "sms", "webhook"] {
        assert_eq!(outcome(&desk, &offer, channel).await, (json!("sent"), Value::Null));
    }
    let shown = told(&desk, &offer).await.into_iter().map(|one| one.to_string()).collect::<String>();
    assert!(!shown.contains(&link(&desk)) && !shown.contains("mary"), "no key is kept, and no address");
}

#[actix_web::test]
async fn accepting_by_the_link_books_closes_the_offer_and_again_is_the_same() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    send(&desk, &offer, platform::now()).await;
    let key = link(&desk);
    let seen = ask(&desk, Method::GET, &key, "").await.expect(200);
    assert_eq!((&seen.body["status"], time(&seen.body["start"])), (&json!("open"), time(&offer["start"])));
    assert_eq!(time(&seen.body["deadline"]), time(&offer["deadline"]));
    for word in ["Poe", "Smith", "Jones", "Office visit", offer["patient_id"].as_str().expect("an id")] {
        assert!(!seen.text.contains(word), "{word}");
    }
    assert_eq!(open_offer(&desk.office).await["id"], offer["id"], "looking changes nothing");
    let first = ask(&desk, Method::POST, &key, "/accept").await.expect(200);
    let again = ask(&desk, Method::POST, &key, "/accept").await.expect(200);
    assert_eq!((&first.body["status"], &first.body), (&json!("accepted"), &again.body));
    ask(&desk, Method::POST, &key, "/decline").await.refused(409, "offer-closed");
    let accepted = offers(&desk.office, "accepted").await.remove(0);
    assert_eq!(accepted["id"], offer["id"]);
    let path = format!("/v1/appointments/{}", text(&accepted["appointment_id"]));
    let booked = desk.house().get(&path).await.expect(200);
    assert_eq!(
        (&booked.body["status"], &booked.body["patient_id"]),
        (&json!("booked"), &offer["patient_id"])
    );
    let history = desk.house().get(&format!("{path}/history")).await.expect(200);
    assert_eq!(history.body["items"][0]["client"], "link");
    assert_eq!(history.body["items"].as_array().map(Vec::len), Some(1), "booked once");
    assert_eq!(status(&desk.office, offer["entry_id"].as_str().expect("an id")).await, "booked");
    // Who is called off since is not told that they come.
    let cancel = json!({"reason_code": "patient_request"});
    desk.house().if_match(1).post(&format!("{path}/cancel"), cancel).await.expect(200);
    ask(&desk, Method::POST, &key, "/accept").await.refused(409, "offer-closed");
}

#[actix_web::test]
async fn declining_by_the_link_hands_the_start_to_the_next_and_too_late_is_too_late() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    waiting(&desk).await;
    send(&desk, &offer, platform::now()).await;
    let key = link(&desk);
    for _ in 0..2 {
        assert_eq!(ask(&desk, Method::POST, &key, "/decline").await.expect(200).body["status"], "declined");
    }
    ask(&desk, Method::POST, &key, "/accept").await.refused(409, "offer-closed");
    settle(&desk.office, platform::now()).await;
    let next = open_offer(&desk.office).await;
    assert_eq!((&next["start"], next["entry_id"] == offer["entry_id"]), (&offer["start"], false));
    send(&desk, &next, platform::now()).await;
    let key = link(&desk);
    settle(&desk.office, time(&next["deadline"])).await;
    ask(&desk, Method::POST, &key, "/accept").await.refused(409, "offer-closed");
    assert_eq!(ask(&desk, Method::GET, &key, "").await.expect(200).body["status"], "lapsed");
}

#[actix_web::test]
async fn a_busy_server_gets_the_same_message_and_tries_come_to_an_end() {
    let (desk, offer) = asked(&[Mail::Busy, Mail::Takes], &[200]).await;
    send(&desk, &offer, platform::now()).await;
    let letters = desk.mail.got();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].header("Message-ID"), letters[1].header("Message-ID"));
    assert_eq!(outcome(&desk, &offer, "email").await.0, "sent");

    let (desk, offer) = asked(&[Mail::Busy], &[410]).await;
    send(&desk, &offer, platform::now()).await;
    assert_eq!(desk.mail.got().len(), 3);
    assert_eq!(outcome(&desk, &offer, "email").await, (json!("failed"), json!("unreachable")));
    assert_eq!(outcome(&desk, &offer, "sms").await, (json!("failed"), json!("refused")));
}

#[actix_web::test]
async fn a_sender_that_is_woken_twice_for_one_offer_keeps_its_id() {
    let (desk, offer) = asked(&[Mail::HangsUp, Mail::Takes], &[200]).await;
    let (stop, lines, now) = (Stop::default(), desk.lines.clone(), platform::now());
    let kept: Arc<Mutex<Vec<outbound::Intent>>> = Arc::default();
    let (asked, keep) = (stop.clone(), kept.clone());
    let twice = async move |db: &platform::Db, intent: outbound::Intent| {
        keep.lock().expect("not poisoned").push(intent.clone());
        // Nobody else takes what is put off.
        asked.ask();
        for _ in 0..3 {
            send_offer(db, &lines, Channel::Email, intent.clone(), now).await?;
        }
        Ok(())
    };
    outbound::run(desk.house().db().clone(), kind(Channel::Email), stop, twice).await;
    let letters = desk.mail.got();
    assert_eq!(letters.len(), 2, "taken, or not: it cannot know; what is known to be sent is not sent again");
    assert_eq!(letters[0].header("Message-ID"), letters[1].header("Message-ID"));
    assert_eq!(letters[0].body(), letters[1].body());
    let keys: Vec<String> =
        kept.lock().expect("not poisoned").iter().map(|intent| intent.key.clone()).collect();
    assert_eq!(keys, [format!("{}/email", text(&offer["id"]))]);
    assert_eq!(told(&desk, &offer).await.len(), 1);
}

#[actix_web::test]
async fn what_can_no_longer_be_answered_is_not_sent_and_says_so() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    let deadline = time(&offer["deadline"]);
    send(&desk, &offer, deadline).await;
    assert_eq!((desk.mail.got().len(), desk.web.got().len()), (0, 0));
    assert_eq!(outcome(&desk, &offer, "email").await, (json!("not_sent"), json!("deadline_passed")));

    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    settle(&desk.office, deadline + Duration::minutes(5)).await;
    send(&desk, &offer, platform::now()).await;
    assert_eq!(outcome(&desk, &offer, "sms").await, (json!("not_sent"), json!("deadline_passed")));

    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    answer(&desk.office, &offer, "accept").await.expect(200);
    send(&desk, &offer, platform::now()).await;
    assert_eq!((desk.mail.got().len(), desk.web.got().len()), (0, 0));
    assert_eq!(outcome(&desk, &offer, "webhook").await, (json!("not_sent"), json!("offer_closed")));
}

#[actix_web::test]
async fn who_opted_out_is_not_written_to_before_or_after_the_offer_is_made() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    let (patient, _) = waiting(&desk).await;
    let path = format!("/v1/patients/{patient}/reminder-preferences");
    let prefer = async |version, said| desk.house().if_match(version).put(&path, said).await.expect(200);
    prefer(0, json!({"email": false, "sms": true})).await;
    let offer = offered(&desk).await;
    assert_eq!(outcome(&desk, &offer, "email").await, (json!("not_sent"), json!("channel_not_allowed")));
    prefer(1, json!({"email": true, "sms": true, "stop": true})).await;
    send(&desk, &offer, platform::now()).await;
    assert_eq!(outcome(&desk, &offer, "sms").await, (json!("not_sent"), json!("opted_out")));

    answer(&desk.office, &offer, "decline").await.expect(200);
    let starts = starts(&desk.office).await;
    give_up(&desk.office, &starts[5]).await;
    settle(&desk.office, platform::now()).await;
    let next = open_offer(&desk.office).await;
    for channel in ["email", "sms", "webhook"] {
        assert_eq!(outcome(&desk, &next, channel).await, (json!("not_sent"), json!("opted_out")));
    }
    assert_eq!((desk.mail.got().len(), desk.web.got().len()), (0, 0));
}

#[actix_web::test]
async fn an_altered_link_or_one_of_another_practice_opens_nothing() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    send(&desk, &offer, platform::now()).await;
    let key = link(&desk);
    let altered: String = key.chars().rev().collect();
    let mut last = key.clone();
    let other = if last.pop() == Some('A') { 'B' } else { 'A' };
    last.push(other);
    for key in [altered.as_str(), &last, &key[..47], "x", "%FF"] {
        for (method, verb) in [(Method::GET, ""), (Method::POST, "/accept"), (Method::POST, "/decline")] {
            ask(&desk, method, key, verb).await.refused(404, "not-found");
        }
    }
    let path = format!("/v1/waitlist-offer-links/{key}");
    let stranger = desk.house().other_practice();
    stranger.request(Method::GET, &path).scopes(&[Scope::LinkHolder]).send().await.refused(404, "not-found");
    let clients: Vec<Scope> = Scope::grantable().collect();
    desk.house().request(Method::GET, &path).scopes(&clients).send().await.refused(403, "scope-missing");
    let appointment = format!("/v1/appointment-links/{key}");
    let crossed = desk.house().request(Method::GET, &appointment).scopes(&[Scope::LinkHolder]);
    crossed.send().await.refused(404, "not-found");
    assert_eq!(open_offer(&desk.office).await["id"], offer["id"]);
}

#[actix_web::test]
async fn without_a_page_for_links_the_text_says_to_call() {
    let (desk, offer) = asked(&[Mail::Takes], &[200]).await;
    let version = desk.house().get("/v1/reminder-settings").await.expect(200).version();
    let plain = json!({"practice_name": "Lakeside"});
    desk.house().if_match(version).put("/v1/reminder-settings", plain).await.expect(200);
    send(&desk, &offer, platform::now()).await;
    let body = desk.mail.got().remove(0).body();
    assert!(body.trim_end().ends_with("Call the practice to accept or decline."), "{body}");
    assert_eq!(outcome(&desk, &offer, "webhook").await, (json!("not_sent"), json!("channel_not_set_up")));
}
