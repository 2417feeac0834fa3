//! A client: a program of one practice that may ask for tokens.

pub mod store;

use model::{Invalid, KeyHash, PracticeId, Scope};
use sha2::{Digest as _, Sha256};
use std::str::FromStr;
use subtle::ConstantTimeEq as _;

/// 1 to 64 letters, digits, `.`, `_` or `-`: it appears in tokens, logs and the audit trail as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl ClientId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In whose name the holders of links call; no client can have it.
const LINK: &str = "link";

impl ClientId {
    /// The holder of a link's key, who is nobody by name.
    pub fn link() -> Self {
        Self(LINK.to_owned())
    }

    /// A patient, by the hash of the key.
    pub fn patient(key: &KeyHash) -> Self {
        Self(format!("{}{key}", KeyHash::CLIENT))
    }
}

impl FromStr for ClientId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if text == LINK || text.starts_with(KeyHash::CLIENT) {
            return Err(Invalid(
                "the client ids link and patient.* stand for the holders of keys: choose another",
            ));
        }
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid("a client id is 1 to 64 letters, digits, '.', '_' or '-'"))
    }
}

/// SHA-256 of a client's secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes the same time whether it matches or not.
    pub fn matches(&self, secret: &str) -> bool {
        self.0.ct_eq(&Self::of(secret).0).into()
    }

    /// Matches no secret; what an unknown client is measured against.
    pub fn of_nobody() -> Self {
        Self([0; 32])
    }
}

impl TryFrom<Vec<u8>> for SecretHash {
    type Error = Invalid;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Invalid> {
        bytes.try_into().map(Self).map_err(|_| Invalid("a secret's hash has 32 bytes"))
    }
}

pub struct Client {
    pub id: ClientId,
    pub practice: PracticeId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub secret: SecretHash,
}

/// Reads scopes separated by spaces; the error names the first that does not exist, or that no client can have.
pub fn read_scopes(text: &str) -> Result<Vec<Scope>, UnknownScope> {
    let granted = |word: &str| word.parse().ok().filter(|scope: &Scope| scope.is_grantable());
    let read = |word: &str| granted(word).ok_or_else(|| UnknownScope(word.to_owned()));
    text.split_ascii_whitespace().map(read).collect()
}

pub fn write_scopes(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

#[derive(Debug, thiserror::Error)]
#[error("there is no scope {0:?}: use those of the API document, separated by spaces")]
pub struct UnknownScope(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_matches_only_itself() {
        let hash = SecretHash::of("correct horse");
        assert!(hash.matches("correct horse") && !hash.matches("correct hors") && !hash.matches(""));
        assert!(!SecretHash::of_nobody().matches(""));
    }

    #[test]
    fn client_ids_and_scopes_are_checked() {
        assert!("front-office".parse::<ClientId>().is_ok());
        let too_long = "x".repeat(65);
        for bad in ["", "a b", "a\n", "ü", "link", "patient.x", &too_long] {
            assert!(bad.parse::<ClientId>().is_err(), "{bad}");
        }
        assert_eq!(read_scopes("admin  orders:read").expect("known"), [Scope::Admin, Scope::OrdersRead]);
        assert!(read_scopes("admin fly").expect_err("unknown").to_string().contains("\"fly\""));
        assert!(read_scopes("admin link:holder").is_err(), "no client holds links");
    }
}
