//! Adding one service's OpenAPI document to another: paths must not meet; components that differ get their service's name.

use anyhow::Context as _;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Adds the paths and components of a service.
pub fn add(whole: &mut Value, service: &str, mut document: Value) -> anyhow::Result<()> {
    let renamed = renamed(whole, service, &document);
    rewrite_references(&mut document, &renamed);
    for (path, item) in object(&mut document["paths"]) {
        let slot = &mut whole["paths"][&path];
        for (method, operation) in item.as_object().cloned().unwrap_or_default() {
            anyhow::ensure!(
                slot[&method].is_null(),
                "{service}: {method} {path} is another service's already"
            );
            slot[method] = operation;
        }
    }
    for (section, mut entries) in object(&mut document["components"]) {
        for (name, component) in object(&mut entries) {
            let place = renamed
                .get(&reference(&section, &name))
                .cloned()
                .unwrap_or_else(|| reference(&section, &name));
            let name = place.rsplit('/').next().context("a component without a name")?;
            whole["components"][&section][name] = component;
        }
    }
    Ok(())
}

fn object(value: &mut Value) -> Map<String, Value> {
    value.as_object_mut().map(std::mem::take).unwrap_or_default()
}

fn reference(section: &str, name: &str) -> String {
    format!("#/components/{section}/{name}")
}

/// Components that exist already and say something else: by their reference, the new one.
fn renamed(whole: &Value, service: &str, document: &Value) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for (section, entries) in document["components"].as_object().into_iter().flatten() {
        for (name, component) in entries.as_object().into_iter().flatten() {
            let known = &whole["components"][section][name];
            if !known.is_null() && known != component {
                renamed.insert(reference(section, name), reference(section, &format!("{service}_{name}")));
            }
        }
    }
    renamed
}

fn rewrite_references(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite_references(item, renamed)),
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref")
                && let Some(new) = renamed.get(reference)
            {
                reference.clone_from(new);
            }
            fields.values_mut().for_each(|field| rewrite_references(field, renamed));
        }
        _ => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(path: &str, schema: Value) -> Value {
        let answer = json!({"$ref": "#/components/schemas/Claim"});
        json!({"paths": {path: {"get": answer}}, "components": {"schemas": {"Claim": schema, "Money": {"type": "string"}}}})
    }

    #[test]
    fn what_differs_is_told_apart_and_what_is_equal_is_one() {
        let mut whole = document("/a", json!({"type": "object"}));
        add(&mut whole, "billing", document("/b", json!({"type": "array"}))).expect("merged");
        let schemas = whole["components"]["schemas"].as_object().expect("schemas");
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Claim", "Money", "billing_Claim"]);
        assert_eq!(whole["paths"]["/a"]["get"]["$ref"], "#/components/schemas/Claim");
        assert_eq!(whole["paths"]["/b"]["get"]["$ref"], "#/components/schemas/billing_Claim");
    }

    #[test]
    fn two_services_cannot_answer_the_same() {
        let mut whole = document("/a", json!({}));
        let refusal = add(&mut whole, "billing", document("/a", json!({}))).expect_err("refused");
        assert!(refusal.to_string().contains("get /a"));
    }
}
