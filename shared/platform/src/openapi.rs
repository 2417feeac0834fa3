//! A service's OpenAPI document, made from its routes and the table of operations; and the check that it has no gaps.

use crate::http::Routes;
use crate::page::Limit;
use crate::problem::{Document, FieldError};
use actix_web::App;
use model::operation::{OPERATIONS, Operation};
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{HttpMethod, Operation as Documented};
use utoipa::openapi::security::{
    ClientCredentials, Flow, Http, HttpAuthScheme, OAuth2, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

/// The document: what the handlers say, plus security and the problems every operation can answer.
pub fn document(title: &str, description: &str, routes: Routes) -> OpenApi {
    let (_, mut document) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    document.info = InfoBuilder::new()
        .title(title)
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(description))
        .license(Some(utoipa::openapi::LicenseBuilder::new().name("MIT OR Apache-2.0").build()))
        .build();
    let components = document.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), Document::schema());
    components.schemas.insert("FieldError".to_owned(), FieldError::schema());
    let mut further = Vec::new();
    Document::schemas(&mut further);
    components.schemas.extend(further);
    components.schemas.insert("Limit".to_owned(), Limit::schema());
    components.security_schemes.insert("oauth2".to_owned(), client_credentials().into());
    components.security_schemes.insert("portal_key".to_owned(), portal_key().into());
    for (path, item) in &mut document.paths.paths {
        let methods = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, slot) in methods {
            if let (Some(documented), Some(operation)) = (slot, model::operation::find(name(&method), path)) {
                complete(documented, operation);
            }
        }
    }
    document
}

fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Head => "HEAD",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Trace => "TRACE",
    }
}

/// Security and problems are the same everywhere, so they are said once, here.
fn complete(documented: &mut Documented, operation: &Operation) {
    documented.operation_id = Some(operation.id.to_owned());
    documented.tags = Some(vec![operation.service.to_string()]);
    let mut problems = vec![
        ("400", "Something in the request is to be mended; `errors` names each field."),
        ("500", "It failed on our side; nothing was stored."),
        ("503", "Not available for a moment; Retry-After says when."),
    ];
    if operation.is_opened_by_key() {
        // An empty list says that no scheme is needed (OpenAPI 3.1, 4.8.10).
        documented.security = Some(Vec::new());
        problems.push(("404", "The key opens nothing, or nothing any more."));
    } else if operation.is_of_patients() {
        documented.security = Some(vec![SecurityRequirement::new("portal_key", Vec::<String>::new())]);
        problems.push(("401", "No key, or one that opens nothing any more."));
    } else {
        documented.security = Some(vec![SecurityRequirement::new("oauth2", [operation.scope.as_str()])]);
        problems.push(("401", "No valid token."));
        problems.push(("403", "The token lacks the scope."));
    }
    if operation.path.contains('{') {
        problems.push(("404", "There is no such thing in this practice."));
    }
    if operation.method != "GET" {
        problems.push(("409", "The state of things forbids it, or the same key is still in flight."));
        problems.push(("413", "The body is too large."));
        problems.push(("422", "The Idempotency-Key was used for another request."));
    }
    if demands_version(operation) {
        problems.push(("412", "It was changed after it was read."));
        problems.push(("428", "If-Match is missing."));
        documented.parameters.get_or_insert_default().push(if_match().into());
    }
    for (status, description) in problems {
        documented.responses.responses.entry(status.to_owned()).or_insert_with(|| problem(description));
    }
}

/// Actions on an existing thing and all PUT, PATCH, DELETE; additions below a thing change nothing that exists.
fn demands_version(operation: &Operation) -> bool {
    const ADDITIONS: &[&str] = &[
        "record_allergy",
        "record_measurement",
        "draft_prescription_favorite",
        "draft_prescription_order_set",
        "report_medication",
        "check_prescription",
        "set_availability",
        "create_calendar_link",
        "record_completed_form",
        "record_absence",
        "resend_reminder",
        "create_portal_key",
        "take_prescription",
        "request_renewal",
        "request_change",
        "bind_credential",
    ];
    match operation.method {
        "PUT" | "PATCH" | "DELETE" => !ADDITIONS.contains(&operation.id),
        "POST" => operation.path.contains("{id}") && !ADDITIONS.contains(&operation.id),
        _ => false,
    }
}

fn if_match() -> utoipa::openapi::path::Parameter {
    utoipa::openapi::path::ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(utoipa::openapi::path::ParameterIn::Header)
        .required(utoipa::openapi::Required::True)
        .description(Some("The ETag of the last answer (RFC 9110)."))
        .schema(Some(String::schema()))
        .build()
}

fn problem(description: &str) -> RefOr<utoipa::openapi::Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
        .into()
}

/// A key of `POST /v1/patients/{id}/portal-keys`, as a bearer token.
fn portal_key() -> SecurityScheme {
    SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))
}

fn client_credentials() -> SecurityScheme {
    let scopes = model::Scope::grantable().map(|s| (s.as_str(), s.as_str()));
    SecurityScheme::OAuth2(OAuth2::new([Flow::ClientCredentials(ClientCredentials::new(
        "/oauth/token",
        Scopes::from_iter(scopes),
    ))]))
}

/// What is wrong with a service's document: operations missing on either side, parameters and responses not described.
pub fn gaps(document: &OpenApi, service: model::scope::Service) -> Vec<String> {
    let json = serde_json::to_value(document).unwrap_or_default();
    let mut gaps = Vec::new();
    for operation in OPERATIONS.iter().filter(|o| o.service == service) {
        let place = &json["paths"][operation.path][operation.method.to_lowercase()];
        if place.is_null() {
            gaps.push(format!("{} {} is in the table but not served", operation.method, operation.path));
        }
    }
    let paths = json["paths"].as_object().cloned().unwrap_or_default();
    for (path, methods) in &paths {
        for (method, described) in methods.as_object().into_iter().flatten() {
            gaps.extend(operation_gaps(path, &method.to_uppercase(), described));
        }
    }
    let mut refs = Vec::new();
    references(&json, &mut refs);
    let lost = refs.into_iter().filter(|place| json.pointer(place).is_none());
    gaps.extend(lost.map(|place| format!("#{place} leads nowhere")));
    gaps
}

/// All local references in a document, as JSON Pointers.
fn references(json: &serde_json::Value, found: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(fields) => {
            let local = fields.get("$ref").and_then(|place| place.as_str()?.strip_prefix('#'));
            found.extend(local.map(str::to_owned));
            fields.values().for_each(|value| references(value, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => (),
    }
}

fn operation_gaps(path: &str, method: &str, described: &serde_json::Value) -> Vec<String> {
    let mut gaps = Vec::new();
    let at = |what: &str| format!("{method} {path}: {what}");
    if model::operation::find(method, path).is_none() {
        gaps.push(at("is served but not in the table"));
    }
    let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
    for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        if !parameters.iter().any(|p| p["name"] == name && p["in"] == "path") {
            gaps.push(at(&format!("path parameter {name} is not declared")));
        }
    }
    let summary = described["summary"].as_str().or(described["description"].as_str()).unwrap_or_default();
    if summary.is_empty() {
        gaps.push(at("has no summary"));
    }
    let responses = described["responses"].as_object().cloned().unwrap_or_default();
    if !responses.keys().any(|status| status.starts_with('2')) {
        gaps.push(at("declares no success"));
    }
    for (status, response) in &responses {
        if response["description"].as_str().unwrap_or_default().is_empty() {
            gaps.push(at(&format!("response {status} has no description")));
        }
    }
    gaps
}
