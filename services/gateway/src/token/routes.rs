//! The token endpoint.

use super::refusal::{Refusal, TokenError};
use super::request::TokenRequest;
use super::{Bearer, LIFETIME_SECONDS};
use crate::client::{self, Client, SecretHash, write_scopes};
use crate::state::State;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use actix_web::{HttpRequest, post, web};
use model::Scope;
use serde::Serialize;
use std::sync::PoisonError;
use std::time::Instant;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub struct Issued {
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    /// What the token allows, separated by spaces.
    pub scope: String,
}

/// The form of RFC 6749, section 4.4.2.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the API document; `request` reads it")]
struct TokenForm {
    /// `client_credentials`.
    grant_type: String,
    /// Unless it is given by HTTP Basic.
    client_id: Option<String>,
    /// Unless it is given by HTTP Basic.
    client_secret: Option<String>,
    /// Narrows the token to these of the client's scopes.
    scope: Option<String>,
}

/// Issues an access token to a client.
#[utoipa::path(
    tag = "gateway",
    operation_id = "issue_token",
    security(()),
    request_body(content = inline(TokenForm), content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token.", body = Issued),
        (status = 400, description = "The request is malformed, or asks for what the client may not have.", body = TokenError),
        (status = 401, description = "The client id or its secret is wrong.", body = TokenError),
        (status = 429, description = "Too many failed attempts; Retry-After says when to try again.", body = TokenError),
        (status = 503, description = "Not available for a moment; Retry-After says when.", body = TokenError),
    )
)]
#[post("/oauth/token")]
pub async fn issue_token(
    http: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
    state: web::Data<State>,
) -> Result<web::Json<Issued>, Refusal> {
    let body = body.map_err(|_| Refusal::InvalidRequest("the form is cut off or too large"))?;
    let header = |name: HeaderName| http.headers().get(name).and_then(|value| value.to_str().ok());
    let request =
        TokenRequest::parse(header(CONTENT_TYPE).unwrap_or_default(), header(AUTHORIZATION), &body)?;
    let wanted = request.scopes.clone();
    let client = authenticate(&state, request, &http).await?;
    let scopes = narrow(client.scopes, wanted)?;
    let scope = write_scopes(&scopes);
    let bearer = Bearer { client: client.id, practice: client.practice, scopes };
    let access_token = state.tokens.issue(&bearer, platform::mint::<Uuid>(), platform::now())?;
    tracing::info!(client = bearer.client.as_str(), "a token was issued");
    Ok(web::Json(Issued { access_token, token_type: "Bearer", expires_in: LIFETIME_SECONDS, scope }))
}

async fn authenticate(state: &State, request: TokenRequest, http: &HttpRequest) -> Result<Client, Refusal> {
    let who = (request.client.clone(), http.peer_addr().map(|peer| peer.ip()));
    let attempts = || state.attempts.lock().unwrap_or_else(PoisonError::into_inner);
    let wait = attempts().wait(&who, Instant::now());
    if let Some(wait) = wait {
        return Err(Refusal::TooManyAttempts(wait));
    }
    let id = request.client;
    let found = state.db.system(async move |tx| client::store::find(tx, id.clone()).await).await?;
    let hash = found.as_ref().map_or_else(SecretHash::of_nobody, |client| client.secret.clone());
    match found.filter(|_| hash.matches(&request.secret)) {
        Some(client) => Ok(client),
        None => {
            tracing::warn!(client = who.0.as_str(), "a client failed to prove itself");
            attempts().failed(who, Instant::now());
            Err(Refusal::InvalidClient)
        }
    }
}

fn narrow(held: Vec<Scope>, wanted: Option<Vec<Scope>>) -> Result<Vec<Scope>, Refusal> {
    let Some(wanted) = wanted else { return Ok(held) };
    match wanted.iter().find(|scope| !held.contains(scope)) {
        Some(missing) => Err(Refusal::ScopeNotHeld(*missing)),
        None => Ok(wanted),
    }
}
