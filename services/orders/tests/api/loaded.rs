//! Drugs of a release of RxNorm, from the search to the message; and releases with which the service does not start.

use crate::office::{NOWHERE, Office, RRF};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const ZESTRIL: &str = "104377";
const OXYCODONE: &str = "1049621";
const CREAM: &str = "99000104";
/// Newer than the house's tables.
const TIRZEPATIDE: &str = "99000105";
const DARIDOREXANT: &str = "99000106";

fn outcome<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let kinds = report["kinds"].as_array().expect("kinds");
    &kinds.iter().find(|one| one["kind"] == kind).expect("the kind")["outcome"]
}

#[actix_web::test]
async fn a_brand_is_found_prescribed_and_told_with_its_code_and_package() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let found = office.items("/v1/medications?q=zestril%2010").await;
    let branded = found.iter().find(|one| one["tty"] == "SBD").expect("the branded drug");
    assert_eq!((&branded["rxcui"], &branded["prescribable"]), (&json!(ZESTRIL), &json!(true)));
    assert_eq!((&branded["ndc"], &branded["schedule"]), (&json!("00310013110"), &json!("none")));
    assert!(branded["ndc_product"].is_null() && branded["packages"].is_null());

    let id = office.draft(office.wish_of(&pharmacy, ZESTRIL, "tablet")).await;
    let checked = office.check(&id).await.expect(200).body;
    for kind in ["allergy", "duplicate_therapy", "interaction"] {
        assert_eq!(outcome(&checked, kind), "clear", "{kind}");
    }
    office.act(&id, "sign", json!({})).await.expect(200);
    let xml = office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned();
    for told in [
        "<DrugDescription>lisinopril 10 MG Oral Tablet [Zestril]</DrugDescription>",
        "<ProductCode><Code>00310013110</Code><Qualifier>ND</Qualifier></ProductCode>",
        "<DrugDBCode><Code>104377</Code><Qualifier>SBD</Qualifier></DrugDBCode>",
    ] {
        assert!(xml.contains(told), "{told}\n{xml}");
    }
}

#[actix_web::test]
async fn any_package_of_the_release_is_taken_and_no_other() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish_of(&pharmacy, ZESTRIL, "tablet");
    for (ndc, taken) in [("52427-0439-90", true), ("00310013110", true), ("68180-0980-01", false)] {
        wish["medication"]["ndc"] = json!(ndc);
        let answer = office.house.post("/v1/prescriptions", wish.clone()).await;
        if taken {
            let drafted = answer.expect(201).body;
            assert_eq!(drafted["medication"]["ndc"], json!(ndc.replace('-', "")));
        } else {
            answer.names("/medication/ndc");
        }
    }
}

#[actix_web::test]
async fn a_controlled_substance_is_one_whatever_a_label_says() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for (rxcui, schedule) in [(OXYCODONE, "CII"), ("99000101", "CII"), ("835603", "CIV"), ("99000107", "CIV")]
    {
        let found = office.items(&format!("/v1/medications?q={rxcui}")).await;
        assert_eq!(found[0]["schedule"], schedule, "{rxcui}");
        let id = office.draft(office.wish_of(&pharmacy, rxcui, "tablet")).await;
        office.check(&id).await.expect(200);
        office.act(&id, "sign", json!({})).await.refused(409, "controlled-substance");
    }
    let mut wish = office.wish_of(&pharmacy, OXYCODONE, "tablet");
    wish["refills"] = json!(1);
    office.house.post("/v1/prescriptions", wish).await.names("/refills");
}

#[actix_web::test]
async fn a_drug_whose_schedule_nothing_says_is_not_prescribed() {
    let office = Office::open().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let found = office.items("/v1/medications?q=daridorexant").await;
    assert_eq!((&found[0]["rxcui"], &found[0]["prescribable"]), (&json!(DARIDOREXANT), &json!(false)));
    assert!(found[0]["schedule"].is_null());
    let wish = office.wish_of(&pharmacy, DARIDOREXANT, "tablet");
    let refused = office.house.post("/v1/prescriptions", wish).await;
    refused.refused(400, "invalid-request");
    refused.names("/medication/rxcui");
}

#[actix_web::test]
async fn a_drug_the_checks_do_not_know_is_prescribed_and_never_clear() {
    let office = Office::open().await;
    office.allergic_to("penicillin").await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish_of(&pharmacy, TIRZEPATIDE, "each");
    wish["sig"] = json!({"text": "Inject 0.5 mL under the skin once a week"});
    let id = office.draft(wish).await;
    let checked = office.check(&id).await.expect(200).body;
    for kind in ["allergy", "duplicate_therapy", "interaction"] {
        assert_eq!(outcome(&checked, kind), "could_not_check", "{kind}");
    }
    let lint = checked["alerts"].as_array().expect("alerts").iter().find(|alert| alert["kind"] == "sig_lint");
    assert!(lint.is_none(), "{lint:?}");
}

#[actix_web::test]
async fn what_a_patient_takes_and_the_checks_do_not_know_keeps_them_from_being_clear() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut wish = office.wish_of(&pharmacy, TIRZEPATIDE, "each");
    wish["sig"] = json!({"text": "Inject 0.5 mL under the skin once a week"});
    office.signed_as(wish).await;
    let id = office.draft(office.wish(&pharmacy)).await;
    let checked = office.check(&id).await.expect(200).body;
    for kind in ["duplicate_therapy", "interaction"] {
        assert_eq!(outcome(&checked, kind), "could_not_check", "{kind}");
    }
    assert!(checked.to_string().contains("tirzepatide"));
    let listed = office.items(&office.path("medications")).await;
    assert_eq!(listed[0]["medication"]["checkable"], false);
}

#[actix_web::test]
async fn duplicates_and_doses_are_found_in_what_is_loaded() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    office.signed_as(office.wish_of(&pharmacy, "314077", "tablet")).await;
    let id = office.draft(office.wish_of(&pharmacy, ZESTRIL, "tablet")).await;
    assert_eq!(outcome(&office.check(&id).await.expect(200).body, "duplicate_therapy"), "alerts");
    let mut wish = office.wish_of(&pharmacy, "197807", "tablet");
    wish["sig"] = json!({"text": "Take 2 tablets by mouth 3 times daily"});
    let id = office.draft(wish).await;
    assert_eq!(
        outcome(&office.check(&id).await.expect(200).body, "dose"),
        "alerts",
        "4,800 mg of ibuprofen a day"
    );
}

#[actix_web::test]
async fn a_cream_is_counted_in_grams() {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    for unit in ["tablet", "mL", "each"] {
        office
            .house
            .post("/v1/prescriptions", office.wish_of(&pharmacy, CREAM, unit))
            .await
            .names("/quantity/unit");
    }
    let mut wish = office.wish_of(&pharmacy, CREAM, "g");
    wish["sig"] = json!({"text": "Apply to the affected area twice daily"});
    let id = office.signed_as(wish).await;
    let xml = office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned();
    assert!(xml.contains("<QuantityUnitOfMeasure><Code>C48155</Code></QuantityUnitOfMeasure>"), "{xml}");
}

/// What the service says when it is started with a release, as long as that keeps it from starting.
fn started(rxnorm: &Path) -> (bool, String) {
    let service = Command::new(env!("CARGO_BIN_EXE_orders"))
        .env("ORDERS__CATALOGUE__RXNORM", rxnorm)
        .output()
        .expect("the service runs");
    (service.status.success(), String::from_utf8_lossy(&service.stderr).into_owned())
}

#[test]
fn the_service_does_not_start_with_a_release_it_cannot_read() {
    let directory = std::env::temp_dir().join(format!("orders-rrf-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let missing = directory.join("nowhere");
    let (fine, said) = started(&missing);
    assert!(!fine && said.contains("RXNCONSO.RRF: cannot be read"), "{said}");
    assert!(
        said.contains("ORDERS__CATALOGUE__RXNORM") && said.contains("Name the directory `rrf`"),
        "{said}"
    );
    for file in ["RXNCONSO.RRF", "RXNREL.RRF"] {
        std::fs::copy(Path::new(RRF).join(file), directory.join(file)).expect("a copy");
    }
    let (fine, said) = started(&directory);
    assert!(!fine && said.contains("RXNSAT.RRF: cannot be read"), "{said}");
    std::fs::write(directory.join("RXNSAT.RRF"), "314076|||1|AUI|314076|||NDC|RXNORM|6818").expect("a file");
    let (fine, said) = started(&directory);
    assert!(!fine && said.contains("RXNSAT.RRF, line 1: has 11 columns where RxNorm has 13"), "{said}");
    std::fs::remove_dir_all(&directory).expect("it was ours");
}
