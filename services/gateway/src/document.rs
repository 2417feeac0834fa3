//! The documents: the API of all services as one, the events, and pages to read them by.

mod asyncapi;
mod merge;

pub use asyncapi::asyncapi;

use crate::state::State;
use crate::token;
use actix_web::http::header::{ContentType, LOCATION};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use serde_json::{Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The services' documents as their tests keep them.
const SERVICES: [(&str, &str); 4] = [
    ("scheduling", include_str!("../../../openapi/scheduling.json")),
    ("eligibility", include_str!("../../../openapi/eligibility.json")),
    ("orders", include_str!("../../../openapi/orders.json")),
    ("billing", include_str!("../../../openapi/billing.json")),
];

/// What the gateway serves, ready to send.
pub struct Documents {
    openapi: String,
    asyncapi: String,
}

impl Documents {
    pub fn new(public_url: &str) -> anyhow::Result<Self> {
        Ok(Self { openapi: openapi(public_url)?.to_string(), asyncapi: asyncapi().to_string() })
    }
}

/// The operations of `model::operation` the gateway answers itself.
pub fn operations() -> OpenApi {
    let description =
        "What has happened in a practice and to a patient, and the tokens everything else needs.";
    platform::openapi::document("Praxis gateway", description, crate::routes)
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(token::routes::issue_token))]
struct TokenEndpoint;

/// The gateway's own document.
pub fn own() -> OpenApi {
    let mut document = operations();
    document.merge(TokenEndpoint::openapi());
    document
}

/// All services' documents as one.
pub fn openapi(public_url: &str) -> anyhow::Result<Value> {
    let mut whole = serde_json::to_value(own())?;
    for (service, text) in SERVICES {
        merge::add(&mut whole, service, serde_json::from_str(text)?)?;
    }
    whole["info"]["title"] = "Praxis".into();
    whole["info"]["description"] =
        "Practice management and e-prescribing: scheduling, eligibility, orders and billing behind one door."
            .into();
    whole["servers"] = json!([{"url": public_url}]);
    Ok(whole)
}

pub fn configure(config: &mut ServiceConfig) {
    let pages = SwaggerUi::new("/docs/{_:.*}").config(Config::new(["/openapi.json"]));
    config.service(get_openapi).service(get_asyncapi).service(get_docs).service(pages);
}

#[get("/openapi.json")]
async fn get_openapi(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(state.documents.openapi.clone())
}

#[get("/asyncapi.json")]
async fn get_asyncapi(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(state.documents.asyncapi.clone())
}

/// The pages refer to their parts by relative addresses, which need the slash.
#[get("/docs")]
async fn get_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}
