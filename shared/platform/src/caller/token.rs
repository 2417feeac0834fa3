//! The caller token: a JWT (EdDSA) for one service, good for a minute.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use model::scope::Service;
use model::{PracticeId, Scope};
use serde::{Deserialize, Serialize};

const ISSUER: &str = "praxis-gateway";
const LIFETIME_SECONDS: i64 = 60;

#[derive(Serialize, Deserialize)]
pub(super) struct Claims {
    iss: String,
    aud: String,
    pub sub: String,
    pub practice: PracticeId,
    pub scope: String,
    iat: i64,
    exp: i64,
}

impl Claims {
    pub fn scopes(&self) -> Vec<Scope> {
        self.scope.split(' ').filter_map(|word| word.parse().ok()).collect()
    }
}

/// Held by the gateway alone.
pub struct Signer {
    key: EncodingKey,
}

impl Signer {
    /// From the raw 32-byte Ed25519 seed, base64url.
    pub fn from_seed(seed: &str) -> anyhow::Result<Self> {
        let seed = BASE64.decode(seed).context("the signing seed is not base64url")?;
        let seed =
            <[u8; 32]>::try_from(seed).map_err(|_| anyhow::anyhow!("the signing seed must be 32 bytes"))?;
        Ok(Self { key: EncodingKey::from_ed_der(&pkcs8(seed)) })
    }

    pub fn sign(
        &self,
        service: Service,
        client: &str,
        practice: PracticeId,
        scopes: &[Scope],
        now: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: service.as_str().to_owned(),
            sub: client.to_owned(),
            practice,
            scope: scopes.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" "),
            iat: now.timestamp(),
            exp: now.timestamp() + LIFETIME_SECONDS,
        };
        Ok(jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.key)?)
    }
}

/// The PKCS#8 form (RFC 8410) the JWT library wants, round a raw Ed25519 seed.
pub fn pkcs8(seed: [u8; 32]) -> Vec<u8> {
    const PREFIX: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&PREFIX[..], &seed].concat()
}

/// Held by every service.
pub struct Verifier {
    key: DecodingKey,
    validation: Validation,
}

impl Verifier {
    /// From the raw 32-byte Ed25519 public key, base64url; accepts only tokens made for this service.
    pub fn new(public_key: &str, service: Service) -> anyhow::Result<Self> {
        let key = DecodingKey::from_ed_components(public_key)
            .context("the caller's public key is not base64url")?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[service.as_str()]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.leeway = 5;
        Ok(Self { key, validation })
    }

    pub(super) fn verify(&self, token: &str) -> Option<Claims> {
        jsonwebtoken::decode::<Claims>(token, &self.key, &self.validation).ok().map(|data| data.claims)
    }
}
