//! Webhooks: where partners are told to, and the signature by which they know it was us (Standard Webhooks).

use crate::client::{Barred, Outside};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use model::Invalid;
use ring::hmac;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An https URL, or an http one on this machine for tests; without user, password or fragment, at most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "https://partner.example/hooks/praxis")]
#[diesel(sql_type = Text)]
pub struct WebAddress(String);

const LOOPBACK: [&str; 3] = ["http://127.0.0.1", "http://localhost", "http://[::1]"];

impl WebAddress {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there is encrypted on its way.
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl TryFrom<String> for WebAddress {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let wrong =
            Invalid("must be a URL that begins with https:// and names a host, at most 500 plain characters");
        let after = |start: &str| {
            text.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        };
        let local = LOOPBACK.iter().any(|start| after(start).is_some());
        let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', ':']).next());
        let named = host.is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        });
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !br#""<>\^`{|}#@"#.contains(&byte));
        if (local || named) && plain && text.len() <= 500 { Ok(Self(text)) } else { Err(wrong) }
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> String {
        address.0
    }
}

impl diesel::serialize::ToSql<Text, diesel::pg::Pg> for WebAddress {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
    ) -> diesel::serialize::Result {
        diesel::serialize::ToSql::<Text, diesel::pg::Pg>::to_sql(self.0.as_str(), out)
    }
}

impl diesel::deserialize::FromSql<Text, diesel::pg::Pg> for WebAddress {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let text = <String as diesel::deserialize::FromSql<Text, diesel::pg::Pg>>::from_sql(value)?;
        Ok(Self::try_from(text)?)
    }
}

/// `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks). Taken, never answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    /// The header `webhook-signature`: HMAC-SHA256 over id, time and body.
    pub fn signature(&self, id: Uuid, at: DateTime<Utc>, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let text = format!("{id}.{}.{body}", at.timestamp());
        format!("v1,{}", BASE64.encode(hmac::sign(&key, text.as_bytes())))
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl TryFrom<String> for WebhookSecret {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let wrong = Invalid("must be whsec_ and 24 to 64 bytes in base64");
        let bytes = text.strip_prefix("whsec_").and_then(|rest| BASE64.decode(rest).ok()).ok_or(wrong)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(wrong) }
    }
}

impl From<WebhookSecret> for String {
    fn from(secret: WebhookSecret) -> String {
        format!("whsec_{}", BASE64.encode(secret.0))
    }
}

/// A signed message on its way: the same id at every try, so that who is told twice notices it.
///
/// # Errors
/// The address is in numbers, and they are private.
pub fn request(
    http: &Outside,
    id: Uuid,
    to: (&WebAddress, &WebhookSecret),
    body: String,
    now: DateTime<Utc>,
) -> Result<reqwest::RequestBuilder, Barred> {
    let (url, secret) = to;
    let request = http
        .post(url.as_str())?
        .header("content-type", "application/json")
        .header("webhook-id", id.to_string())
        .header("webhook-timestamp", now.timestamp().to_string())
        .header("webhook-signature", secret.signature(id, now, &body))
        .body(body);
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_encrypted_addresses_and_this_machine() {
        for good in [
            "https://a.example",
            "https://a.example:8443/x?y=1",
            "http://127.0.0.1:9000/x",
            "http://localhost",
        ] {
            assert!(WebAddress::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a.example",
            "http://a.example",
            "https://",
            "https:///x",
            "https://me:pw@a.example",
            "https://a.example/a b",
            "https://a.example/#x",
            "http://localhost.evil.example",
            "http://127.0.0.1@evil.example",
            "http://127.0.0.100.evil.example",
            "ftp://a.example",
        ] {
            assert!(WebAddress::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_whole_and_never_shown() {
        let good = format!("whsec_{}", BASE64.encode([7; 24]));
        let secret = WebhookSecret::try_from(good.clone()).expect("a secret");
        assert_eq!((format!("{secret:?}").as_str(), String::from(secret)), ("[secret]", good.clone()));
        for bad in ["", "whsec_", "whsec_c2hvcnQ=", good.trim_start_matches("whsec_")] {
            assert!(WebhookSecret::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    /// Reckoned by another implementation of HMAC-SHA256.
    #[test]
    fn a_signature_covers_id_time_and_body() {
        let secret = WebhookSecret::try_from(format!("whsec_{}", BASE64.encode([7; 24]))).expect("a secret");
        let at = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
        let id = Uuid::from_u128(1);
        let signed = secret.signature(id, at, "{}");
        assert_eq!(signed, "v1,vgVZiIkS1fRw3IS+5WBSw2f6NSeI2DiJpSx+lq/hzx4=");
        assert_ne!(signed, secret.signature(Uuid::from_u128(2), at, "{}"));
        assert_ne!(signed, secret.signature(id, at + chrono::TimeDelta::seconds(1), "{}"));
        assert_ne!(signed, secret.signature(id, at, "{ }"));
    }
}
