//! A service's answer on its way to the client: the headers that are meant for it, and the body as it comes.

use super::Attempt;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, http};
use futures_util::Stream;
use futures_util::stream::unfold;
use platform::Problem;
use reqwest::Response;
use std::io;
use std::time::Duration;
use tokio::time::timeout;

const PASSED_ON: [HeaderName; 7] = [
    http::header::CONTENT_TYPE,
    http::header::CONTENT_DISPOSITION,
    http::header::ETAG,
    http::header::LOCATION,
    http::header::LINK,
    http::header::RETRY_AFTER,
    HeaderName::from_static("idempotent-replayed"),
];

pub fn to_client(response: Response, attempt: Attempt, patience: Duration) -> Result<HttpResponse, Problem> {
    let status = response.status().as_u16();
    if status == 401 {
        return Err(misunderstood());
    }
    let mut answer = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY));
    for name in PASSED_ON {
        let value = response.headers().get(name.as_str());
        if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            answer.insert_header((name, value));
        }
    }
    match response.content_length() {
        Some(0) => return Ok(answer.finish()),
        Some(length) => answer.no_chunking(length),
        None => &mut answer,
    };
    Ok(answer.streaming(outflow(response, attempt, patience)))
}

/// Holds the request's place at its service until the last byte.
fn outflow(
    response: Response,
    attempt: Attempt,
    patience: Duration,
) -> impl Stream<Item = io::Result<Bytes>> {
    unfold(Some((response, attempt)), move |going| async move {
        let (mut response, attempt) = going?;
        match timeout(patience, response.chunk()).await {
            Ok(Ok(Some(bytes))) => Some((Ok(bytes), Some((response, attempt)))),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some((Err(io::Error::other(error.without_url())), None)),
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), None)),
        }
    })
}

/// The client showed us a good token; that the service does not believe ours is no fault of the client's.
fn misunderstood() -> Problem {
    tracing::error!("a service does not accept the gateway's caller token: compare keys and clocks");
    Problem::new(
        StatusCode::BAD_GATEWAY,
        "caller-refused",
        "The service behind the gateway refused the gateway.",
    )
    .next_step("Report it with the instance; trying again does not help.")
}
