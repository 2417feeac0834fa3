//! Refusals and failures as RFC 9457 problem documents: what is wrong, where, and what the caller can do.

mod from;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal or failure on its way to the client; small, because every handler's result carries one.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Problem(Box<Document>);

/// Never carries health data: texts are written by us, values of the request are not repeated.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// Relative reference that names the kind, such as `/problems/slot-taken`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// Stable, for programs.
    pub code: String,
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What the caller can do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// The id of the resource that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<uuid::Uuid>,
    /// Who has it in hand, when somebody else's hand is what stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The trace id, to be named when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Logged once, never sent.
    #[serde(skip)]
    #[schema(ignore)]
    pub cause: Option<anyhow::Error>,
}

/// Somebody who has a thing in hand for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct Held {
    pub by: String,
    pub since: chrono::DateTime<chrono::Utc>,
    /// When it is free again, unless they go on.
    pub until: chrono::DateTime<chrono::Utc>,
}

/// One thing to mend.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the body, `?name` for a query parameter, or loop and segment of an X12 file.
    pub pointer: String,
    pub detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self(Box::new(Document {
            kind: format!("/problems/{code}"),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            errors: Vec::new(),
            next_step: None,
            blocked_by: None,
            held: None,
            retry_after: None,
            instance: None,
            cause: None,
        }))
    }

    /// 404: it does not exist, or not for this practice; the two are never told apart.
    pub fn missing(noun: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("There is no such {noun}."))
    }

    /// 409: the request is well-formed but the state of things forbids it.
    pub fn conflict(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 400 that names the field.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let problem =
            Self::new(StatusCode::BAD_REQUEST, "invalid-request", "The request has something to mend.");
        problem.field(pointer, detail)
    }

    /// 409 for a thing another service has announced but this one has not heard of yet.
    pub fn not_known_yet(noun: &str) -> Self {
        Self::conflict("not-known-yet", format!("The {noun} is not known here yet."))
            .next_step(format!(
                "Check the {noun}'s id; if it was created a moment ago, send the request again."
            ))
            .retry_after(1)
    }

    pub fn unavailable(detail: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_after(2)
    }

    pub fn field(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        self
    }

    /// What is to mend stands below this place of the body.
    pub fn under(mut self, place: &str) -> Self {
        for error in &mut self.errors {
            error.pointer.insert_str(0, place);
        }
        self
    }

    pub fn next_step(mut self, step: impl Into<String>) -> Self {
        self.next_step = Some(step.into());
        self
    }

    pub fn blocked_by(mut self, id: impl Into<uuid::Uuid>) -> Self {
        self.blocked_by = Some(id.into());
        self
    }

    pub fn held(mut self, held: Held) -> Self {
        self.held = Some(held);
        self
    }

    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    pub fn caused_by(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl std::ops::Deref for Problem {
    type Target = Document;
    fn deref(&self) -> &Document {
        &self.0
    }
}

impl std::ops::DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Document {
        &mut self.0
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Some(cause) = &self.cause {
            tracing::error!(code = %self.code, cause = %format!("{cause:#}"), "request failed");
        }
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.content_type("application/problem+json").json(self)
    }
}
