//! The secret a connection is opened with: taken in once, sealed, and never shown again.

use model::ConnectionId;
use platform::Sealing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    CredentialKind { Basic = "basic", Bearer = "bearer", Header = "header" }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ConnectionCredentials)]
pub enum Credentials {
    /// HTTP Basic, the WS-Security user name token, or CORE's UserName and Password.
    Basic { user: Word, password: Word },
    /// `Authorization: Bearer`.
    Bearer { token: Word },
    /// A header of the payer's own, such as `x-api-key`.
    Header { name: HeaderName, value: Word },
}

/// 1 to 2,000 printable ASCII characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct Word(String);

/// 1 to 100 letters, digits and hyphens; none that HTTP itself needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "x-api-key")]
pub struct HeaderName(String);

const TAKEN: [&str; 8] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "x-trace",
];

impl Credentials {
    pub fn kind(&self) -> CredentialKind {
        match self {
            Self::Basic { .. } => CredentialKind::Basic,
            Self::Bearer { .. } => CredentialKind::Bearer,
            Self::Header { .. } => CredentialKind::Header,
        }
    }

    pub fn seal(&self, sealing: &Sealing, of: ConnectionId) -> anyhow::Result<Vec<u8>> {
        sealing.seal(&place(of), &serde_json::to_vec(self)?)
    }

    pub fn open(sealing: &Sealing, of: ConnectionId, sealed: &[u8]) -> anyhow::Result<Self> {
        // The reader's own words could repeat the secret.
        let opened = serde_json::from_slice(&sealing.open(&place(of), sealed)?);
        opened.map_err(|_| anyhow::anyhow!("the credentials of connection {of} are damaged: set them again"))
    }
}

fn place(of: ConnectionId) -> String {
    format!("connection/{of}/credentials")
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}([secret])", self.kind())
    }
}

impl Word {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl HeaderName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Word {
    type Error = model::Invalid;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if printable && (1..=2000).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(model::Invalid("must be 1 to 2000 printable ASCII characters"))
        }
    }
}

impl TryFrom<String> for HeaderName {
    type Error = model::Invalid;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let name = text.to_ascii_lowercase();
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if plain && (1..=100).contains(&name.len()) && !TAKEN.contains(&name.as_str()) {
            Ok(Self(name))
        } else {
            Err(model::Invalid("must be a header of the payer's own, such as x-api-key"))
        }
    }
}

impl From<Word> for String {
    fn from(word: Word) -> String {
        word.0
    }
}

impl From<HeaderName> for String {
    fn from(name: HeaderName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_never_printed_and_opens_only_for_its_connection() -> anyhow::Result<()> {
        let keys = format!("1:{}", "A".repeat(43));
        let sealing = Sealing::new(&keys.as_str().into())?;
        let secret: Credentials = serde_json::from_value(json!({"kind": "bearer", "token": "open sesame"}))?;
        assert_eq!(format!("{secret:?}"), "bearer([secret])");
        let (ours, theirs) = (ConnectionId(uuid::Uuid::from_u128(1)), ConnectionId(uuid::Uuid::from_u128(2)));
        let sealed = secret.seal(&sealing, ours)?;
        assert!(!String::from_utf8_lossy(&sealed).contains("sesame"));
        assert_eq!(Credentials::open(&sealing, ours, &sealed)?, secret);
        assert!(Credentials::open(&sealing, theirs, &sealed).is_err());
        Ok(())
    }

    #[test]
    fn nothing_can_be_smuggled_into_the_request() {
        for bad in [
            json!({"kind": "header", "name": "Host", "value": "evil"}),
            json!({"kind": "header", "name": "x api", "value": "v"}),
            json!({"kind": "header", "name": "x-key", "value": "a\r\nb: c"}),
            json!({"kind": "bearer", "token": ""}),
            json!({"kind": "basic", "user": "u"}),
            json!({"kind": "basic", "user": "u", "password": "p", "realm": "r"}),
            json!({"kind": "key", "token": "t"}),
        ] {
            assert!(serde_json::from_value::<Credentials>(bad.clone()).is_err(), "{bad}");
        }
    }
}
