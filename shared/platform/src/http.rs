//! Serving: the guard before every handler, limits, liveness, readiness and metrics, and a stop that finishes what it began.

use crate::caller::{Verifier, guard};
use crate::db::Db;
use crate::metrics;
use crate::settings;
use crate::stop::Stop;
use actix_web::dev::HttpServiceFactory;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context as _;
use std::time::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

/// Bodies are at most this large unless a handler's route says otherwise.
pub const BODY_LIMIT: usize = 1 << 20;
/// Pictures may be larger.
pub const PICTURE_LIMIT: usize = 2 << 20;
/// An HL7 message may carry a document.
pub const HL7_LIMIT: usize = 8 << 20;
/// X12 files may be larger still.
pub const X12_LIMIT: usize = 64 << 20;

/// A service's routes, added to the application and to its OpenAPI document at once.
pub type Routes = fn(&mut ServiceConfig<'_>);

/// What every handler can ask for.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub verifier: web::Data<Verifier>,
    pub stop: Stop,
}

/// Serves until asked to stop, then answers what is in flight (25 s at most).
pub async fn serve(settings: settings::Http, state: State, routes: Routes) -> anyhow::Result<()> {
    let stop = state.stop.clone();
    let server = HttpServer::new(move || application(state.clone(), routes))
        .workers(settings.workers)
        .shutdown_timeout(25)
        .disable_signals()
        .bind(settings.listen)
        .with_context(|| format!("cannot listen on {}: is another program using the port?", settings.listen))?
        .run();
    let handle = server.handle();
    tracing::info!(listen = %settings.listen, "ready");
    actix_web::rt::spawn(async move {
        stop.asked().await;
        handle.stop(true).await;
    });
    server.await.context("serving")
}

/// The application as tests and `serve` run it.
pub fn application(
    state: State,
    routes: Routes,
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(state.verifier.clone())
        .app_data(web::Data::new(state.db.clone()))
        .app_data(web::PayloadConfig::new(BODY_LIMIT))
        .wrap(from_fn(guard))
        .service(probes(state))
        .configure(|config| routes(&mut ServiceConfig::new(config)))
}

fn probes(state: State) -> impl HttpServiceFactory {
    let live = web::resource("/healthz")
        .to(async || HttpResponse::Ok().json(serde_json::json!({"status": "alive"})));
    let ready = web::resource("/readyz").to(move || readiness(state.clone()));
    let metrics = web::resource("/metrics")
        .to(async || HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics::text()));
    (live, ready, metrics)
}

/// Ready means: the database answers. A broker that is away is no reason to refuse writes; the outbox keeps them.
async fn readiness(state: State) -> HttpResponse {
    let alive = tokio::time::timeout(Duration::from_secs(2), state.db.is_alive()).await.unwrap_or(false);
    match (state.stop.is_asked(), alive) {
        (false, true) => HttpResponse::Ok().json(serde_json::json!({"status": "ready"})),
        (true, _) => HttpResponse::ServiceUnavailable().json(serde_json::json!({"status": "stopping"})),
        (false, false) => {
            HttpResponse::ServiceUnavailable().json(serde_json::json!({"status": "no database"}))
        }
    }
}
