//! Directions in codes on the wire: beside the words, exactly what the fields say, or not at all.

use crate::office::{NOWHERE, Office};
use roxmltree::{Document, Node};
use script::Versions;
use serde_json::{Value, json};

async fn sent(change: Value) -> String {
    let office = Office::open().await;
    office.no_known_allergies().await;
    let pharmacy = office.pharmacy(NOWHERE).await;
    let mut fields = json!({"dose": {"value": "1", "unit": "capsule"}, "route": "oral",
        "frequency": {"kind": "daily", "times": 3}, "duration": {"value": 10, "unit": "day"}});
    for (key, value) in change.as_object().expect("an object") {
        fields[key] = value.clone();
    }
    let built = office.house.post("/v1/sigs/build", fields).await.expect(200).body;
    let mut wish = office.wish(&pharmacy);
    wish["sig"] = built;
    let id = office.signed_as(wish).await;
    office.messages(&id).await[0]["body"].as_str().expect("XML").to_owned()
}

/// Every text below Sig with the path to it.
fn told(document: &Document<'_>) -> Vec<(String, String)> {
    let sig = document.descendants().find(|node| node.has_tag_name("Sig")).expect("a Sig");
    let path = |node: Node<'_, '_>| {
        let names: Vec<String> =
            node.ancestors().take_while(|it| *it != sig).map(|it| it.tag_name().name().to_owned()).collect();
        names.into_iter().rev().collect::<Vec<_>>().join("/")
    };
    let leaves =
        sig.descendants().filter(|node| node.is_element() && !node.children().any(|it| it.is_element()));
    leaves.map(|leaf| (path(leaf), leaf.text().unwrap_or_default().to_owned())).collect()
}

#[actix_web::test]
async fn the_codes_stand_beside_the_words_in_both_versions() {
    let xml = sent(json!({})).await;
    let message = script::parse(&xml).expect("a SCRIPT message");
    let newer = script::write(&script::Message { versions: Versions::V2023011, ..message }).expect("written");
    let dose = "Instruction/DoseAdministration";
    let (often, long) = ("Instruction/TimingAndDuration/Frequency", "Instruction/TimingAndDuration/Duration");
    let expected = [
        ("SigText".to_owned(), "Take 1 capsule by mouth 3 times daily for 10 days"),
        ("CodeSystem/SNOMEDVersion".to_owned(), "20170131"),
        ("CodeSystem/FMTVersion".to_owned(), "16.03d"),
        (format!("{dose}/DoseDeliveryMethod/Text"), "Take"),
        (format!("{dose}/DoseDeliveryMethod/Qualifier"), "SNOMED"),
        (format!("{dose}/DoseDeliveryMethod/Code"), "419652001"),
        (format!("{dose}/Dosage/DoseQuantity"), "1"),
        (format!("{dose}/Dosage/DoseUnitOfMeasure/Text"), "capsule"),
        (format!("{dose}/Dosage/DoseUnitOfMeasure/Qualifier"), "DoseUnitOfMeasure"),
        (format!("{dose}/Dosage/DoseUnitOfMeasure/Code"), "C48480"),
        (format!("{dose}/RouteOfAdministration/Text"), "oral route"),
        (format!("{dose}/RouteOfAdministration/Qualifier"), "SNOMED"),
        (format!("{dose}/RouteOfAdministration/Code"), "26643006"),
        (format!("{often}/FrequencyNumericValue"), "3"),
        (format!("{often}/FrequencyUnits/Text"), "day"),
        (format!("{often}/FrequencyUnits/Qualifier"), "SNOMED"),
        (format!("{often}/FrequencyUnits/Code"), "258703001"),
        (format!("{long}/DurationNumericValue"), "10"),
        (format!("{long}/DurationText/Text"), "day"),
        (format!("{long}/DurationText/Qualifier"), "SNOMED"),
        (format!("{long}/DurationText/Code"), "258703001"),
    ];
    for xml in [xml, newer] {
        let document = Document::parse(&xml).expect("XML");
        let told = told(&document);
        let read: Vec<(String, &str)> =
            told.iter().map(|(path, text)| (path.clone(), text.as_str())).collect();
        assert_eq!(read, expected);
    }
}

#[actix_web::test]
async fn directions_without_certain_codes_go_in_words_alone() {
    for change in [
        json!({"as_needed": {"reason": "pain"}}),
        json!({"dose": {"value": "1", "to": "2", "unit": "capsule"}, "duration": null}),
        json!({"moments": ["with_meals"]}),
    ] {
        let xml = sent(change.clone()).await;
        let document = Document::parse(&xml).expect("XML");
        let told = told(&document);
        assert_eq!((told.len(), told[0].0.as_str()), (1, "SigText"), "{change}");
    }
}
