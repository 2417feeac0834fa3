//! The payer's HTTP.

use actix_web::web::Data;
use serde_json::json;
use simulators::pace::Load;
use simulators::payer::{Payer, app_config};

use super::{QUICK, Running};
use crate::samples::{inquiry, status_request};

fn open(folder: &tempfile::TempDir) -> Data<Payer> {
    Payer::open(folder.path(), QUICK, Load::default()).expect("the payer opens")
}

#[actix_web::test]
async fn every_inquiry_is_counted_and_kept_over_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let payer = Running::start(app_config(open(&folder)));
    for (member_id, trace) in [("M1", "T1"), ("M2", "T2"), ("M1", "T1"), ("XSLOW", "T3")] {
        let answer = payer.post("/x12/270", &inquiry(member_id, trace)).await;
        assert!(answer.status == 200 && answer.body.contains(&format!("TRN*2*{trace}*")), "{trace}");
    }
    payer.stop().await;
    let payer = Running::start(app_config(open(&folder)));
    let counts: Vec<_> = payer.json("/requests").await.as_array().into_iter().flatten().cloned().collect();
    let counts: Vec<_> =
        counts.iter().map(|one| json!([one["trace"], one["count"], one["at"].is_string()])).collect();
    assert_eq!(counts, [json!(["T1", 2, true]), json!(["T2", 1, true]), json!(["T3", 1, true])]);
    assert_eq!(payer.get("/requests/T2/raw").await.body, inquiry("M2", "T2"));
    assert_eq!(payer.get("/requests/T9/raw").await.status, 404);
}

#[actix_web::test]
async fn the_third_time_the_payer_is_able_to_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut refused = Vec::new();
    for _ in 0..3 {
        let payer = Running::start(app_config(open(&folder)));
        let answer = payer.post("/x12/270", &inquiry("XAAA42", "T1")).await;
        refused.push(answer.body.contains("AAA*N**42*R~"));
        payer.stop().await;
    }
    assert_eq!(refused, [true, true, false]);
}

#[actix_web::test]
async fn an_inquiry_that_is_not_answered_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let payer = Running::start(app_config(open(&folder)));
    payer.post_in_vain("/x12/270", &inquiry("XTIMEOUT", "T1")).await;
    assert_eq!(payer.json("/requests").await[0]["count"], 1);
}

#[actix_web::test]
async fn failures_and_other_requests_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let payer = Running::start(app_config(open(&folder)));
    for (path, body, status) in [
        ("/x12/270", inquiry("XHTTP500", "T1"), 500),
        ("/x12/270", inquiry("XGARBAGE", "T1"), 200),
        ("/x12/270", "hello".to_owned(), 400),
        ("/x12/276", status_request("C1"), 200),
        ("/x12/276", "hello".to_owned(), 400),
        ("/x12/276", inquiry("M1", "T1"), 200),
    ] {
        assert_eq!(payer.post(path, &body).await.status, status, "{path} {status}");
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(payer.get(path).await.status, 200);
    }
}

#[actix_web::test]
async fn more_than_it_bears_at_once_is_sent_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = Load { latency: 300, at_once: Some(1) };
    let payer = Running::start(app_config(Payer::open(folder.path(), QUICK, load).expect("the payer opens")));
    let (one, other) = (inquiry("M1", "T1"), inquiry("M2", "T2"));
    let (one, other) = tokio::join!(payer.post("/x12/270", &one), payer.post("/x12/270", &other));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 429]);
    assert_eq!(payer.post("/x12/270", &inquiry("M3", "T3")).await.status, 200, "the place is free again");
}

/// A CORE batch envelope of this kind.
fn core(element: &str, fields: &str) -> String {
    format!(
        "<Envelope><Body><c:{element} xmlns:c=\"x\"><PayloadID>B-1</PayloadID>{fields}</c:{element}></Body></Envelope>"
    )
}

#[actix_web::test]
async fn a_batch_is_taken_acknowledged_and_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let payer = Running::start(app_config(open(&folder)));
    let fetch = core("COREEnvelopeBatchSubmissionAckRetrievalRequest", "");
    assert!(payer.post("/core", &fetch).await.body.contains("X12_NoBatchAckFile"));
    let file = inquiry("M1", "T1");
    let wrong = format!("{}{file}", core("COREEnvelopeBatchSubmission", "<CheckSum>00</CheckSum>"));
    assert!(payer.post("/core", &wrong).await.body.contains("CheckSumMismatched"));
    let sum = simulators::payer::check_sum(file.trim().as_bytes());
    let right =
        format!("{}{file}", core("COREEnvelopeBatchSubmission", &format!("<CheckSum>{sum}</CheckSum>")));
    assert!(payer.post("/core", &right).await.body.contains("X12_BatchReceiptConfirmation"));
    assert!(payer.post("/core", &fetch).await.body.contains("~AK9*A*1*1*1~"));
    payer.stop().await;
    let payer = Running::start(app_config(open(&folder)));
    let results = payer.post("/core", &core("COREEnvelopeBatchResultsRetrievalRequest", "")).await;
    assert!(results.body.contains("~EB*1**30*") && results.body.contains("TRN*2*T1*"), "{}", results.body);
    let batches = payer.json("/batches").await;
    assert_eq!((batches.as_array().map(Vec::len), &batches[0]["times_received"]), (Some(1), &json!(1)));
    assert_eq!(payer.json("/requests").await[0]["count"], 1);
}

/// The same request as a form.
fn form(payload_type: &str, fields: &[(&str, &str)]) -> String {
    let first = [("PayloadType", payload_type), ("ProcessingMode", "Batch"), ("PayloadID", "B-2")];
    let part = |(name, value): &(&str, &str)| {
        format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    format!("{}--xyz--\r\n", first.iter().chain(fields).map(part).collect::<String>())
}

#[actix_web::test]
async fn a_batch_travels_as_forms_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let payer = Running::start(app_config(open(&folder)));
    let post = async |body: String| payer.post_form("/core", "xyz", &body).await;
    let fetch = form("X12_999_RetrievalRequest_005010X231A1", &[]);
    assert!(post(fetch.clone()).await.body.contains("\r\n\r\nX12_NoBatchAckFile\r\n"));
    let file = inquiry("M1", "T1");
    let submit = |fields: &[(&str, &str)]| form("X12_270_Request_005010X279A1", fields);
    let wrong = post(submit(&[("CheckSum", "00"), ("Payload", &file)])).await;
    assert!(wrong.body.contains("\r\n\r\nCheckSumMismatched\r\n"), "{}", wrong.body);
    let taken = post(submit(&[("Payload", &file)])).await;
    assert!(taken.body.contains("\r\n\r\nX12_BatchReceiptConfirmation\r\n"), "{}", taken.body);
    assert!(post(fetch).await.body.contains("~AK9*A*1*1*1~"));
    let results = post(form("X12_005010_Request_Batch_Results_271", &[])).await;
    assert!(results.body.contains("~EB*1**30*") && results.body.contains("TRN*2*T1*"), "{}", results.body);
    assert_eq!(payer.json("/batches").await[0]["times_received"], 1);
    let real_time = submit(&[("Payload", &file)]).replace("\r\nBatch\r\n", "\r\nRealTime\r\n");
    for unclear in [form("X12_276_Request_005010X212", &[]), real_time] {
        assert_eq!(post(unclear).await.status, 400);
    }
}
