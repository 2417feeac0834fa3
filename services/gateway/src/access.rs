//! The way in: every request gets its trace, every operation its token and scope check, every answer its headers.

mod dress;
mod key;
mod refusal;

use crate::audit::Entry;
use crate::state::State;
use crate::token::Bearer;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use model::operation::{self, Match, Operation};
use platform::context::Trace;
use platform::{Context, Problem};
use refusal::Refusal;
use std::future::{Ready, ready};
use tracing::Instrument;

/// A verified bearer of one operation.
#[derive(Clone)]
pub struct Access {
    pub bearer: Bearer,
    pub trace: Trace,
    pub operation: &'static Operation,
}

impl Access {
    pub fn context(&self) -> Context {
        Context { practice: self.bearer.practice, trace: self.trace.clone(), cause: None }
    }
}

/// Only requests that `door` let in have it; anything else that comes this far asks for a path there is not.
impl FromRequest for Access {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let access = request.extensions().get::<Self>().cloned();
        ready(access.ok_or_else(|| Problem::missing("path")))
    }
}

/// Stands before everything.
pub async fn door<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let trace = Trace::continued(header(&request, "traceparent"));
    let docs = request.path().starts_with("/docs");
    let span = tracing::info_span!("request", trace_id = trace.id(), operation = tracing::field::Empty);
    let response = pass(request, next, &trace).instrument(span).await?;
    Ok(dress::dress(response, &trace, docs))
}

/// Everything under `/v1` is an operation of the table or refused; the rest (token, documents, probes) is open.
async fn pass<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    trace: &Trace,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Ok(refuse(request, &Refusal::Unknown));
    };
    if !request.path().starts_with("/v1/") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let operation = match find(request.method().as_str(), request.path()) {
        Ok(operation) => operation,
        Err(refusal) => return Ok(refuse(request, &refusal)),
    };
    tracing::Span::current().record("operation", operation.id);
    let response = enter(request, next, &state, trace, operation).await?;
    let status = response.status().as_u16();
    state.metrics.answered(operation.service, status);
    tracing::info!(status, "answered");
    Ok(response)
}

async fn enter<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    state: &State,
    trace: &Trace,
    operation: &'static Operation,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let bearer = match identify(&request, state, operation) {
        Ok(bearer) => bearer,
        Err(refusal) => return Ok(refuse(request, &refusal)),
    };
    let access = Access { bearer, trace: trace.clone(), operation };
    let mut entry = Entry::begin(&state.audit, &access, request.path());
    let response = if access.bearer.scopes.contains(&operation.scope) {
        request.extensions_mut().insert(access);
        next.call(request).await?.map_into_boxed_body()
    } else {
        refuse(request, &Refusal::ScopeMissing(operation.scope))
    };
    entry.ended(response.status().as_u16());
    Ok(response)
}

/// `ServiceRequest::into_response` would lose the problem, which is to learn its trace yet.
fn refuse(request: ServiceRequest, refusal: &Refusal) -> ServiceResponse<BoxBody> {
    ServiceResponse::new(request.into_parts().0, refusal.response())
}

fn find(method: &str, path: &str) -> Result<&'static Operation, Refusal> {
    if !is_plain(path) {
        return Err(Refusal::Unknown);
    }
    match operation::route(method, path) {
        Match::Found(operation) => Ok(operation),
        Match::OtherMethod => Err(Refusal::OtherMethod(methods_of(path))),
        Match::Unknown => Err(Refusal::Unknown),
    }
}

/// What we check must be what the service sees: no dot segments, and no escapes that could become some on the way.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    path.bytes().all(plain) && path.split('/').all(|segment| segment != "." && segment != "..")
}

fn methods_of(path: &str) -> Vec<&'static str> {
    let takes = |method: &&'static str| matches!(operation::route(method, path), Match::Found(_));
    ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().filter(takes).collect()
}

fn identify(
    request: &ServiceRequest,
    state: &State,
    operation: &'static Operation,
) -> Result<Bearer, Refusal> {
    if operation.is_opened_by_key() {
        let key = key::find(operation, request.path(), request.query_string());
        return key.map(|key| Bearer::of_link(&key)).ok_or(Refusal::NoSuchLink);
    }
    let (scheme, token) = header(request, AUTHORIZATION.as_str())
        .and_then(|value| value.split_once(' '))
        .ok_or(Refusal::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::NoToken);
    }
    let bearer = if operation.is_of_patients() {
        token.trim().parse().ok().map(|key| Bearer::of_patient(&key))
    } else {
        state.tokens.read(token.trim())
    };
    bearer.ok_or(Refusal::BadToken)
}

fn header<'a>(request: &'a ServiceRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_of_the_table_are_found() {
        let id = "0190b7a2-6f3e-7c11-9d43-0a1b2c3d4e5f";
        assert!(find("GET", &format!("/v1/patients/{id}")).is_ok_and(|o| o.id == "get_patient"));
        for path in [
            "/v1/patients/..",
            "/v1/patients/./allergies",
            "/v1/patients/%2e%2e",
            "/v1/patients/a%2fb",
            "/v1/x",
        ] {
            assert!(matches!(find("GET", path), Err(Refusal::Unknown)), "{path}");
        }
        let other = find("DELETE", "/v1/encounters/1");
        assert!(matches!(other, Err(Refusal::OtherMethod(allowed)) if allowed == ["GET", "PUT"]));
    }
}
