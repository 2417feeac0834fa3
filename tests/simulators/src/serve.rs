//! Serving a simulator: probes, a clean stop, problems, and one line of log per message.

use std::fmt::Arguments;
use std::net::SocketAddr;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use crate::envelope::Refused;

/// The media type of X12 interchanges.
pub const X12: &str = "application/edi-x12";
/// X12 files are at most this large.
pub const X12_LIMIT: usize = 64 << 20;
/// SCRIPT messages are at most this large.
pub const SCRIPT_LIMIT: usize = 1 << 20;

/// Seconds that answers in flight are given at a stop; answers that are held back on purpose are cut off.
const GRACE: u64 = 2;

/// Serves until SIGTERM or Ctrl-C.
pub async fn serve<F>(name: &'static str, listen: SocketAddr, config: F) -> anyhow::Result<()>
where
    F: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let server = HttpServer::new(move || App::new().configure(config.clone()).configure(probes))
        .workers(2)
        .shutdown_timeout(GRACE)
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}: is another program using the port?"))?;
    note(name, format_args!("listens on {listen}"));
    server.run().await.context("serving")?;
    note(name, format_args!("stopped"));
    Ok(())
}

/// `/healthz` and `/readyz`; a simulator that answers is ready.
pub fn probes(config: &mut ServiceConfig) {
    for path in ["/healthz", "/readyz"] {
        config.route(path, web::get().to(async || HttpResponse::Ok().json(json!({"status": "ready"}))));
    }
}

/// One line on stderr. Say what was received and answered, never about whom.
pub fn note(simulator: &str, text: Arguments<'_>) {
    let time = now().to_rfc3339_opts(SecondsFormat::Millis, true);
    eprintln!("{time} {simulator} {text}");
}

#[expect(clippy::disallowed_methods, reason = "routes read the clock and hand the time to the brains")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A problem document.
pub fn problem(status: StatusCode, detail: &str) -> HttpResponse {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({"title": title, "status": status.as_u16(), "detail": detail});
    HttpResponse::build(status).content_type("application/problem+json").json(body)
}

pub fn x12(text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(X12).body(text)
}

/// A refused interchange: acknowledged where its sender can be told so in X12, a problem where not.
pub fn refused(refused: Refused) -> HttpResponse {
    match refused {
        Refused::Acknowledged(text) => x12(text),
        Refused::Unreadable(why) => problem(StatusCode::BAD_REQUEST, &why),
    }
}

pub fn failed(simulator: &str, error: &anyhow::Error) -> HttpResponse {
    note(simulator, format_args!("failed: {error:#}"));
    problem(StatusCode::INTERNAL_SERVER_ERROR, "the simulator failed; its log says why")
}

pub fn not_text() -> HttpResponse {
    problem(StatusCode::BAD_REQUEST, "the body is not UTF-8 text: send the message as it is")
}
