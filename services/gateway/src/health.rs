//! Whether the gateway lives, is ready, and how much it has done.

use crate::proxy::{Upstream, Upstreams};
use crate::state::State;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_millis(500);

pub fn configure(config: &mut ServiceConfig) {
    config.service(live).service(ready).service(metrics);
}

#[get("/healthz")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "alive"}))
}

/// Ready means: our database answers. A service that is away takes nothing from the others; it is named all the same.
#[get("/readyz")]
async fn ready(state: Data<State>) -> HttpResponse {
    let (alive, upstreams) = tokio::join!(state.db.is_alive(), reachable(&state.upstreams));
    let (mut response, status) = match (state.stop.is_asked(), alive) {
        (true, _) => (HttpResponse::ServiceUnavailable(), "stopping"),
        (false, false) => (HttpResponse::ServiceUnavailable(), "no database"),
        (false, true) => (HttpResponse::Ok(), "ready"),
    };
    response.json(json!({"status": status, "upstreams": upstreams}))
}

async fn reachable(upstreams: &Upstreams) -> Map<String, Value> {
    let asked = upstreams.each().map(|upstream| async {
        let word = if answers(&upstreams.client, upstream).await { "reachable" } else { "unreachable" };
        (upstream.service.to_string(), Value::from(word))
    });
    join_all(asked).await.into_iter().collect()
}

async fn answers(client: &reqwest::Client, upstream: &Upstream) -> bool {
    let asked = client.get(format!("{}/healthz", upstream.url)).timeout(PATIENCE).send().await;
    asked.is_ok_and(|response| response.status().is_success())
}

#[get("/metrics")]
async fn metrics(state: Data<State>) -> HttpResponse {
    let breakers = state.upstreams.each().map(|upstream| (upstream.service, upstream.gauge()));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(state.metrics.text(breakers))
}
