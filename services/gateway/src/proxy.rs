//! Handing an operation to the service that owns it, and its answer back, both as streams.

mod answer;
mod body;
mod breaker;
mod exchange;
mod failure;
mod upstream;

pub use upstream::{Attempt, Upstream, Upstreams};

use crate::access::Access;
use crate::state::State;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, HttpResponse, web};
use body::Incoming;
use exchange::Exchange;
use model::operation::Operation;
use platform::Problem;
use platform::http::{BODY_LIMIT, HL7_LIMIT, PICTURE_LIMIT, X12_LIMIT};

/// Answers every operation the gateway does not answer itself.
pub async fn forward(
    http: HttpRequest,
    payload: web::Payload,
    access: Access,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let upstream = state.upstreams.of(access.operation.service).ok_or_else(|| Problem::missing("path"))?;
    let incoming = incoming(&http, payload, access.operation)?;
    let mut attempt = upstream.enter()?;
    let exchange = Exchange::new(&state.upstreams, upstream, &http, &access)?;
    match exchange.run(incoming).await {
        Ok(response) => {
            attempt.answered(response.status().as_u16());
            Ok(answer::to_client(response, attempt, state.upstreams.patience)?)
        }
        Err(failure) => {
            if failure.is_the_services_fault() {
                attempt.failed();
            }
            Err(failure.problem(upstream.service))
        }
    }
}

/// What the client sends along: nothing with GET, and never more than the operation takes.
fn incoming(
    http: &HttpRequest,
    payload: web::Payload,
    operation: &Operation,
) -> Result<Option<Incoming>, Problem> {
    let length = http.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let most = limit(operation);
    if length.is_some_and(|length: usize| length > most) {
        return Err(failure::too_large());
    }
    let comes = operation.method != "GET" && (length.is_some_and(|length| length > 0) || is_chunked(http));
    Ok(comes.then_some(Incoming { payload, length, most }))
}

fn is_chunked(http: &HttpRequest) -> bool {
    http.headers().contains_key(actix_web::http::header::TRANSFER_ENCODING)
}

/// X12 files are large, and pictures.
fn limit(operation: &Operation) -> usize {
    match operation.id {
        "post_remittance" | "receive_acknowledgement" => X12_LIMIT,
        "store_coverage_card" => PICTURE_LIMIT,
        "receive_hl7_message" => HL7_LIMIT,
        _ => BODY_LIMIT,
    }
}
