//! How we prove to a network who we are: taken in once, sealed, and never shown again.

use super::Account;
use model::{Invalid, NetworkId, word_enum};
use platform::Sealing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    CredentialKind { MutualTls = "mutual_tls", UsernameToken = "username_token" }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = NetworkCredentials)]
pub enum Credentials {
    /// A client certificate (its chain may follow it) and its private key, in PEM.
    MutualTls { certificate: Pem, key: Pem },
    /// OASIS WSS UsernameToken 1.0 with a PasswordDigest, in the message's header.
    UsernameToken { username: Account, password: Password },
}

/// At most 20,000 characters of PEM (RFC 7468).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 20000)]
pub struct Pem(String);

/// 1 to 200 printable ASCII characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, max_length = 200)]
pub struct Password(String);

impl Password {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Pem {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        if text.len() <= 20_000 && text.contains("-----BEGIN ") {
            Ok(Self(text))
        } else {
            Err(Invalid("must be PEM (-----BEGIN ...) of at most 20,000 characters"))
        }
    }
}

impl TryFrom<String> for Password {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if printable && (1..=200).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be 1 to 200 printable ASCII characters"))
        }
    }
}

impl From<Pem> for String {
    fn from(pem: Pem) -> String {
        pem.0
    }
}

impl From<Password> for String {
    fn from(password: Password) -> String {
        password.0
    }
}

impl Credentials {
    pub fn kind(&self) -> CredentialKind {
        match self {
            Self::MutualTls { .. } => CredentialKind::MutualTls,
            Self::UsernameToken { .. } => CredentialKind::UsernameToken,
        }
    }

    /// What a client shows of itself in the TLS handshake.
    pub fn identity(&self) -> Option<anyhow::Result<reqwest::Identity>> {
        let Self::MutualTls { certificate, key } = self else { return None };
        let both = format!("{}\n{}\n", certificate.0, key.0);
        Some(reqwest::Identity::from_pem(both.as_bytes()).map_err(Into::into))
    }

    pub(super) fn is_usable(&self) -> bool {
        self.identity().is_none_or(|identity| identity.is_ok())
    }

    pub fn seal(&self, sealing: &Sealing, of: NetworkId) -> anyhow::Result<Vec<u8>> {
        sealing.seal(&place(of), &serde_json::to_vec(self)?)
    }

    pub fn open(sealing: &Sealing, of: NetworkId, sealed: &[u8]) -> anyhow::Result<Self> {
        // The reader's own words could repeat the secret.
        let opened = serde_json::from_slice(&sealing.open(&place(of), sealed)?).ok();
        opened.ok_or_else(|| anyhow::anyhow!("the credentials of network {of} are damaged: set them again"))
    }
}

/// A certificate to trust, if the text holds one.
pub fn certificate(pem: &str) -> Option<reqwest::Certificate> {
    pem.contains("-----BEGIN CERTIFICATE-----")
        .then(|| reqwest::Certificate::from_pem(pem.as_bytes()).ok())?
}

fn place(of: NetworkId) -> String {
    format!("network/{of}/credentials")
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}([secret])", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn a_secret_is_never_printed_and_opens_only_for_its_network() -> anyhow::Result<()> {
        let sealing = Sealing::new(&format!("1:{}", "A".repeat(43)).as_str().into())?;
        let secret: Credentials = serde_json::from_value(
            json!({"kind": "username_token", "username": "PRAXIS", "password": "open sesame"}),
        )?;
        assert_eq!(format!("{secret:?}"), "username_token([secret])");
        let (ours, theirs) = (NetworkId(Uuid::from_u128(1)), NetworkId(Uuid::from_u128(2)));
        let sealed = secret.seal(&sealing, ours)?;
        assert!(!String::from_utf8_lossy(&sealed).contains("sesame"));
        assert_eq!(Credentials::open(&sealing, ours, &sealed)?, secret);
        assert!(Credentials::open(&sealing, theirs, &sealed).is_err());
        Ok(())
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        let pem = |text: &str| Pem::try_from(text.to_owned()).expect("looks like PEM");
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
        let secret = Credentials::MutualTls { certificate: pem(key), key: pem(key) };
        assert!(!secret.is_usable());
        assert!(certificate(key).is_none());
        assert!(Pem::try_from("MIIB".to_owned()).is_err());
    }
}
