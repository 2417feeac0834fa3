//! The door for pharmacies: what cannot be taken is answered too.

use crate::office::{NOWHERE, Office};
use crate::pharmacy::{self, written};
use model::Scope;
use reqwest::Method;
use script::{Body, ErrorReport, Message, Text};

/// The NewRx of a prescription that was signed, and its id.
async fn signed(office: &Office) -> (Message, String) {
    office.no_known_allergies().await;
    let place = office.pharmacy(NOWHERE).await;
    let id = office.signed(&place).await;
    let xml = office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned();
    (script::parse(&xml).expect("a SCRIPT message"), id)
}

fn rejected(answer: &kit::Answer) -> ErrorReport {
    let message = script::parse(&answer.text).expect("a SCRIPT message");
    let Body::Error(error) = message.body else { panic!("an Error: {}", answer.text) };
    assert_eq!(error.code.code(), "900");
    error
}

fn says(error: &ErrorReport) -> &str {
    error.description.as_ref().expect("words").as_str()
}

#[actix_web::test]
async fn other_transactions_are_named_and_answered() {
    let office = Office::open().await;
    let (new_rx, id) = signed(&office).await;
    let back = written(&pharmacy::verify(&new_rx));
    let verify = back.find("<Verify>").expect("a Verify");
    let end = back.find("</Verify>").expect("its end") + "</Verify>".len();
    for transaction in ["RxTransferInitiationRequest", "SomethingElse"] {
        let own_id = format!("<MessageID>{transaction}</MessageID>");
        let xml = format!("{}<{transaction}/>{}", &back[..verify], &back[end..]);
        let from = xml.find("<MessageID>").expect("an id");
        let to = xml.find("</MessageID>").expect("its end") + "</MessageID>".len();
        let xml = format!("{}{own_id}{}", &xml[..from], &xml[to..]);
        let answer = office.door(xml).await.expect(200);
        assert!(says(&rejected(&answer)).contains(transaction), "{}", answer.text);
    }
    assert_eq!(office.status(&id).await, "signed");
}

#[actix_web::test]
async fn a_message_about_nothing_we_know_is_rejected_the_same_each_time() {
    let office = Office::open().await;
    let (mut new_rx, id) = signed(&office).await;
    new_rx.header.message_id = script::MessageId::new("elsewhere").expect("an id");
    new_rx.header.prescriber_order_number = Text::new("ORD-1").ok();
    let message = written(&pharmacy::verify(&new_rx));
    let first = office.door(message.clone()).await.expect(200);
    assert!(says(&rejected(&first)).contains("no prescription matches"));
    assert_eq!(first.text, office.door(message).await.expect(200).text);
    assert_eq!(office.status(&id).await, "signed");
}

#[actix_web::test]
async fn the_order_number_alone_is_enough_but_must_not_contradict() {
    let office = Office::open().await;
    let (new_rx, id) = signed(&office).await;
    let place = office.items("/v1/pharmacies").await[0]["id"].as_str().expect("an id").to_owned();
    let other = office.draft(office.wish(&place)).await;
    let number = office.get(&other).await.body["order_number"].as_str().expect("a number").to_owned();
    let mut torn = pharmacy::verify(&new_rx);
    torn.header.prescriber_order_number = Text::new(number).ok();
    let answer = office.door(written(&torn)).await.expect(200);
    assert!(says(&rejected(&answer)).contains("different prescriptions"));
    let mut bare = pharmacy::verify(&new_rx);
    bare.header.relates_to = None;
    office.door(written(&bare)).await.expect(200);
    assert_eq!(office.status(&id).await, "verified");
}

#[actix_web::test]
async fn another_pharmacy_and_another_practice_have_no_say() {
    let office = Office::open().await;
    let (new_rx, id) = signed(&office).await;
    let mut stranger = pharmacy::verify(&new_rx);
    stranger.header.from.id = Text::new("9900012").expect("an id");
    let answer = office.door(written(&stranger)).await.expect(200);
    assert!(says(&rejected(&answer)).contains("not the pharmacy"));
    let elsewhere = office.house.other_practice();
    let verify = written(&pharmacy::verify(&new_rx));
    let answer = elsewhere.post_text("/v1/script/messages", "application/xml", verify).await.expect(200);
    assert!(says(&rejected(&answer)).contains("no prescription matches"));
    assert_eq!(office.status(&id).await, "signed");
}

#[actix_web::test]
async fn a_message_id_names_one_message() {
    let office = Office::open().await;
    let (new_rx, id) = signed(&office).await;
    let mut message = pharmacy::verify(&new_rx);
    office.door(written(&message)).await.expect(200);
    message.header.rx_reference_number = Text::new("7").ok();
    let answer = office.door(written(&message)).await.expect(200);
    assert!(says(&rejected(&answer)).contains("used by the sender for another"));
    assert_eq!(office.messages(&id).await.len(), 2);
}

#[actix_web::test]
async fn what_is_no_message_is_answered_in_xml() {
    let office = Office::open().await;
    let (new_rx, id) = signed(&office).await;
    let whole = written(&pharmacy::verify(&new_rx));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Message>&a;</Message>";
    let lol = (0..30).fold("<!DOCTYPE l [<!ENTITY e0 \"lol\">".to_owned(), |text, n| {
        format!("{text}<!ENTITY e{} \"&e{n};&e{n};&e{n};&e{n};\">", n + 1)
    });
    let lol = format!("{lol}]><Message>&e30;</Message>");
    let (deep, wide) = ("<a>".repeat(100_000), format!("<Message>{}</Message>", "<a/>".repeat(200_000)));
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=\"x\"")).collect();
    let many = format!("<Message{attributes}/>");
    for body in
        ["", "hello", "<Message/>", &whole[..whole.len() / 2], bomb, &lol, &deep, &wide, &many, "\u{0}"]
    {
        let began = std::time::Instant::now();
        let answer = office.door(body).await.expect(400);
        assert!(began.elapsed() < std::time::Duration::from_secs(5), "{:?}", began.elapsed());
        let error = rejected(&answer);
        assert!(!says(&error).is_empty());
    }
    assert_eq!(office.status(&id).await, "signed");
    let refused =
        office.house.request(Method::POST, "/v1/script/messages").scopes(&[Scope::OrdersWrite]).send().await;
    refused.refused(403, "scope-missing");
}

#[actix_web::test]
async fn a_body_that_cannot_be_read_is_rejected_to_its_sender() {
    let office = Office::open().await;
    let (new_rx, _) = signed(&office).await;
    let verify = written(&pharmacy::verify(&new_rx));
    let broken = verify.replace("<Code>010</Code>", "");
    assert_ne!(verify, broken);
    let answer = office.door(broken).await.expect(200);
    assert!(says(&rejected(&answer)).contains("Code"));
    let reply = script::parse(&answer.text).expect("a SCRIPT message");
    assert_eq!(reply.header.to.id.as_str(), "9900011");
}

#[actix_web::test]
async fn what_a_pharmacy_did_with_something_unknown_becomes_a_task() {
    let office = Office::open().await;
    let (mut new_rx, _) = signed(&office).await;
    new_rx.header.message_id = script::MessageId::new("elsewhere").expect("an id");
    new_rx.header.prescriber_order_number = Text::new("ORD-1").ok();
    let fill = written(&pharmacy::fill(&new_rx, script::FillStatus::Dispensed));
    for _ in 0..2 {
        let answer = office.door(fill.clone()).await.expect(200);
        assert!(says(&rejected(&answer)).contains("no prescription matches"));
    }
    office.door(written(&pharmacy::verify(&new_rx))).await.expect(200);
    let tasks = office.tasks("message_unmatched").await;
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert!(tasks[0]["subject"].as_str().is_some_and(|subject| subject.starts_with("script-message/")));
}
