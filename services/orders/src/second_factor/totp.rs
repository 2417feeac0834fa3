//! One-time codes by the clock (RFC 6238): SHA-1, six digits, thirty seconds, one step of drift either way.

use chrono::{DateTime, Utc};
use model::Invalid;
use serde::Deserialize;
use totp_rs::{Algorithm, Builder, Totp};
use utoipa::ToSchema;

/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// What the device and we share; shown once, sealed at rest.
pub struct Secret([u8; SECRET_BYTES]);

/// Six digits.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, min_length = 6, max_length = 6, example = "123456")]
pub struct Code(String);

impl TryFrom<String> for Code {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let six = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if six { Ok(Self(text)) } else { Err(Invalid("must be the six digits the device shows")) }
    }
}

impl Secret {
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let mut secret = [0; SECRET_BYTES];
        secret.copy_from_slice(&seed[..SECRET_BYTES]);
        Self(secret)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// For the device to read; `account` is what its holder sees.
    pub fn otpauth_url(&self, account: &str) -> anyhow::Result<String> {
        Ok(self.device(account)?.to_url()?)
    }

    /// The time step whose code this is, of those that count now.
    pub fn step_of(&self, code: &Code, now: DateTime<Utc>) -> Option<u64> {
        let seconds = u64::try_from(now.timestamp()).ok()?;
        self.device("prescriber").ok()?.check(&code.0, seconds)
    }

    fn device(&self, account: &str) -> anyhow::Result<Totp> {
        let device = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(self.0.to_vec())
            .with_account_name(account)
            .with_issuer(Some("Praxis"));
        Ok(device.build()?)
    }
}
