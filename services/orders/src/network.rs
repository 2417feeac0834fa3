//! A SCRIPT network: one door to many pharmacies, who we are there, and how we prove it.

pub mod credentials;
pub mod routes;
pub mod store;
pub mod token;

pub use credentials::{CredentialKind, Credentials};

use crate::pharmacy::{Connection, Endpoint};
use crate::schema::networks;
use diesel::prelude::*;
use model::{Invalid, Name, NetworkId};
use platform::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a network knows us by: 1 to 35 letters, digits and `.`, `-`, `_`, `@`, so that it needs no escaping anywhere.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = diesel::sql_types::Text)]
#[schema(value_type = String, example = "PRAXIS-7301")]
pub struct Account(String);

impl Account {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Account {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte));
        if plain && (1..=35).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be 1 to 35 letters, digits, points, hyphens, underscores or @"))
        }
    }
}

impl From<Account> for String {
    fn from(account: Account) -> String {
        account.0
    }
}

impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for Account {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
    ) -> diesel::serialize::Result {
        diesel::serialize::ToSql::<diesel::sql_types::Text, diesel::pg::Pg>::to_sql(self.as_str(), out)
    }
}

impl diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg> for Account {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let text =
            <String as diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg>>::from_sql(
                value,
            )?;
        Ok(Self::try_from(text)?)
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = networks)]
pub struct Network {
    pub id: NetworkId,
    pub version: i64,
    pub name: Name,
    #[serde(flatten)]
    pub door: Connection,
    /// Our account there (SCRIPT Header/Security/Sender/SecondaryIdentification).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Who vouches for its server, in PEM, when that is nobody the world trusts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The kind of secret that is kept; the secret itself is never shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<CredentialKind>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateNetwork {
    pub name: Name,
    pub endpoint: Endpoint,
    pub account: Option<Account>,
    /// A certificate in PEM.
    #[schema(max_length = 20000)]
    pub authority: Option<String>,
    pub credentials: Option<Credentials>,
}

/// The fields to change; those absent stay, null takes away.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateNetwork {
    pub name: Option<Name>,
    pub endpoint: Option<Endpoint>,
    #[serde(default)]
    #[schema(value_type = Option<Account>)]
    pub account: Patch<Account>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 20000)]
    pub authority: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<Credentials>)]
    pub credentials: Patch<Credentials>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("A secret travels encrypted only: the endpoint must begin with https:// or lie on this machine.")]
    SecretInTheClear,
    #[error("must be a certificate and its private key, each in PEM")]
    BadCertificate,
    #[error("must be a certificate in PEM")]
    BadAuthority,
}

impl Network {
    pub fn create(id: NetworkId, asked: &CreateNetwork) -> Result<Self, Refusal> {
        let network = Self {
            id,
            version: 1,
            name: asked.name.clone(),
            door: Connection { endpoint: asked.endpoint.clone() },
            account: asked.account.clone(),
            authority: asked.authority.clone(),
            credentials: asked.credentials.as_ref().map(Credentials::kind),
        };
        network.checked(asked.credentials.as_ref())
    }

    pub fn update(self, asked: &UpdateNetwork) -> Result<Self, Refusal> {
        let secret = match &asked.credentials {
            Patch::To(secret) => Some(secret),
            Patch::Keep | Patch::Clear => None,
        };
        let network = Self {
            id: self.id,
            version: self.version + 1,
            name: asked.name.clone().unwrap_or(self.name),
            door: asked.endpoint.clone().map_or(self.door, |endpoint| Connection { endpoint }),
            account: asked.account.clone().apply(self.account),
            authority: asked.authority.clone().apply(self.authority),
            credentials: match &asked.credentials {
                Patch::Keep => self.credentials,
                Patch::Clear | Patch::To(_) => secret.map(Credentials::kind),
            },
        };
        network.checked(secret)
    }

    fn checked(self, secret: Option<&Credentials>) -> Result<Self, Refusal> {
        if self.credentials.is_some() && !self.door.endpoint.is_private() {
            return Err(Refusal::SecretInTheClear);
        }
        if secret.is_some_and(|secret| !secret.is_usable()) {
            return Err(Refusal::BadCertificate);
        }
        let vouches = |pem: &String| pem.len() <= 20_000 && credentials::certificate(pem).is_some();
        if !self.authority.as_ref().is_none_or(vouches) {
            return Err(Refusal::BadAuthority);
        }
        Ok(self)
    }
}
