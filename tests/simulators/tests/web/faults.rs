//! The pharmacy on a bad line: trouble that was asked for, and a journal that tells every copy.

use serde_json::{Value, json};
use simulators::pharmacy::app_config;

use super::Running;
use super::pharmacy::{next, open, practice};
use crate::samples::{cancel_rx, new_rx};

async fn journal(pharmacy: &Running) -> Vec<Value> {
    pharmacy.json("/journal").await.as_array().cloned().unwrap_or_default()
}

fn outcomes(journal: &[Value]) -> Vec<&str> {
    journal.iter().filter_map(|copy| copy["outcome"].as_str()).collect()
}

#[actix_web::test]
async fn what_is_dropped_was_never_read_and_what_is_lost_was_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    let message = new_rx("9900001", "M1", "O1");
    assert_eq!(pharmacy.put("/faults", "1,drop=100").await.status, 204);
    pharmacy.post_hung_up("/script", &message).await;
    assert_eq!(journal(&pharmacy).await, Vec::<Value>::new());
    pharmacy.put("/faults", "1,lose=100").await;
    pharmacy.post_hung_up("/script", &message).await;
    pharmacy.put("/faults", "1,delay=100").await;
    pharmacy.post_in_vain("/script", &message).await;
    pharmacy.put("/faults", "0").await;
    assert!(pharmacy.post("/script", &message).await.body.contains("<Status><Code>010</Code>"));

    let copies = journal(&pharmacy).await;
    assert_eq!(outcomes(&copies), ["taken", "again", "again"]);
    for (position, copy) in copies.iter().enumerate() {
        assert_eq!(copy["number"], position + 1);
        assert_eq!((&copy["order_number"], &copy["message_id"]), (&json!("O1"), &json!("M1")));
        assert_eq!(copy["sha256"], copies[0]["sha256"]);
        assert!(copy["connection"].as_str().is_some_and(|peer| peer.starts_with("127.0.0.1:")));
    }
    assert_eq!(pharmacy.json("/outbox").await.as_array().map(Vec::len), Some(2));
}

#[actix_web::test]
async fn failures_take_nothing_and_error_600_ends_after_two_tries() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    pharmacy.put("/faults", "5,http=100").await;
    let (mut told, message) = (Vec::new(), new_rx("9900001", "M1", "O1"));
    for _ in 0..40 {
        let answer = pharmacy.post("/script", &message).await;
        told.push((answer.status, answer.body.contains("<Error><Code>602</Code>")));
    }
    told.sort_unstable();
    told.dedup();
    assert_eq!(told, [(500, false), (500, true), (503, false), (503, true)]);
    assert_eq!(pharmacy.json("/prescriptions").await, json!([]));

    pharmacy.put("/faults", "5,error600=100").await;
    for cancel in ["C1", "C2", "C3", "C4", "C5", "C6"] {
        let message = cancel_rx("9900001", cancel, "M1", "O1");
        let mut turned_away = 0;
        while pharmacy.post("/script", &message).await.body.contains("<Error><Code>600</Code>") {
            turned_away += 1;
        }
        assert!((1..=2).contains(&turned_away), "{turned_away}");
    }
    let journal = journal(&pharmacy).await;
    assert_eq!(outcomes(&journal[..40]), ["failed"; 40]);
    assert_eq!((outcomes(&journal)[40], outcomes(&journal).last()), ("refused", Some(&"taken")));
    assert_eq!(journal[40]["relates_to"], "M1");
}

#[actix_web::test]
async fn messages_come_twice_and_out_of_order_and_the_drug_is_handed_over_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    pharmacy.put("/faults", "1,duplicate=100,reorder=100").await;
    pharmacy.post("/script", &new_rx("9900001", "M1", "O1")).await;
    pharmacy.stop().await;

    let (config, mut taken) = practice(0);
    let practice = Running::start(config);
    let desk = open(&folder, Some(&practice));
    desk.resume();
    let pharmacy = Running::start(app_config(desk));
    for transaction in ["RxFill", "Verify", "Verify", "RxFill", "Status"] {
        assert_eq!(next(&mut taken).await.0, transaction);
    }
    assert_eq!(pharmacy.json("/prescriptions").await[0]["dispensed_times"], 1);
    assert_eq!(outcomes(&journal(&pharmacy).await), ["taken"]);
}

#[actix_web::test]
async fn faults_that_cannot_be_read_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let pharmacy = Running::start(app_config(open(&folder, None)));
    pharmacy.put("/faults", "9,lose=1").await;
    let refused = pharmacy.put("/faults", "9,lose=much").await;
    assert!(refused.status == 400 && refused.body.contains("lose=much"), "{}", refused.body);
    let faults = pharmacy.get("/faults").await.body;
    assert_eq!(faults, "9,drop=0,lose=1,delay=0,http=0,error600=0,duplicate=0,reorder=0\n");
}
