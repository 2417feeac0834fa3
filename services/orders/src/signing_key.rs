//! The practice's signing keys: one signs, each verifies what it has signed (Ed25519, RFC 8032).

pub mod routes;
pub mod store;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature as Ed25519Signature, Signer as _, SigningKey as Ed25519Key, VerifyingKey};
use model::SigningKeyId;
use serde::Serialize;
use utoipa::ToSchema;

/// The private half of a key, in the open only while it is used.
pub struct Seed([u8; 32]);

impl Seed {
    pub fn new(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// 32 bytes in base64url.
    fn public_key(&self) -> String {
        BASE64.encode(self.key().verifying_key())
    }

    /// Over the bytes of a text; 64 bytes in base64url.
    pub fn sign(&self, text: &str) -> String {
        BASE64.encode(self.key().sign(text.as_bytes()).to_bytes())
    }

    fn key(&self) -> Ed25519Key {
        Ed25519Key::from_bytes(&self.0)
    }
}

/// Whoever signs holds one of these: the key in use.
pub struct ActiveKey {
    pub id: SigningKeyId,
    pub seed: Seed,
}

/// What anybody may know of a key, to verify signatures elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SigningKey {
    pub id: SigningKeyId,
    /// Always `Ed25519`.
    pub algorithm: &'static str,
    /// 32 bytes in base64url without padding (RFC 8037 `x`).
    pub public_key: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    /// Since then it signs nothing; what it has signed still verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
}

/// The public halves of all keys of a practice.
pub struct Keyring(Vec<(SigningKeyId, VerifyingKey)>);

impl Keyring {
    pub fn new(seeds: impl IntoIterator<Item = (SigningKeyId, Seed)>) -> Self {
        Self(seeds.into_iter().map(|(id, seed)| (id, seed.key().verifying_key())).collect())
    }

    /// Whether the text was signed with this key of the practice.
    pub fn verifies(&self, key: SigningKeyId, text: &str, signature: &str) -> bool {
        let bytes = BASE64.decode(signature).ok().and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
        let known = self.0.iter().find(|(id, _)| *id == key);
        known.zip(bytes).is_some_and(|((_, key), bytes)| {
            key.verify_strict(text.as_bytes(), &Ed25519Signature::from_bytes(&bytes)).is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn only_the_key_the_text_and_the_signature_together_verify() {
        let (one, other) = (SigningKeyId(Uuid::from_u128(1)), SigningKeyId(Uuid::from_u128(2)));
        let signature = Seed::new([7; 32]).sign("take one");
        let keys = Keyring::new([(one, Seed::new([7; 32])), (other, Seed::new([8; 32]))]);
        assert!(keys.verifies(one, "take one", &signature));
        assert!(!keys.verifies(one, "take two", &signature));
        assert!(!keys.verifies(other, "take one", &signature));
        assert!(!keys.verifies(SigningKeyId(Uuid::nil()), "take one", &signature));
        for place in 0..signature.len() {
            let mut bent = signature.clone().into_bytes();
            bent[place] = if bent[place] == b'A' { b'B' } else { b'A' };
            let bent = String::from_utf8(bent).expect("ASCII");
            assert!(!keys.verifies(one, "take one", &bent), "character {place}");
        }
    }
}
