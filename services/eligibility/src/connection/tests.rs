use super::*;
use serde_json::{Value, json};

fn asked(value: Value) -> CreateConnection {
    serde_json::from_value(value).expect("a connection")
}

fn core() -> Value {
    json!({"name": "Clearinghouse", "kind": "core_soap", "url": "https://core.example/rt",
        "identity": {"sender_id": "PRACTICE1", "receiver_id": "CH01"},
        "credentials": {"kind": "basic", "user": "us", "password": "pw"}})
}

fn refusal(pointer: &str, value: Value) -> Option<Refusal> {
    let mut body = core();
    *body.pointer_mut(pointer).expect("a field") = value;
    Connection::create(uuid::Uuid::nil().into(), &asked(body)).err()
}

#[test]
fn a_core_connection_is_complete_or_refused() {
    assert!(Connection::create(uuid::Uuid::nil().into(), &asked(core())).is_ok());
    assert_eq!(refusal("/identity", json!({"sender_id": "US"})), Some(Refusal::CoreNeedsIdentity));
    assert_eq!(refusal("/credentials", Value::Null), Some(Refusal::CoreNeedsUser));
    assert_eq!(
        refusal("/credentials", json!({"kind": "bearer", "token": "t"})),
        Some(Refusal::CoreNeedsUser)
    );
    assert_eq!(refusal("/url", json!("http://core.example/rt")), Some(Refusal::SecretInTheClear));
    assert_eq!(refusal("/url", json!("http://127.0.0.1:9/rt")), None, "this machine is private");
}

#[test]
fn numbers_out_of_bounds_say_their_bounds() {
    for (limits, says) in [
        (json!({"at_once": 0}), "1 to 500"),
        (json!({"at_once": 501}), "1 to 500"),
        (json!({"per_minute": 60001}), "1 to 60000"),
        (json!({"timeout_seconds": 61}), "1 to 60"),
        (json!({"breaker_failures": 0}), "1 to 100"),
        (json!({"speed": 1}), "unknown field"),
    ] {
        let error = serde_json::from_value::<Limits>(limits).expect_err("out of bounds").to_string();
        assert!(error.contains(says), "{error}");
    }
    let kept = serde_json::to_value(Limits::default()).expect("JSON");
    assert_eq!(serde_json::from_value::<Limits>(json!({})).expect("defaults"), Limits::default());
    assert_eq!(kept["at_once"], 16);
}

#[test]
fn another_address_deserves_another_try() {
    let mut connection = Connection::create(uuid::Uuid::nil().into(), &asked(core())).expect("complete");
    let moment = chrono::DateTime::from_timestamp(1_782_000_000, 0).expect("a moment");
    let rule = breaker::Rule { failures: 1, pause: std::time::Duration::from_secs(30) };
    connection.breaker = connection.breaker.failed(moment, rule);
    let change = |value| serde_json::from_value::<UpdateConnection>(value).expect("a change");
    let renamed = connection.clone().update(&change(json!({"name": "New name"}))).expect("complete");
    assert_eq!((renamed.breaker, renamed.version), (connection.breaker, 2));
    let moved =
        connection.clone().update(&change(json!({"url": "https://core.example/2"}))).expect("complete");
    assert_eq!(moved.breaker, Breaker::default());
    assert_eq!(connection.update(&change(json!({"credentials": null}))).err(), Some(Refusal::CoreNeedsUser));
}
