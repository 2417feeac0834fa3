//! What is sent, to whom, how often, and what became of it.

use super::desk::{Desk, LINKS, SECRET, outcome, text};
use crate::servers::Mail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::Duration;
use hmac::{Hmac, Mac};
use platform::{Stop, outbound};
use scheduling::reminder::send::{Lines, kind, send_reminder};
use scheduling::reminder_rule::Channel;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// What must never leave in a message, a log or a refusal.
const HEALTH: [&str; 5] = ["chest pain", "Office visit", "207Q00000X", "Marcus", "1963-05-19"];

#[actix_web::test]
async fn a_mail_says_when_and_where_and_not_what_for_and_is_sent_once() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.before(24, "email").await;
    let start = desk.starts().await[0];
    let appointment = desk.book(start).await;
    let due = start - Duration::hours(24);
    desk.pass(due - Duration::seconds(1)).await;
    assert!(desk.mail.got().is_empty(), "not before it is due");
    for later in [0, 1, 60] {
        desk.pass(due + Duration::minutes(later)).await;
    }
    let letters = desk.mail.got();
    assert_eq!(letters.len(), 1);
    let sent = desk.only(&format!("appointment_id={appointment}")).await;
    assert_eq!((&sent["status"], &sent["provider_id"]), (&json!("sent"), &json!("4F2A9C0D")));
    assert_eq!(letters[0].header("Message-ID"), format!("<{}@lakeside.example>", text(&sent["id"])));
    assert_eq!(letters[0].header("Subject"), "A reminder: Lakeside");
    assert_eq!(letters[0].header("Auto-Submitted"), "auto-generated");
    assert!(letters[0].to.contains("<john.smith@example.org>"));
    let wall = start.with_timezone(&chrono_tz::America::Chicago);
    let said = wall
        .format("Lakeside: you have an appointment on %A, %B %-d, %Y at 9:00 AM %Z, Bone and Joint Clinic.");
    let body = letters[0].body();
    assert!(body.starts_with(&format!("{said} Confirm or cancel: {LINKS}")), "{body}");
    HEALTH.iter().for_each(|word| assert!(!letters[0].text.contains(word), "{word}"));
    // The text that is kept holds no key.
    assert_eq!(sent["message"], format!("{said} Confirm or cancel: {{link}}"));
}

#[actix_web::test]
async fn a_busy_server_is_asked_again_with_the_same_message_and_a_refusal_is_final() {
    let outcome_of = async |says: &[Mail]| {
        let desk = Desk::open(says, &[200]).await;
        desk.on("booked", "email").await;
        desk.book(desk.starts().await[0]).await;
        desk.pass(platform::now()).await;
        let ids: BTreeSet<String> =
            desk.mail.got().iter().map(|letter| letter.header("Message-ID")).collect();
        assert_eq!(ids.len(), 1, "one message, however often");
        (desk.mail.got().len(), desk.only("").await)
    };
    let (tries, came) = outcome_of(&[Mail::Busy, Mail::Takes]).await;
    assert_eq!((tries, text(&came["status"])), (2, "sent".to_owned()));
    let (tries, came) = outcome_of(&[Mail::HangsUp, Mail::Takes]).await;
    assert_eq!((tries, text(&came["status"])), (2, "sent".to_owned()), "taken, or not: it cannot know");
    let (tries, came) = outcome_of(&[Mail::Busy]).await;
    assert_eq!((tries, text(&came["reason"]), &came["attempts"]), (3, "unreachable".to_owned(), &json!(3)));
    let (tries, came) = outcome_of(&[Mail::Refuses]).await;
    assert_eq!((tries, text(&came["reason"]), &came["attempts"]), (1, "refused".to_owned(), &json!(1)));
    assert!(
        !came.to_string().contains("example.org"),
        "what the server said stays out: it names the patient"
    );
}

/// Sends every intent of a channel twice, one after the other or both at once, as when a sender is taken for dead.
async fn twice(desk: &Desk, channel: Channel, at_once: bool) {
    let (stop, lines, now) = (Stop::default(), desk.lines.clone(), platform::now());
    let asked = stop.clone();
    let send = async move |db: &platform::Db, intent: outbound::Intent| {
        let first = send_reminder(db, &lines, intent.clone(), now);
        let again = send_reminder(db, &lines, intent, now);
        let (first, again) = if at_once { tokio::join!(first, again) } else { (first.await, again.await) };
        asked.ask();
        first.and(again)
    };
    outbound::run(desk.house().db().clone(), kind(channel), stop, send).await;
}

#[actix_web::test]
async fn a_sender_that_is_woken_twice_for_one_reminder_sends_one_message() {
    for at_once in [false, true] {
        let desk = Desk::open(&[Mail::Takes], &[200]).await;
        desk.on("booked", "email").await;
        desk.book(desk.starts().await[0]).await;
        desk.plan().await;
        desk.turn(platform::now()).await;
        twice(&desk, Channel::Email, at_once).await;
        let letters = desk.mail.got();
        let ids: BTreeSet<String> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
        assert_eq!(ids.len(), 1, "whoever gets it twice can tell");
        assert!(at_once || letters.len() == 1, "what is known to be sent is not sent again");
        assert_eq!(desk.only("").await["status"], "sent");
    }
}

#[actix_web::test]
async fn text_messages_carry_one_key_at_every_try() {
    let desk = Desk::open(&[Mail::Takes], &[503, 429, 200]).await;
    desk.on("booked", "sms").await;
    desk.book(desk.starts().await[0]).await;
    desk.pass(platform::now()).await;
    let posted = desk.web.got();
    let sent = desk.only("").await;
    assert_eq!((posted.len(), &sent["status"], &sent["provider_id"]), (3, &json!("sent"), &json!("SM0001")));
    for one in &posted {
        assert_eq!(one.headers["idempotency-key"], text(&sent["id"]));
        assert_eq!(one.headers["authorization"], "Bearer sms-token");
        assert_eq!((&one.body["id"], &one.body["to"]), (&sent["id"], &json!("+18165550100")));
        assert_eq!(one.body, posted[0].body, "the same words");
        HEALTH.iter().for_each(|word| assert!(!one.text.contains(word), "{word}"));
    }
}

#[actix_web::test]
async fn a_webhook_is_signed_and_a_refusing_one_is_final() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.on("booked", "webhook").await;
    let appointment = desk.book(desk.starts().await[0]).await;
    desk.pass(platform::now()).await;
    let posted = desk.web.got().remove(0);
    let sent = desk.only("").await;
    let signed =
        format!("{}.{}.{}", posted.headers["webhook-id"], posted.headers["webhook-timestamp"], posted.text);
    let secret = BASE64.decode(SECRET.trim_start_matches("whsec_")).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
    mac.update(signed.as_bytes());
    let signature = format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()));
    assert_eq!(posted.headers["webhook-signature"], signature);
    assert_eq!(posted.headers["webhook-id"], text(&sent["id"]));
    assert_eq!(
        (&posted.body["type"], &posted.body["data"]["appointment_id"]),
        (&json!("reminder.due"), &json!(appointment))
    );
    HEALTH.iter().for_each(|word| assert!(!posted.text.contains(word), "{word}"));

    let refusing = Desk::open(&[Mail::Takes], &[410]).await;
    refusing.on("booked", "webhook").await;
    refusing.book(refusing.starts().await[0]).await;
    refusing.pass(platform::now()).await;
    assert_eq!((refusing.web.got().len(), &refusing.only("").await["reason"]), (1, &json!("refused")));
}

#[actix_web::test]
async fn what_is_not_wanted_or_not_set_up_is_not_sent_and_says_why() {
    let mut desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.on("booked", "email").await;
    let starts = desk.starts().await;
    let reason = async |desk: &Desk, n: usize| {
        let appointment = desk.book(starts[n]).await;
        desk.pass(platform::now()).await;
        let one = desk.only(&format!("appointment_id={appointment}")).await;
        assert_eq!(one["status"], "not_sent", "{one}");
        text(&one["reason"])
    };
    desk.prefer(json!({"email": false, "sms": true})).await;
    assert_eq!(reason(&desk, 0).await, "channel_not_allowed");
    desk.prefer(json!({"email": true, "sms": true, "stop": true})).await;
    assert_eq!(reason(&desk, 1).await, "opted_out");
    desk.prefer(json!({"email": true, "sms": true})).await;
    let off = super::desk::notices("", "");
    desk.lines = Lines::open(&off).expect("lines");
    assert_eq!(reason(&desk, 2).await, "channel_not_set_up");
    desk.lines = Lines::open(&super::desk::notices(&desk.mail.url, "")).expect("lines");
    let silent = desk.house().post("/v1/patients", crate::office::patient()).await.expect(201).id();
    let wish = desk.office.wish(&silent, &starts[3].to_rfc3339());
    let appointment = desk.house().post("/v1/appointments", wish).await.expect(201).id();
    desk.pass(platform::now()).await;
    let one = desk.only(&format!("appointment_id={appointment}")).await;
    assert_eq!((&one["status"], &one["reason"]), (&json!("not_sent"), &json!("no_address")));
    assert!(desk.mail.got().is_empty());
}

#[actix_web::test]
async fn what_changes_between_handing_over_and_sending_is_not_sent() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.before(24, "email").await;
    let starts = desk.starts().await;
    let (moved, cancelled) = (desk.book(starts[0]).await, desk.book(starts[1]).await);
    desk.plan().await;
    let (first, second) = (starts[0] - Duration::hours(24), starts[1] - Duration::hours(24));
    desk.turn(first).await;
    desk.turn(second).await;
    let act = async |id: &str, verb: &str, body: Value| {
        desk.house().if_match(1).post(&format!("/v1/appointments/{id}/{verb}"), body).await.expect(200);
    };
    act(&moved, "reschedule", json!({"start": starts[2]})).await;
    act(&cancelled, "cancel", json!({"reason_code": "patient_ill"})).await;
    desk.send(first).await;
    assert_eq!(desk.outcomes(&moved).await, [outcome("24 h before", "superseded")]);
    assert_eq!(desk.outcomes(&cancelled).await, [outcome("24 h before", "dropped")]);
    assert!(desk.mail.got().is_empty());
}

#[actix_web::test]
async fn staff_can_send_the_same_words_once_more() {
    let desk = Desk::open(&[Mail::Refuses, Mail::Takes], &[200]).await;
    desk.on("booked", "email").await;
    desk.before(24, "email").await;
    let appointment = desk.book(desk.starts().await[0]).await;
    desk.pass(platform::now()).await;
    let failed = desk.only("status=failed").await;
    let planned = text(&desk.only("status=planned").await["id"]);
    let again = |id: &str| format!("/v1/reminders/{id}/resend");
    desk.house().post(&again(&planned), json!({})).await.refused(409, "still-coming");
    desk.house()
        .other_practice()
        .post(&again(&text(&failed["id"])), json!({}))
        .await
        .refused(404, "not-found");
    let resent = desk.house().post(&again(&text(&failed["id"])), json!({})).await.expect(202);
    assert_eq!((&resent.body["resend_of"], &resent.body["status"]), (&failed["id"], &json!("sending")));
    desk.send(platform::now()).await;
    let letters = desk.mail.got();
    assert_eq!((letters.len(), letters[0].body()), (2, letters[1].body()));
    assert_ne!(letters[0].header("Message-ID"), letters[1].header("Message-ID"));
    let came = desk.house().get(&format!("/v1/reminders/{}", resent.id())).await.expect(200);
    assert_eq!((&came.body["status"], &came.body["message"]), (&json!("sent"), &failed["message"]));
    let cancel = json!({"reason_code": "other"});
    desk.house()
        .if_match(1)
        .post(&format!("/v1/appointments/{appointment}/cancel"), cancel)
        .await
        .expect(200);
    desk.house().post(&again(&resent.id()), json!({})).await.refused(409, "no-longer-true");
}

/// Everything this process logs from now on, whichever test it is for.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn the_log_names_no_patient_and_no_key() {
    let log = Log::default();
    let writer = log.clone();
    let collect = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::DEBUG);
    let collect = collect.with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(collect).expect("nobody else collects");
    // What was reached before was noted as of no interest to anybody.
    tracing::callsite::rebuild_interest_cache();
    let desk = Desk::open(&[Mail::Busy, Mail::Refuses], &[500, 400]).await;
    desk.on("booked", "email").await;
    desk.on("booked", "sms").await;
    desk.book(desk.starts().await[0]).await;
    desk.pass(platform::now()).await;
    assert_eq!(desk.reminders("status=failed").await.len(), 2);
    let written = String::from_utf8(log.0.lock().expect("not poisoned").clone()).expect("text");
    assert!(written.contains("Refused(Refused)"), "what came of it is there: {written}");
    let link = desk.web.got()[0].body["text"]
        .as_str()
        .expect("a text")
        .rsplit('/')
        .next()
        .expect("a key")
        .to_owned();
    let secret = ["john.smith", "8165550100", "sms-token", "MfKQ9r8G", &link];
    for word in HEALTH.iter().chain(&secret) {
        assert!(!written.contains(word), "{word}: {written}");
    }
}

#[actix_web::test]
async fn a_failing_channel_holds_up_no_other() {
    let desk = Desk::open(&[Mail::Busy], &[200]).await;
    desk.on("booked", "email").await;
    desk.on("booked", "sms").await;
    desk.book(desk.starts().await[0]).await;
    desk.pass(platform::now()).await;
    assert_eq!(desk.only("status=sent").await["channel"], "sms");
    assert_eq!(desk.only("status=failed").await["channel"], "email");
}

#[actix_web::test]
async fn a_merged_patient_is_written_to_as_the_survivor_unless_any_record_said_stop() {
    let desk = Desk::open(&[Mail::Takes], &[200]).await;
    desk.on("booked", "email").await;
    let starts = desk.starts().await;
    let mut survivor = crate::office::patient();
    survivor["email"] = json!("john@survivor.example");
    let survivor = desk.house().post("/v1/patients", survivor).await.expect(201).id();
    desk.book(starts[0]).await;
    let record = format!("/v1/patients/{}", desk.office.patient);
    let version = desk.house().get(&record).await.expect(200).version();
    let merge = json!({"into": survivor});
    desk.house().if_match(version).post(&format!("{record}/merge"), merge).await.expect(200);
    desk.pass(platform::now()).await;
    assert!(desk.mail.got()[0].to.contains("<john@survivor.example>"), "{:?}", desk.mail.got());
    assert_eq!(desk.reminders(&format!("patient_id={survivor}")).await.len(), 1, "with those of the merged");
    desk.prefer(json!({"email": true, "sms": true, "stop": true})).await;
    let wish = desk.office.wish(&survivor, &starts[1].to_rfc3339());
    let appointment = desk.house().post("/v1/appointments", wish).await.expect(201).id();
    desk.pass(platform::now()).await;
    assert_eq!(desk.only(&format!("appointment_id={appointment}")).await["reason"], "opted_out");
}
