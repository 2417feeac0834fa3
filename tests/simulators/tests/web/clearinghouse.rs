//! The clearinghouse's HTTP.

use actix_web::web::Data;
use serde_json::{Value, json};
use simulators::clearinghouse::{Clearinghouse, app_config};
use simulators::pace::Pace;

use super::{QUICK, Running};
use crate::samples::{claims, inquiry};

fn open(folder: &tempfile::TempDir, pace: Pace) -> Data<Clearinghouse> {
    Clearinghouse::open(folder.path(), pace).expect("the clearinghouse opens")
}

fn items(reports: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = reports["items"].as_array().into_iter().flatten();
    items.map(|item| (text(&item["id"]), text(&item["kind"]))).collect()
}

#[actix_web::test]
async fn the_same_interchange_is_answered_alike_and_adjudicated_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    let batch = claims(5, &[("M1", "A1")]);
    let first = clearinghouse.post_with_key("/claims", "K1", &batch).await;
    assert_eq!(first.status, 200);
    clearinghouse.stop().await;

    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    assert_eq!(clearinghouse.post_with_key("/claims", "K1", &batch).await, first);
    assert_eq!(clearinghouse.post("/claims", &batch).await, first);
    let second =
        clearinghouse.post_with_key("/claims", "K2", &claims(6, &[("M1", "A1"), ("M2", "A2")])).await;
    assert_eq!(second.status, 200);
    let expected = json!([
        {"sender": "PRAXISCLINIC", "control": "000000005", "times_received": 3,
         "claims": [{"claim_number": "A1", "times": 2}]},
        {"sender": "PRAXISCLINIC", "control": "000000006", "times_received": 1,
         "claims": [{"claim_number": "A1", "times": 2}, {"claim_number": "A2", "times": 1}]},
    ]);
    assert_eq!(clearinghouse.json("/batches").await, expected);
    assert_eq!(clearinghouse.get("/batches/PRAXISCLINIC/000000005/raw").await.body, batch);
    assert_eq!(clearinghouse.get("/batches/PRAXISCLINIC/000000009/raw").await.status, 404);
    assert_eq!(items(&clearinghouse.json("/reports").await).len(), 4);
}

#[actix_web::test]
async fn the_same_key_or_control_number_with_other_bytes_is_a_conflict() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    assert_eq!(clearinghouse.post_with_key("/claims", "K1", &claims(5, &[("M1", "A1")])).await.status, 200);
    for (key, body) in [("K1", claims(6, &[("M1", "A1")])), ("K2", claims(5, &[("M2", "A1")]))] {
        assert_eq!(clearinghouse.post_with_key("/claims", key, &body).await.status, 409, "{key}");
    }
    assert_eq!(clearinghouse.json("/batches").await.as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn reports_are_ordered_and_can_be_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    for (control, member_id) in [(5, "M1"), (6, "XLATE"), (7, "XTWICE")] {
        assert_eq!(clearinghouse.post("/claims", &claims(control, &[(member_id, "A1")])).await.status, 200);
    }
    let all = items(&clearinghouse.json("/reports").await);
    let kinds: Vec<&str> = all.iter().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(kinds, ["277CA", "835", "277CA", "835", "277CA", "835", "835"]);
    assert!(all.is_sorted_by(|(one, _), (next, _)| one < next));
    clearinghouse.stop().await;

    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    assert_eq!(items(&clearinghouse.json("/reports").await), all);
    let page = format!("/reports?after={}&limit=2", all[1].0);
    assert_eq!(items(&clearinghouse.json(&page).await), all[2..4]);
    let end = format!("/reports?after={}", all[6].0);
    assert!(items(&clearinghouse.json(&end).await).is_empty());
    for path in ["/reports?after=x", "/reports?since=1"] {
        assert_eq!(clearinghouse.get(path).await.status, 400, "{path}");
    }
}

#[actix_web::test]
async fn late_reports_do_not_come_before_they_are_due() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, Pace { late_ms: 600_000, ..QUICK })));
    for (control, member_id) in [(5, "XLATE"), (6, "M1")] {
        assert_eq!(clearinghouse.post("/claims", &claims(control, &[(member_id, "A1")])).await.status, 200);
    }
    let reports = clearinghouse.json("/reports").await;
    assert_eq!(items(&reports).len(), 2);
}

#[actix_web::test]
async fn a_submission_that_is_not_answered_is_adjudicated() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    let batch = claims(5, &[("XTIMEOUT", "A1")]);
    clearinghouse.post_in_vain("/claims", &batch).await;
    let answer = clearinghouse.post("/claims", &batch).await;
    assert!(answer.body.contains("~AK9*A*1*1*1~"), "{}", answer.body);
    assert_eq!(clearinghouse.json("/batches").await[0]["times_received"], 2);
    assert_eq!(items(&clearinghouse.json("/reports").await).len(), 2);
}

#[actix_web::test]
async fn what_is_refused_is_answered_in_x12_where_that_can_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let clearinghouse = Running::start(app_config(open(&folder, QUICK)));
    let batch = claims(5, &[("M1", "A1")]);
    let cut = clearinghouse.post("/claims", &batch[..600]).await;
    assert!(cut.status == 200 && cut.body.contains("~TA1*000000005*260302*0930*R*023~"), "{}", cut.body);
    assert_eq!(clearinghouse.post("/claims", "hello").await.status, 400);
    assert!(
        clearinghouse
            .post("/claims", &inquiry("M1", "T1"))
            .await
            .body
            .contains("IK3*ST*1**8~IK4*1*143*7*270~")
    );
    // What was cut off was never taken: the whole interchange is welcome under the same number.
    assert!(clearinghouse.post("/claims", &batch).await.body.contains("~AK9*A*1*1*1~"));
}
