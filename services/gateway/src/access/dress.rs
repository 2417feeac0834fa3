//! What every answer carries: its trace, and headers that keep browsers and caches from making more of it than it is.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use platform::Problem;
use platform::context::Trace;

const HEADERS: [(HeaderName, &str); 5] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    // Browsers heed it only where they came by TLS.
    (STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// The pages of /docs load their own scripts and ask this server; nothing else.
const OWN_PAGES: &str =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
/// Pages of the services, made to be printed or to hold a form: styled, sent back only here, and without scripts.
const PLAIN_PAGES: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

pub fn dress(response: ServiceResponse<BoxBody>, trace: &Trace, docs: bool) -> ServiceResponse<BoxBody> {
    let mut response = with_instance(response, trace);
    let policy = match docs {
        true => OWN_PAGES,
        false if is_page(&response) => PLAIN_PAGES,
        false => NOTHING,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    let traced = [("traceparent", trace.as_str()), ("x-request-id", trace.id())];
    for (name, value) in traced {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

fn is_page(response: &ServiceResponse<BoxBody>) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.starts_with("text/html"))
}

/// A problem learns its trace here, the one place every answer passes.
fn with_instance(response: ServiceResponse<BoxBody>, trace: &Trace) -> ServiceResponse<BoxBody> {
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>());
    let document = problem.and_then(|problem| serde_json::to_value(problem).ok());
    match document {
        Some(mut document) => {
            document["instance"] = trace.id().into();
            response.map_body(|_, _| document.to_string().boxed())
        }
        None => response,
    }
}
