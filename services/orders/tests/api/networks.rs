//! Networks: many pharmacies behind one door, and how we prove there who we are.

use crate::office::Office;
use crate::pharmacy::{Pharmacy, Says};
use script::Body;
use serde_json::{Value, json};

async fn network(office: &Office, body: Value) -> String {
    office.house.post("/v1/networks", body).await.expect(201).id()
}

async fn behind(office: &Office, network: &str) -> String {
    let mut body = office.pharmacy_body("https://unused.example/");
    body["script"] = json!(null);
    body["network_id"] = json!(network);
    office.house.post("/v1/pharmacies", body).await.expect(201).id()
}

#[actix_web::test]
async fn a_user_name_token_goes_into_the_header_and_everything_else_stays() {
    let office = Office::open().await.with_courier();
    office.no_known_allergies().await;
    let door = Pharmacy::that(&[Says::Error("600"), Says::Status("010")]);
    let secret = json!({"kind": "username_token", "username": "PRAXIS", "password": "open sesame"});
    let body = json!({"name": "North", "endpoint": door.url, "account": "ACC-1", "credentials": secret});
    let id = network(&office, body).await;
    let shown = office.house.get(&format!("/v1/networks/{id}")).await.expect(200);
    assert_eq!(shown.body["credentials"], "username_token");
    assert!(!shown.text.contains("sesame") && !shown.text.contains("password"));

    let place = behind(&office, &id).await;
    let prescription = office.signed(&place).await;
    office.becomes(&prescription, "accepted_by_pharmacy").await;
    let received = door.received();
    assert_eq!((received.len(), door.message_ids().len()), (2, 1));
    let without: Vec<String> = received
        .iter()
        .map(|raw| {
            let mut message = script::parse(raw).expect("a SCRIPT message");
            let security = message.header.other.pop().expect("a Security");
            let xml = security.to_xml();
            assert!(xml.contains("<Username>PRAXIS</Username>") && xml.contains("PasswordDigest"), "{xml}");
            assert!(xml.contains("<SecondaryIdentification>ACC-1</SecondaryIdentification>"), "{xml}");
            assert!(!xml.contains("sesame"));
            script::write(&message).expect("written")
        })
        .collect();
    assert_ne!(received[0], received[1], "a token is new each time");
    assert_eq!(without[0], without[1]);
    let kept = office.messages(&prescription).await[0]["body"].as_str().expect("XML").to_owned();
    assert_eq!(kept, without[0]);
    assert!(matches!(script::parse(&kept).expect("a SCRIPT message").body, Body::NewRx(_)));
}

#[actix_web::test]
async fn a_secret_is_sealed_and_never_sent_in_the_clear() {
    let office = Office::open().await;
    let secret = json!({"kind": "username_token", "username": "PRAXIS", "password": "open sesame"});
    let body = |endpoint: &str| json!({"name": "North", "endpoint": endpoint, "credentials": secret});
    office.house.post("/v1/networks", body("http://network.example/script")).await.names("/endpoint");
    let id = network(&office, body("https://network.example/script")).await;
    let path = format!("/v1/networks/{id}");
    office
        .house
        .if_match(1)
        .patch(&path, json!({"endpoint": "http://network.example/"}))
        .await
        .names("/endpoint");
    let tls = json!({"kind": "mutual_tls", "certificate": "-----BEGIN X", "key": "-----BEGIN Y"});
    office.house.if_match(1).patch(&path, json!({"credentials": tls})).await.names("/credentials");
    office.house.if_match(1).patch(&path, json!({"authority": "nobody"})).await.names("/authority");
    office.house.other_practice().get(&path).await.refused(404, "not-found");
    let open = office.house.if_match(1).patch(&path, json!({"credentials": null})).await.expect(200);
    assert_eq!((&open.body["credentials"], open.version()), (&json!(null), 2));
    office.house.if_match(2).patch(&path, json!({"endpoint": "http://network.example/"})).await.expect(200);
}

#[actix_web::test]
async fn a_pharmacy_is_behind_a_network_of_the_practice_or_has_a_door_of_its_own() {
    let office = Office::open().await;
    let id = network(&office, json!({"name": "North", "endpoint": "https://network.example/script"})).await;
    let mut body = office.pharmacy_body("https://pharmacy.example/");
    body["network_id"] = json!(id);
    office.house.post("/v1/pharmacies", body.clone()).await.names("/queue");
    body["script"] = json!(null);
    office.house.other_practice().post("/v1/pharmacies", body).await.names("/network_id");
    let place = behind(&office, &id).await;
    let path = format!("/v1/pharmacies/{place}");
    office.house.if_match(1).patch(&path, json!({"queue": true})).await.names("/queue");
    let own = json!({"network_id": null, "script": {"endpoint": "https://pharmacy.example/"}});
    let changed = office.house.if_match(1).patch(&path, own).await.expect(200).body;
    assert_eq!((&changed["network_id"], &changed["version"]), (&json!(null), &json!(2)));
}
