//! Parsing a request into types: bodies, queries, ids and preconditions, each refusal naming the field.

mod refusal;

use crate::problem::Problem;
use actix_web::http::StatusCode;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use refusal::{body_refusal, part_refusal, query_refusal};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::future::{Ready, ready};
use std::pin::Pin;

/// SHA-256 over method, path and body: two requests with one key must agree in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    fn of(request: &HttpRequest, body: &[u8]) -> Self {
        let hash = Sha256::new()
            .chain_update(request.method().as_str())
            .chain_update([0])
            .chain_update(request.uri().to_string())
            .chain_update([0])
            .chain_update(body);
        Self(hash.finalize().into())
    }
}

/// A JSON body; unknown fields are refused when the type says `deny_unknown_fields`, as every request type does.
pub struct Body<T> {
    pub value: T,
    pub digest: Digest,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let blob = Blob::from_request(request, payload);
        Box::pin(async move {
            let Blob { value: bytes, digest } = blob.await?;
            // An action without fields may come without a body.
            let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
            let mut json = serde_json::Deserializer::from_slice(text);
            let value = serde_path_to_error::deserialize(&mut json).map_err(|error| body_refusal(&error))?;
            json.end()
                .map_err(|_| Problem::invalid("", "there is text after the JSON value: send one value"))?;
            Ok(Self { value, digest })
        })
    }
}

/// Reads a part of a body; a refusal names the field below `place`.
pub(crate) fn part<T: DeserializeOwned>(place: &str, value: serde_json::Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| part_refusal(place, &error))
}

/// A body that is not JSON: an X12 interchange or a SCRIPT message.
pub struct Text {
    pub value: String,
    pub digest: Digest,
}

impl FromRequest for Text {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let blob = Blob::from_request(request, payload);
        Box::pin(async move {
            let Blob { value: bytes, digest } = blob.await?;
            let value = String::from_utf8(bytes.into()).map_err(|_| {
                Problem::invalid("", "the body is not UTF-8 text: send the file as it was exported")
            })?;
            Ok(Self { value, digest })
        })
    }
}

/// A body as it came: a picture.
pub struct Blob {
    pub value: web::Bytes,
    pub digest: Digest,
}

impl FromRequest for Blob {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            let value = bytes.await.map_err(too_large)?;
            let digest = Digest::of(&request, &value);
            Ok(Self { value, digest })
        })
    }
}

fn too_large(_: actix_web::Error) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        "The body is larger than this operation takes.",
    )
    .next_step("Send at most 1 MB, 2 MB for a picture, 8 MB for an HL7 message, or 64 MB for an X12 file; split larger files.")
}

/// A query string; unknown parameters are refused when the type says `deny_unknown_fields`.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs =
            serde_urlencoded::Deserializer::new(form_urlencoded::parse(request.query_string().as_bytes()));
        ready(serde_path_to_error::deserialize(pairs).map(Self).map_err(|error| query_refusal(&error)))
    }
}

/// The `{id}` of the path; one that is no UUID names nothing, so it answers 404.
pub struct Id<T>(pub T);

impl<T: From<uuid::Uuid>> FromRequest for Id<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse::<uuid::Uuid>().ok());
        ready(id.map(|id| Self(T::from(id))).ok_or_else(|| Problem::missing("thing")))
    }
}

/// The version the caller saw, demanded before anything existing is changed (RFC 9110, 13.1.1).
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(i64);

impl IfMatch {
    /// Said in a body, where one request changes many things.
    pub const fn of(version: i64) -> Self {
        Self(version)
    }

    /// 412 when the thing has changed since.
    pub fn require(self, version: i64) -> Result<(), Problem> {
        if self.0 == version {
            return Ok(());
        }
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "stale", "It was changed after you read it.")
            .next_step("Read it again, look at the change, and repeat with the new ETag."))
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        ready(match header {
            None => Err(Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if-match-missing",
                "A change must say what it saw.",
            )
            .next_step("Send If-Match with the ETag of the last answer.")),
            // An entity tag we never gave out matches nothing, which is what -1 says.
            Some(text) => Ok(Self(text.trim().trim_matches('"').parse().unwrap_or(-1))),
        })
    }
}
