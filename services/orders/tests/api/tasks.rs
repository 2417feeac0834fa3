//! What a person must do: opened once, given to somebody, done.

use crate::office::Office;
use kit::House;
use model::PrescriptionId;
use orders::task::{Kind, Subject, Task, store};
use serde_json::{Value, json};
use uuid::Uuid;

fn about(number: u128) -> Subject {
    Subject::Prescription(PrescriptionId(Uuid::from_u128(number)))
}

async fn open(house: &House, kind: Kind, subject: Subject) {
    let task = Task::new(platform::mint(), kind, subject, "Call the pharmacy".to_owned(), platform::now());
    house
        .db()
        .transaction(&house.context(), async move |tx| {
            Ok::<_, platform::Problem>(store::open(tx, &task).await?)
        })
        .await
        .expect("opened");
}

#[actix_web::test]
async fn a_task_is_open_once_for_its_cause() {
    let office = Office::open().await;
    for (kind, number) in
        [(Kind::TransmissionFailed, 1), (Kind::TransmissionFailed, 1), (Kind::CancelDenied, 1)]
    {
        open(&office.house, kind, about(number)).await;
    }
    let tasks = office.items("/v1/tasks").await;
    assert_eq!(tasks.len(), 2, "{tasks:?}");
    assert_eq!(office.items("/v1/tasks?kind=cancel_denied").await.len(), 1);
    let counted = office.house.get("/v1/tasks/count").await.expect(200).body;
    assert_eq!(counted["open"], 2);
    assert_eq!(counted["by_kind"], json!({"cancel_denied": 1, "transmission_failed": 1}));
    let other = office.house.other_practice();
    assert_eq!(other.get("/v1/tasks").await.expect(200).body["items"], json!([]));
    let id = tasks[0]["id"].as_str().expect("an id");
    other.get(&format!("/v1/tasks/{id}")).await.refused(404, "not-found");
}

#[actix_web::test]
async fn a_task_is_given_to_somebody_and_done_once() {
    let office = Office::open().await;
    open(&office.house, Kind::TransmissionUnknown, about(1)).await;
    let id = office.items("/v1/tasks").await[0]["id"].as_str().expect("an id").to_owned();
    let act = async |verb: &str, version: i64, body: Value| {
        office.house.if_match(version).post(&format!("/v1/tasks/{id}/{verb}"), body).await
    };
    act("assign", 1, json!({"owner": " "})).await.refused(400, "invalid-request");
    act("assign", 1, json!({"owner": "tester"})).await.expect(200);
    assert_eq!(office.house.get("/v1/tasks/count").await.expect(200).body["mine"], 1);
    act("resolve", 1, json!({})).await.refused(412, "stale");
    let done = act("resolve", 2, json!({"note": "They have it"})).await.expect(200).body;
    assert_eq!(
        (&done["solution"]["by"], &done["solution"]["note"]),
        (&json!("tester"), &json!("They have it"))
    );
    act("resolve", 3, json!({})).await.refused(409, "task-done");
    assert!(office.items("/v1/tasks").await.is_empty());
    assert_eq!(office.items("/v1/tasks?status=done").await.len(), 1);
    open(&office.house, Kind::TransmissionUnknown, about(1)).await;
    assert_eq!(office.items("/v1/tasks").await.len(), 1, "the cause came again");
}
