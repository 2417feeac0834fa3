//! Partners that exchange files: inquiries in one folder, answers in another.

use crate::desk::{Desk, day};
use crate::payer::{Says, response, wrapped};
use eligibility::check::send::Sender;
use eligibility::connection::line::Line;
use eligibility::inquiry_file::exchange;
use kit::eventually;
use platform::{Stop, outbound};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use x12::Interchange;
use x12::acknowledgment::{Ack999, AckStatus, TransactionFault};
use x12::eligibility::Inquiry;

impl Desk {
    fn side(&self, side: &str) -> PathBuf {
        self.folders.path().join("clearinghouse").join(side)
    }

    fn files(&self, side: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.side(side)) else { return Vec::new() };
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }

    /// Starts what writes and reads files.
    fn exchanging(&self) {
        let line = Line::open(&self.patience(&[])).expect("a line");
        let sender = Sender { db: self.house.db().clone(), line };
        let exchange = async move |_: &platform::Db, intent| exchange::exchange_file(&sender, intent).await;
        actix_web::rt::spawn(outbound::run(
            self.house.db().clone(),
            exchange::KIND,
            Stop::default(),
            exchange,
        ));
    }

    async fn folder_payer(&self) -> Value {
        let folder = json!({"kind": "batch_folder", "url": "folder:clearinghouse"});
        self.payer_with("folder:clearinghouse", folder, json!({})).await
    }
}

fn inquiries(text: &str) -> Vec<Inquiry> {
    let read = Interchange::read(text).expect("X12");
    assert_eq!(read.len(), 1, "one interchange a file");
    read[0].transactions().map(|set| Inquiry::parse(set).expect("a 270")).collect()
}

#[actix_web::test]
async fn checks_go_out_in_one_file_and_their_answers_come_in_another() {
    let desk = Desk::open().await;
    let payer = desk.folder_payer().await;
    let coverage = desk.covered(payer["id"].as_str().expect("an id")).await;
    let mut checks = Vec::new();
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        checks.push(desk.ask(&coverage, day(date)).await.expect(202).id());
    }
    desk.sending(&[]);
    desk.exchanging();
    let out = eventually(async || desk.files("out").pop()).await;
    assert_eq!(out, "000000001.270");
    let text = fs::read_to_string(desk.side("out").join(&out)).expect("the file");
    let asked = inquiries(&text);
    assert_eq!(asked.len(), 3, "one file for all that waited");
    let waits = desk.house.get(&format!("/v1/eligibility-checks/{}", checks[0])).await.body;
    assert_eq!((&waits["state"], &waits["outcome"]), (&json!("sending"), &Value::Null));

    // An answer still on its way, two answers, one of them for a check nobody asked for, and rubbish.
    let answers: Vec<String> =
        asked.iter().map(|inquiry| wrapped(&response(Says::Active, inquiry.clone()))).collect();
    let two = format!("{}{}", answers[0], answers[1]);
    fs::write(desk.side("in").join("third.271.part"), &answers[2]).expect("written");
    fs::write(desk.side("in").join("two.271"), &two).expect("written");
    fs::write(desk.side("in").join("rubbish.271"), "hello").expect("written");
    for check in &checks[..2] {
        assert_eq!(desk.outcome(check).await["outcome"], "active");
    }
    eventually(async || {
        (desk.files("read") == ["two.271"] && desk.files("unread") == ["rubbish.271"]).then_some(())
    })
    .await;
    assert!(desk.house.get(&format!("/v1/eligibility-checks/{}", checks[2])).await.body["outcome"].is_null());

    // The same file once more, and the third.
    fs::write(desk.side("in").join("two.again.271"), &two).expect("written");
    fs::rename(desk.side("in").join("third.271.part"), desk.side("in").join("third.271")).expect("whole");
    let third = desk.outcome(&checks[2]).await;
    assert_eq!((&third["outcome"], &third["attempts"][0]["outcome"]), (&json!("active"), &json!("answered")));
    eventually(async || (desk.files("in").is_empty() && desk.files("read").len() == 3).then_some(())).await;
    let facts = desk.house.announced().await;
    assert_eq!(facts.iter().filter(|(kind, _)| kind == "eligibility.checked").count(), 3, "each once");

    let messages = desk.house.get(&format!("/v1/eligibility-checks/{}/x12", checks[0])).await.body;
    let sent = messages["request"].as_str().expect("the inquiry");
    assert_eq!(inquiries(sent).len(), 1, "a check shows its own inquiry");
    assert!(messages["response"].as_str().is_some_and(|text| text.contains("EB*1**30")));
}

#[actix_web::test]
async fn a_raw_inquiry_does_not_wait_for_a_file() {
    let desk = Desk::open().await;
    let payer = desk.folder_payer().await;
    let coverage = desk.covered(payer["id"].as_str().expect("an id")).await;
    desk.ask(&coverage, day("2026-11-24")).await.expect(202);
    desk.sending(&[]);
    desk.exchanging();
    let out = eventually(async || desk.files("out").pop()).await;
    let text = fs::read_to_string(desk.side("out").join(&out)).expect("the file");
    let answer = desk.house.post_text("/v1/x12/270", "application/edi-x12", text).await;
    answer.refused(503, "payer-not-asked");
}

#[actix_web::test]
async fn only_a_folder_has_a_folder_s_name() {
    let Desk { house, .. } = Desk::open().await;
    for (kind, url, pointer) in [
        ("batch_folder", "https://ch.example", "/url"),
        ("https", "folder:ch", "/url"),
        ("batch_folder", "folder:../../etc", "/url"),
    ] {
        let asked = json!({"name": "CH", "kind": kind, "url": url});
        house.post("/v1/connections", asked).await.expect(400).names(pointer);
    }
}

/// A 999 that refuses a file as a whole, and names one inquiry.
fn refusal(file: &str, inquiry: &str) -> String {
    let read = Interchange::read(file).expect("X12");
    let group = &read[0].groups[0];
    let set = group.transactions.iter().find(|set| set.control == inquiry).expect("the inquiry");
    let name = set.segments.iter().find(|segment| segment.id() == "NM1").expect("a name");
    let fault = TransactionFault { control: inquiry.to_owned(), error: name.invalid(9, "not taken") };
    let ack = Ack999 { status: AckStatus::Rejected, ..Ack999::reject(group, &[fault]) };
    let header = x12::InterchangeHeader {
        sender_qualifier: "ZZ".into(),
        sender: read[0].receiver().into(),
        receiver_qualifier: "ZZ".into(),
        receiver: read[0].sender().into(),
        date: day("2026-11-24"),
        time: chrono::NaiveTime::default(),
        control: 77,
        usage: x12::Usage::Test,
        acknowledgment_requested: false,
        gs_sender: read[0].receiver().into(),
        gs_receiver: read[0].sender().into(),
        group_control: 77,
    };
    let (group, guide) = (x12::acknowledgment::GROUP, x12::acknowledgment::IMPLEMENTATION);
    x12::write_interchange(&header, group, guide, &[ack.write("0001").expect("a 999")]).expect("X12")
}

#[actix_web::test]
async fn of_a_file_the_partner_refuses_the_inquiry_at_fault_ends_and_the_others_go_into_another() {
    let desk = Desk::open().await;
    let payer = desk.folder_payer().await;
    let coverage = desk.covered(payer["id"].as_str().expect("an id")).await;
    for date in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        desk.ask(&coverage, day(date)).await.expect(202);
    }
    desk.sending(&[]);
    desk.exchanging();
    eventually(async || (desk.files("out").len() == 1).then_some(())).await;
    let file = fs::read_to_string(desk.side("out").join("000000001.270")).expect("the file");
    let asked = inquiries(&file);
    let trace = |inquiry: &Inquiry| String::from(&inquiry.trace().expect("a trace").number);
    fs::write(desk.side("in").join("ack.999"), refusal(&file, "0002")).expect("written");
    let at_fault = desk.outcome(&trace(&asked[1])).await;
    assert_eq!(at_fault["reason"]["code"], "inquiry_refused");
    assert!(at_fault["reason"]["detail"].as_str().is_some_and(|detail| detail.contains("segment NM1")));
    eventually(async || (desk.files("out").len() == 2 && desk.files("read") == ["ack.999"]).then_some(()))
        .await;
    let again = fs::read_to_string(desk.side("out").join("000000002.270")).expect("the second file");
    let traces: Vec<String> = inquiries(&again).iter().map(trace).collect();
    assert_eq!(
        traces,
        [trace(&asked[0]), trace(&asked[2])],
        "the same questions, under the same trace numbers"
    );
    // The same acknowledgment once more changes nothing.
    fs::write(desk.side("in").join("ack.again.999"), refusal(&file, "0002")).expect("written");
    for inquiry in inquiries(&again) {
        let check = trace(&inquiry);
        let answer = wrapped(&response(Says::Active, inquiry));
        fs::write(desk.side("in").join(format!("{check}.271")), answer).expect("written");
        assert_eq!(desk.outcome(&check).await["outcome"], "active");
    }
    eventually(async || desk.files("in").is_empty().then_some(())).await;
    assert_eq!(desk.files("out").len(), 2);
}
