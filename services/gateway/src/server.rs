//! Serving: everything the gateway answers itself, and for the rest the services behind it.

use crate::state::State;
use crate::{access, document, event, health, proxy, token};
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpServer};
use anyhow::Context as _;
use platform::settings::Http;
use std::net::SocketAddr;
use std::time::Duration;

/// The longest form a token request can need.
const FORM_LIMIT: usize = 16 << 10;

/// Binds and starts; answers the server and where it listens.
pub fn start(settings: &Http, state: Data<State>) -> anyhow::Result<(Server, SocketAddr)> {
    let application =
        move || App::new().wrap(from_fn(access::door)).app_data(state.clone()).configure(configure);
    let server = HttpServer::new(application)
        .workers(settings.workers)
        .shutdown_timeout(25)
        .client_request_timeout(Duration::from_secs(10))
        .disable_signals()
        .bind(settings.listen)
        .with_context(|| {
            format!("cannot listen on {}: is another program using the port?", settings.listen)
        })?;
    let listens = *server.addrs().first().context("no address to listen on")?;
    Ok((server.run(), listens))
}

fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::PayloadConfig::new(FORM_LIMIT))
        .service(token::routes::issue_token)
        .service(event::routes::list_events)
        .service(event::routes::get_patient_timeline)
        .configure(health::configure)
        .configure(document::configure)
        .default_service(web::to(proxy::forward));
}

/// Serves until asked to stop, then answers what is in flight (25 s at most).
pub async fn serve(settings: &Http, state: Data<State>) -> anyhow::Result<()> {
    let stop = state.stop.clone();
    let (server, listens) = start(settings, state)?;
    let handle = server.handle();
    tracing::info!(listen = %listens, "ready");
    actix_web::rt::spawn(async move {
        stop.asked().await;
        handle.stop(true).await;
    });
    server.await.context("serving")
}
