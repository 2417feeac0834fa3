//! The documents: kept in step with the code, whole, and readable without a network.

use crate::house::{ISSUER, answer, house};
use model::operation::OPERATIONS;
use model::scope::Service;
use std::collections::BTreeSet;

#[test]
fn the_gateways_own_operations_have_no_gaps_and_no_drift() -> anyhow::Result<()> {
    let gaps = platform::openapi::gaps(&gateway::document::operations(), Service::Gateway);
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    kit::checks::drift("gateway.json", &serde_json::to_value(gateway::document::own())?);
    kit::checks::drift("asyncapi.json", &gateway::document::asyncapi());
    Ok(())
}

#[test]
fn the_merged_document_holds_every_operation() -> anyhow::Result<()> {
    let document = gateway::document::openapi(ISSUER)?;
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert_eq!(document["servers"][0]["url"], ISSUER);
    let missing: Vec<_> = OPERATIONS
        .iter()
        .filter(|o| document["paths"][o.path][o.method.to_lowercase()]["operationId"] != o.id)
        .map(|o| o.id)
        .collect();
    assert!(missing.is_empty(), "not in openapi/<service>.json: {missing:?}");
    Ok(())
}

#[test]
fn no_reference_of_the_merged_document_is_loose() -> anyhow::Result<()> {
    let document = gateway::document::openapi(ISSUER)?;
    let text = document.to_string();
    let references = text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
    let loose: BTreeSet<_> = references.filter(|pointer| document.pointer(pointer).is_none()).collect();
    assert!(loose.is_empty(), "a query type needs #[param(inline)] or a value_type: {loose:?}");
    Ok(())
}

#[actix_web::test]
async fn documents_and_pages_are_open_to_everyone() -> anyhow::Result<()> {
    let house = house().await?;
    let openapi = answer(house.open("GET", "/openapi.json")?).await?;
    assert_eq!((openapi.status, &openapi.body["info"]["title"]), (200, &"Praxis".into()));
    assert!(openapi.body["paths"]["/oauth/token"]["post"].is_object());
    let asyncapi = answer(house.open("GET", "/asyncapi.json")?).await?;
    assert_eq!((asyncapi.status, &asyncapi.body["asyncapi"]), (200, &"3.0.0".into()));
    let docs = answer(house.open("GET", "/docs")?).await?;
    assert_eq!((docs.status, docs.header("location")), (308, "/docs/"));
    let page = answer(house.open("GET", "/docs/")?).await?;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("https://"), "the page refers to other servers: {}", page.text);
    for part in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        let part = answer(house.open("GET", &format!("/docs/{part}"))?).await?;
        assert!(part.status == 200 && !part.text.is_empty());
    }
    assert_eq!(answer(house.open("GET", "/healthz")?).await?.status, 200);
    Ok(())
}
