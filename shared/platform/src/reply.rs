//! What a handler answers: status, entity tag, place and body; kept as it is for replay by idempotency key.

use crate::settings::Secret;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Option<Value>,
    pub(crate) replayed: bool,
    /// A field of the body that is sent but never kept.
    pub(crate) shown_once: Option<(&'static str, Secret)>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Headers {
    pub version: Option<i64>,
    pub location: Option<String>,
}

impl Reply {
    pub fn ok(body: &impl Serialize) -> Result<Self, serde_json::Error> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with the place of the new thing.
    pub fn created(location: String, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut reply = Self::with(StatusCode::CREATED, body)?;
        reply.headers.location = Some(location);
        Ok(reply)
    }

    /// 202: committed, and still to be told to the outside world.
    pub fn accepted(location: String, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut reply = Self::with(StatusCode::ACCEPTED, body)?;
        reply.headers.location = Some(location);
        Ok(reply)
    }

    fn with(status: StatusCode, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        let body = Some(serde_json::to_value(body)?);
        Ok(Self {
            status: status.as_u16(),
            headers: Headers::default(),
            body,
            replayed: false,
            shown_once: None,
        })
    }

    /// What the body says, for a handler that answers in another form than it keeps for replay.
    pub fn said<T: serde::de::DeserializeOwned>(self) -> Result<T, serde_json::Error> {
        serde_json::from_value(self.body.unwrap_or_default())
    }

    /// Adds a secret to the body: sent now, but not kept, so a replay by idempotency key comes without it.
    pub fn shown_once(mut self, field: &'static str, secret: String) -> Self {
        self.shown_once = Some((field, Secret::from(secret.as_str())));
        self
    }

    /// The version a later If-Match must name.
    pub fn version(mut self, version: i64) -> Self {
        self.headers.version = Some(version);
        self
    }
}

impl Responder for Reply {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        if let Some(version) = self.headers.version {
            response.insert_header((ETAG, format!("\"{version}\"")));
        }
        if let Some(location) = self.headers.location {
            response.insert_header((LOCATION, location));
        }
        if self.replayed {
            response.insert_header(("idempotent-replayed", "true"));
        }
        let mut body = self.body;
        if let (Some(body), Some((field, secret))) = (&mut body, self.shown_once) {
            body[field] = secret.expose().into();
        }
        match body {
            Some(body) => response.json(body),
            None => response.finish(),
        }
    }
}
