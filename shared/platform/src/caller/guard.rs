//! The guard before every handler: no caller 401, no such operation 404 or 405, scope missing 403. Deny by default.

use super::token::Verifier;
use super::{CALLER_HEADER, Caller};
use crate::context::Trace;
use crate::metrics::{self, ANSWERS};
use crate::problem::Problem;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, web};
use model::operation;
use tracing::Instrument;

const OPEN: &[&str] = &["/healthz", "/readyz", "/metrics"];

pub async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::EitherBody<B>>, Error> {
    if OPEN.contains(&request.path()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let trace = Trace::continued(header(&request, "traceparent"));
    let span = tracing::info_span!("request", trace_id = trace.id(), operation = tracing::field::Empty);
    let response = match identify(&request, trace.clone()) {
        Ok(caller) => {
            span.record("operation", caller.operation.id);
            request.extensions_mut().insert(caller);
            answer(request, next, &trace).instrument(span).await?
        }
        Err(problem) => refuse(request, problem, &trace),
    };
    ANSWERS.count(metrics::class(response.status().as_u16()));
    Ok(response)
}

/// Every answer passes here, so this is where a handler's problem learns its trace.
async fn answer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    trace: &Trace,
) -> Result<ServiceResponse<actix_web::body::EitherBody<B>>, Error> {
    let began = std::time::Instant::now();
    let response = next.call(request).await?;
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status = response.status().as_u16(), ms, "answered");
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>());
    match problem.map(|problem| with_instance(problem, trace)) {
        None => Ok(response.map_into_left_body()),
        Some(document) => Ok(response.into_response(document).map_into_right_body()),
    }
}

fn with_instance(problem: &Problem, trace: &Trace) -> actix_web::HttpResponse {
    let response = problem.error_response();
    let document = serde_json::to_value(problem).map(|mut value| {
        value["instance"] = trace.id().into();
        value.to_string()
    });
    match document {
        Ok(text) => {
            let (head, _) = response.into_parts();
            head.set_body(actix_web::body::BoxBody::new(text))
        }
        Err(_) => response,
    }
}

fn refuse<B>(
    request: ServiceRequest,
    problem: Problem,
    trace: &Trace,
) -> ServiceResponse<actix_web::body::EitherBody<B>> {
    request.into_response(with_instance(&problem, trace)).map_into_right_body()
}

fn identify(request: &ServiceRequest, trace: Trace) -> Result<Caller, Problem> {
    let verifier = request.app_data::<web::Data<Verifier>>().ok_or_else(nobody)?;
    let claims =
        header(request, CALLER_HEADER).and_then(|token| verifier.verify(token)).ok_or_else(nobody)?;
    let pattern = request.match_pattern().ok_or_else(|| Problem::missing("path"))?;
    let operation = operation::find(request.method().as_str(), &pattern).ok_or_else(|| {
        Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "This path does not take this method.",
        )
    })?;
    let scopes = claims.scopes();
    if !scopes.contains(&operation.scope) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "scope-missing",
            "The token does not carry the scope this needs.",
        )
        .next_step(format!("Ask for a token with the scope {}.", operation.scope)));
    }
    let idempotency_key = header(request, "idempotency-key").map(str::to_owned);
    Ok(Caller { practice: claims.practice, client: claims.sub, scopes, trace, operation, idempotency_key })
}

fn header<'a>(request: &'a ServiceRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

pub(super) fn nobody() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "no-caller", "The call carries no valid token.")
        .next_step("Get a token at /oauth/token and send it as Authorization: Bearer.")
}
