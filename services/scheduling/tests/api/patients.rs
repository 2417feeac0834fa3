//! Registering patients.

use crate::office::patient;
use diesel_async::SimpleAsyncConnection;
use kit::House;
use model::scope::Service;
use platform::{Problem, Stop, Tx};
use serde_json::{Value, json};

async fn house() -> House {
    kit::service(Service::Scheduling, scheduling::MIGRATIONS, scheduling::routes).await
}

fn with(field: &str, value: Value) -> Value {
    let mut body = patient();
    body[field] = value;
    body
}

#[actix_web::test]
async fn a_registered_patient_is_announced_and_found() {
    let house = house().await;
    let registered = house.post("/v1/patients", patient()).await.expect(201);
    assert_eq!(registered.body["mrn"], "000001");
    let kinds: Vec<String> = house.announced().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["patient.registered"]);
    for query in ["name=smi", "name=john+smith", "phone=816-555-0100", "birth_date=1963-05-19", "mrn=000001"]
    {
        let found = house.get(&format!("/v1/patients?{query}")).await.expect(200);
        assert_eq!(found.body["items"][0]["id"], registered.body["id"], "{query}");
    }
    let none = house.get("/v1/patients?name=smi&birth_date=1970-01-01").await.expect(200);
    assert_eq!(none.body, json!({"items": [], "next": null}));
}

#[actix_web::test]
async fn a_filter_or_field_nobody_knows_is_refused() {
    let house = house().await;
    let filter = house.get("/v1/patients?surname=smith").await;
    filter.refused(400, "invalid-request");
    house.post("/v1/patients", with("colour", json!("blue"))).await.refused(400, "invalid-request");
    let cases = [
        ("birth_date", json!("2999-01-01"), "/birth_date"),
        ("birth_date", json!("1963-02-30"), "/birth_date"),
        ("sex", json!("M"), "/sex"),
        ("phone", json!("12"), "/phone"),
        ("email", json!("nobody"), "/email"),
        ("family_name", json!(""), "/family_name"),
    ];
    for (field, value, pointer) in cases {
        let refused = house.post("/v1/patients", with(field, value)).await;
        refused.refused(400, "invalid-request");
        refused.names(pointer);
    }
    let state = json!({"line1": "1 Main", "city": "X", "state": "ZZ", "postal_code": "64108"});
    house.post("/v1/patients", with("address", state)).await.names("/address/state");
    assert!(house.announced().await.is_empty(), "nothing half-stored");
}

#[actix_web::test]
async fn the_same_key_registers_once() {
    let house = house().await;
    let post = |body: Value| {
        house.request(reqwest::Method::POST, "/v1/patients").header("idempotency-key", "k1").json(&body)
    };
    let first = post(patient()).send().await.expect(201);
    let again = post(patient()).send().await.expect(201);
    assert_eq!((first.id(), first.version()), (again.id(), again.version()));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(house.announced().await.len(), 1);
    post(with("given_name", json!("Jane"))).send().await.refused(422, "key-reused");
}

#[actix_web::test]
async fn a_change_must_say_what_it_saw() {
    let house = house().await;
    let path = format!("/v1/patients/{}", house.post("/v1/patients", patient()).await.expect(201).id());
    house.patch(&path, json!({"given_name": "Jon"})).await.refused(428, "if-match-missing");
    house.if_match(7).patch(&path, json!({"given_name": "Jon"})).await.refused(412, "stale");
    let changed = house.if_match(1).patch(&path, json!({"given_name": "Jon"})).await.expect(200);
    assert_eq!((changed.version(), &changed.body["family_name"]), (2, &json!("Smith")));
    assert_eq!(house.announced().await.len(), 2);
}

#[actix_web::test]
async fn another_practice_sees_nothing() {
    let house = house().await;
    let path = format!(
        "/v1/patients/{}",
        house.post("/v1/patients", with("mrn", json!("A1"))).await.expect(201).id()
    );
    let other = house.other_practice();
    other.get(&path).await.refused(404, "not-found");
    other.if_match(1).patch(&path, json!({"given_name": "Jon"})).await.refused(404, "not-found");
    assert_eq!(other.get("/v1/patients").await.expect(200).body["items"], json!([]));
    // The unique MRN does not tell one practice what the other has.
    other.post("/v1/patients", with("mrn", json!("A1"))).await.expect(201);
    house.post("/v1/patients", with("mrn", json!("A1"))).await.refused(409, "mrn-taken");
}

#[actix_web::test]
async fn pages_are_walked_to_the_end_without_repeats() {
    let house = house().await;
    for _ in 0..5 {
        house.post("/v1/patients", patient()).await.expect(201);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = house.get(&format!("/v1/patients?limit=2{cursor}")).await.expect(200);
        seen.extend(page.body["items"].as_array().expect("items").iter().map(|p| p["mrn"].to_string()));
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5);
    house.get("/v1/patients?limit=0").await.names("?limit");
    house.get("/v1/patients?cursor=x").await.names("?cursor");
}

#[actix_web::test]
async fn a_change_is_a_merge_patch() {
    let house = house().await;
    let mut body = patient();
    body["middle_name"] = json!("Quincy");
    body["email"] = json!("john@example.org");
    body["guarantor"] = json!({"relationship": "spouse", "name": "Ann Smith", "phone": "816-555-0101"});
    body["identifiers"] = json!([{"system": "driver_license", "value": "S123", "issuer": "MO"}]);
    body["emergency_contacts"] =
        json!([{"name": "Ann Smith", "relationship": "wife", "phone": "8165550101"}]);
    let registered = house.post("/v1/patients", body.clone()).await.expect(201);
    assert_eq!(registered.body["guarantor"]["phone"], "8165550101");
    assert_eq!(registered.body["identifiers"], body["identifiers"]);
    assert_eq!(registered.body["emergency_contacts"], body["emergency_contacts"]);
    let path = format!("/v1/patients/{}", registered.id());
    let patch = json!({"middle_name": null, "email": null, "address": {"line2": null, "city": "Independence"},
        "guarantor": {"name": "Ann Bell"}, "identifiers": null});
    let changed = house.if_match(1).patch(&path, patch).await.expect(200).body;
    assert_eq!((changed.get("middle_name"), changed.get("email")), (None, None));
    assert_eq!((&changed["phone"], &changed["given_name"]), (&json!("8165550100"), &json!("John")));
    assert_eq!(
        changed["address"],
        json!({"line1": "15197 Broadway Avenue", "city": "Independence", "state": "MO", "postal_code": "64108"})
    );
    assert_eq!(
        changed["guarantor"],
        json!({"relationship": "spouse", "name": "Ann Bell", "phone": "8165550101"})
    );
    assert_eq!(
        (&changed["identifiers"], changed["emergency_contacts"].as_array().map(Vec::len)),
        (&json!([]), Some(1))
    );
    assert_eq!(house.get(&path).await.expect(200).body, changed);
    let cases = [
        (json!({"given_name": null}), "/given_name"),
        (json!({"birth_date": null}), "/birth_date"),
        (json!({"address": {"state": "ZZ"}}), "/address/state"),
        (json!({"address": {"city": null}}), "/address/city"),
        (json!({"guarantor": {"name": null}}), "/guarantor"),
        (json!({"email": "nobody"}), "/email"),
        (json!({"mrn": "9"}), "/mrn"),
        (json!({"merged_into": null}), "/merged_into"),
    ];
    for (patch, pointer) in cases {
        house.if_match(2).patch(&path, patch).await.names(pointer);
    }
    let cleared =
        house.if_match(2).patch(&path, json!({"address": null, "guarantor": null})).await.expect(200).body;
    assert_eq!((cleared.get("address"), cleared.get("guarantor")), (None, None));
}

#[actix_web::test]
async fn what_stands_beside_a_patient_is_checked_and_bounded() {
    let house = house().await;
    let contact = json!({"name": "Ann Smith", "relationship": "wife", "phone": "8165550101"});
    let number = |n: usize| json!({"system": "external", "value": n.to_string(), "issuer": "Old System"});
    let many = |n: usize| Value::Array((0..n).map(number).collect());
    let cases = [
        ("identifiers", many(21), "/identifiers"),
        ("identifiers", json!([number(1), number(1)]), "/identifiers"),
        ("identifiers", json!([{"system": "shoe_size", "value": "9"}]), "/identifiers/0/system"),
        ("identifiers", json!([{"system": "passport", "value": ""}]), "/identifiers/0/value"),
        ("emergency_contacts", json!(vec![contact.clone(); 21]), "/emergency_contacts"),
        ("emergency_contacts", json!([{"name": "Ann", "phone": "12"}]), "/emergency_contacts/0/phone"),
        ("guarantor", json!({"relationship": "parent"}), "/guarantor"),
        ("guarantor", json!({"relationship": "uncle", "name": "Bob"}), "/guarantor/relationship"),
    ];
    for (field, value, pointer) in cases {
        house.post("/v1/patients", with(field, value)).await.names(pointer);
    }
    house.post("/v1/patients", with("identifiers", many(20))).await.expect(201);
    // A child without a guarantor can be registered; that somebody must pay is for the readiness list.
    house.post("/v1/patients", with("birth_date", json!("2020-02-29"))).await.expect(201);
}

#[actix_web::test]
async fn a_name_is_found_without_its_accents_and_by_each_way_of_parting_it() {
    let house = house().await;
    for (given, family) in [("María José", "García-López"), ("Seán", "O'Brien"), ("Ana", "de la Cruz")] {
        let mut body = with("given_name", json!(given));
        body["family_name"] = json!(family);
        house.post("/v1/patients", body).await.expect(201);
    }
    let cases = [
        ("garcia", "García-López"),
        ("GARCÍA LÓ", "García-López"),
        ("maria jose garcia", "García-López"),
        ("maria garcia lopez", "García-López"),
        ("obrien", "O'Brien"),
        ("o'br", "O'Brien"),
        ("sean o’brien", "O'Brien"),
        ("ana de la cruz", "de la Cruz"),
        ("de la", "de la Cruz"),
    ];
    for (name, family) in cases {
        let request =
            house.request(reqwest::Method::GET, &format!("/v1/patients?name={}", name.replace(' ', "+")));
        let found = request.send().await.expect(200);
        assert_eq!(found.body["items"].as_array().map(Vec::len), Some(1), "{name}");
        assert_eq!(found.body["items"][0]["family_name"], family, "{name}");
    }
    for name in ["lopez", "%25", "jose garcia", "--"] {
        let found = house.get(&format!("/v1/patients?name={name}")).await.expect(200);
        assert_eq!(found.body["items"], json!([]), "{name}");
    }
}

/// Patients of an earlier version, without plain names and keys, are prepared by the service beside its work.
#[actix_web::test]
async fn patients_registered_before_are_prepared_for_searching() {
    let house = house().await;
    let id = house.post("/v1/patients", patient()).await.expect(201).id();
    let forget = async |tx: &mut Tx| {
        tx.batch_execute(
            "UPDATE patients SET plain_family = '', plain_given = ''; DELETE FROM patient_keys; \
             INSERT INTO patients_to_prepare (patient_id) SELECT id FROM patients",
        )
        .await?;
        Ok::<_, Problem>(())
    };
    house.db().transaction(&house.context(), forget).await.expect("as it was before");
    let known = json!({"phone": "8165550100"});
    let found = async || {
        let matched = house.post("/v1/patients/match", known.clone()).await.expect(200).body;
        let named = house.get("/v1/patients?name=smith").await.expect(200).body;
        (matched["items"][0]["patient"]["id"].clone(), named["items"][0]["id"].clone())
    };
    assert_eq!(found().await, (Value::Null, Value::Null));
    scheduling::patient::prepare::run(house.db().clone(), Stop::default()).await;
    assert_eq!(found().await, (json!(id), json!(id)));
    assert_eq!(house.get(&format!("/v1/patients/{id}")).await.expect(200).version(), 1);
}
