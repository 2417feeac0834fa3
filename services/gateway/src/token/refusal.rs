//! Why no token was issued, in the words of RFC 6749, section 5.2.

use crate::client::UnknownScope;
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use model::Scope;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    InvalidRequest(&'static str),
    #[error("the client id or its secret is wrong")]
    InvalidClient,
    #[error("this endpoint knows one grant_type: client_credentials")]
    UnsupportedGrantType,
    #[error(transparent)]
    UnknownScope(#[from] UnknownScope),
    #[error("the client does not have the scope {0}")]
    ScopeNotHeld(Scope),
    #[error("too many failed attempts: wait as long as Retry-After says")]
    TooManyAttempts(Duration),
    #[error("no token can be issued at the moment")]
    Unavailable(#[from] anyhow::Error),
}

/// The error document of RFC 6749.
#[derive(Serialize, ToSchema)]
pub struct TokenError {
    /// `invalid_request`, `invalid_client`, `invalid_scope`, `unsupported_grant_type` or `temporarily_unavailable`.
    error: &'static str,
    error_description: String,
}

impl Refusal {
    fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::UnknownScope(_) | Self::ScopeNotHeld(_) => (StatusCode::BAD_REQUEST, "invalid_scope"),
            Self::TooManyAttempts(_) => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable"),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"),
        }
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.kind().0
    }

    fn error_response(&self) -> HttpResponse {
        let (status, error) = self.kind();
        let mut response = HttpResponse::build(status);
        match self {
            Self::InvalidClient => {
                response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"praxis\""));
            }
            Self::TooManyAttempts(wait) => {
                response.insert_header((RETRY_AFTER, wait.as_secs() + 1));
            }
            Self::Unavailable(cause) => {
                tracing::error!(cause = %format!("{cause:#}"), "no token can be issued");
                response.insert_header((RETRY_AFTER, 2));
            }
            _ => (),
        }
        response.json(TokenError { error, error_description: self.to_string() })
    }
}
