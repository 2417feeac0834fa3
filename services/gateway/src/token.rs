//! The access token: a JWT (RFC 9068, EdDSA) that names a client, its practice and what it may do, good for ten minutes.

mod attempts;
mod refusal;
mod request;
pub mod routes;

pub use attempts::Attempts;

use crate::client::{ClientId, read_scopes, write_scopes};
use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use model::{LinkKey, PracticeId, Scope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub const LIFETIME_SECONDS: i64 = 600;
const AUDIENCE: &str = "praxis";
const TYPE: &str = "at+jwt";
/// No token of ours is longer; a longer one is not looked at.
const LONGEST: usize = 4096;

/// Whom a token speaks for.
#[derive(Clone)]
pub struct Bearer {
    pub client: ClientId,
    pub practice: PracticeId,
    pub scopes: Vec<Scope>,
}

impl Bearer {
    /// Whoever holds the key: one scope, one practice. Whether the key opens anything, the service says.
    pub fn of_link(key: &LinkKey) -> Self {
        Self { client: ClientId::link(), practice: key.practice(), scopes: vec![Scope::LinkHolder] }
    }

    /// The patient the practice gave the key to, by the hash of the key: whose it is, the service knows.
    pub fn of_patient(key: &LinkKey) -> Self {
        let scopes = vec![Scope::PatientPortal];
        Self { client: ClientId::patient(&key.hash()), practice: key.practice(), scopes }
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    practice: PracticeId,
    scope: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

/// Issues and reads access tokens.
pub struct Tokens {
    issuer: String,
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// From the raw 32-byte Ed25519 seed, base64url; the issuer is the gateway's public address.
    pub fn new(seed: &str, issuer: &str) -> anyhow::Result<Self> {
        let seed = BASE64.decode(seed).context("GATEWAY__TOKEN__SIGNING_SEED is not base64url")?;
        let seed: [u8; 32] = seed.try_into().ok().context("GATEWAY__TOKEN__SIGNING_SEED must be 32 bytes")?;
        let public = SigningKey::from_bytes(&seed).verifying_key();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = 5;
        Ok(Self {
            issuer: issuer.to_owned(),
            signing: EncodingKey::from_ed_der(&platform::caller::pkcs8(seed)),
            verifying: DecodingKey::from_ed_der(public.as_bytes()),
            validation,
        })
    }

    pub fn issue(&self, bearer: &Bearer, id: Uuid, now: DateTime<Utc>) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        let now = now.timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: bearer.client.as_str().to_owned(),
            practice: bearer.practice,
            scope: write_scopes(&bearer.scopes),
            iat: now,
            nbf: now,
            exp: now + LIFETIME_SECONDS,
            jti: id,
        };
        Ok(jsonwebtoken::encode(&header, &claims, &self.signing)?)
    }

    /// Nothing but a whole, current token of ours is read; why another is not is nobody's business.
    pub fn read(&self, token: &str) -> Option<Bearer> {
        if token.len() > LONGEST {
            return None;
        }
        let read = jsonwebtoken::decode::<Claims>(token, &self.verifying, &self.validation).ok()?;
        let (header, claims) = (read.header, read.claims);
        if header.typ.as_deref() != Some(TYPE) {
            return None;
        }
        let scopes = read_scopes(&claims.scope).ok()?;
        Some(Bearer { client: claims.sub.parse().ok()?, practice: claims.practice, scopes })
    }
}
