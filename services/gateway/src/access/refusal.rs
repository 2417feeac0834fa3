//! Why a request does not get past the door (RFC 6750, section 3).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use model::Scope;
use platform::Problem;

#[derive(Debug)]
pub enum Refusal {
    Unknown,
    /// With the methods the path does take.
    OtherMethod(Vec<&'static str>),
    /// The key is missing or malformed, so it opens nothing.
    NoSuchLink,
    NoToken,
    BadToken,
    ScopeMissing(Scope),
}

impl Refusal {
    /// The problem, kept beside the answer so that it can still learn its trace.
    pub fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::from_error(self.problem());
        if let Some((name, value)) = self.header() {
            response.headers_mut().insert(name, value);
        }
        response
    }

    fn problem(&self) -> Problem {
        match self {
            Self::Unknown => Problem::missing("path").next_step("The paths are listed at /docs."),
            Self::NoSuchLink => Problem::missing("link").next_step("Ask the practice for a new one."),
            Self::OtherMethod(allowed) => {
                let detail = "This path does not take this method.";
                Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
                    .next_step(format!("It takes {}.", allowed.join(", ")))
            }
            Self::NoToken => unauthorized("The request carries no token."),
            Self::BadToken => unauthorized("The token is not one of ours, or its time is over."),
            Self::ScopeMissing(scope) => {
                let detail = "The token does not carry the scope this needs.";
                Problem::new(StatusCode::FORBIDDEN, "scope-missing", detail)
                    .next_step(format!("Ask for a token with the scope {scope}."))
            }
        }
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        let (name, text) = match self {
            Self::Unknown | Self::NoSuchLink => return None,
            Self::OtherMethod(allowed) => (ALLOW, allowed.join(", ")),
            Self::NoToken => (WWW_AUTHENTICATE, "Bearer realm=\"praxis\"".to_owned()),
            Self::BadToken => {
                (WWW_AUTHENTICATE, "Bearer realm=\"praxis\", error=\"invalid_token\"".to_owned())
            }
            Self::ScopeMissing(scope) => (
                WWW_AUTHENTICATE,
                format!("Bearer realm=\"praxis\", error=\"insufficient_scope\", scope=\"{scope}\""),
            ),
        };
        HeaderValue::try_from(text).ok().map(|value| (name, value))
    }
}

fn unauthorized(detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "no-caller", detail)
        .next_step("Get a token at /oauth/token and send it as Authorization: Bearer.")
}
