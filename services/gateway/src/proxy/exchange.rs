//! One request to a service and its answer's head.

use super::body::{Incoming, pipe};
use super::failure::Failure;
use super::upstream::{Upstream, Upstreams};
use crate::access::Access;
use actix_web::HttpRequest;
use platform::Problem;
use platform::caller::CALLER_HEADER;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Client, Method, Request, Response, StatusCode};
use std::time::Duration;
use tokio::time::timeout;

/// What a service gets to see of the client's headers; whatever else came, stays here.
const PASSED_ON: [&str; 5] = ["accept", "content-type", "idempotency-key", "if-match", "if-none-match"];

pub struct Exchange<'a> {
    client: &'a Client,
    request: Request,
    patience: Duration,
}

impl<'a> Exchange<'a> {
    pub fn new(
        upstreams: &'a Upstreams,
        upstream: &Upstream,
        http: &HttpRequest,
        access: &Access,
    ) -> Result<Self, Problem> {
        let target = http.uri().path_and_query().map_or("", |target| target.as_str());
        let method: Method = access.operation.method.parse().map_err(anyhow::Error::from)?;
        let bearer = &access.bearer;
        let client = bearer.client.as_str();
        let token = upstreams.signer.sign(
            upstream.service,
            client,
            bearer.practice,
            &bearer.scopes,
            platform::now(),
        )?;
        let builder = upstreams
            .client
            .request(method, format!("{}{target}", upstream.url))
            .header(CALLER_HEADER, token)
            .header("traceparent", access.trace.as_str());
        let header = |name: &'static str| Some((name, http.headers().get(name)?.as_bytes()));
        let builder =
            PASSED_ON.into_iter().filter_map(header).fold(builder, |b, (name, value)| b.header(name, value));
        // The address may hold a name or a key: it stays out of the log.
        let request = builder.build().map_err(|error| anyhow::Error::from(error.without_url()))?;
        Ok(Self { client: &upstreams.client, request, patience: upstreams.patience })
    }

    pub async fn run(self, incoming: Option<Incoming>) -> Result<Response, Failure> {
        match incoming {
            Some(incoming) => self.with_body(incoming).await,
            None => self.without_body().await,
        }
    }

    /// A GET that reached nobody is tried once more: the service may just be starting anew.
    async fn without_body(self) -> Result<Response, Failure> {
        let again = self.request.try_clone().filter(|request| *request.method() == Method::GET);
        let send = async |request| read(timeout(self.patience, self.client.execute(request)).await??);
        match (send(self.request).await, again) {
            (Err(failure), Some(again)) if failure.reached_nobody() => send(again).await,
            (first, _) => first,
        }
    }

    /// The time for the answer counts from the last byte of the request; a service may answer before that.
    async fn with_body(mut self, incoming: Incoming) -> Result<Response, Failure> {
        let (intake, stream) = pipe();
        if let Some(length) = incoming.length {
            self.request.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
        *self.request.body_mut() = Some(Body::wrap_stream(stream));
        let mut answer = std::pin::pin!(self.client.execute(self.request));
        tokio::select! {
            biased;
            answer = &mut answer => return read(answer?),
            filled = intake.fill(incoming, self.patience) => filled?,
        }
        read(timeout(self.patience, answer).await??)
    }
}

/// A bare 408 is no answer to a request: the service dropped a connection on which it had read none for too long.
fn read(response: Response) -> Result<Response, Failure> {
    let bare =
        response.status() == StatusCode::REQUEST_TIMEOUT && !response.headers().contains_key(CONTENT_TYPE);
    if bare { Err(Failure::Unread) } else { Ok(response) }
}
