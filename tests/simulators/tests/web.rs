//! The processes by their HTTP: nothing twice, nothing forgotten.

mod clearinghouse;
mod payer;
mod pharmacy;

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::test::{self, TestRequest};
use actix_web::{App, web::ServiceConfig};
use serde_json::Value;
use simulators::pace::Pace;

/// Quick, except for the silence: who waits for it waits in vain.
pub const QUICK: Pace = Pace { silence_ms: 600_000, slow_ms: 1, late_ms: 0 };

/// A simulator in this process.
pub async fn start(
    config: impl Fn(&mut ServiceConfig),
) -> impl Service<actix_http::Request, Response = ServiceResponse<impl MessageBody>, Error = actix_web::Error> {
    test::init_service(App::new().configure(config).configure(simulators::serve::probes)).await
}
