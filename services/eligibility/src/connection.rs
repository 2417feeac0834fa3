//! A connection: one way to one or many payers, in whose name, with what secret, and how much it bears.

pub mod breaker;
pub mod budget;
pub mod credentials;
mod endpoint;
mod files;
pub mod folder;
pub mod line;
pub mod pace;
pub mod routes;
pub mod store;
pub mod traffic;
pub mod wire;

pub use breaker::Breaker;
pub use credentials::{CredentialKind, Credentials};
pub use endpoint::Endpoint;
pub use files::{CoreBatches, CoreEnvelope, Files};

use crate::schema::connections;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{ConnectionId, Invalid, Name};
use platform::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// How messages travel.
    ConnectionKind {
        /// The X12 text is the body of a POST, and the answer is the body of its reply.
        Https = "https",
        /// CAQH CORE Connectivity vC2.2.0, SOAP 1.2 with a WS-Security user name token: real time, and batch where there is a
        /// `batch_url`.
        CoreSoap = "core_soap",
        /// CAQH CORE Connectivity vC2.2.0, HTTP MIME multipart with user name and password as fields: real time, and batch
        /// where there is a `batch_url`.
        CoreMime = "core_mime",
        /// Files: inquiries are written to a folder that somebody carries to the partner (SFTP), and answers are read
        /// from another as they come. Answers may take a day.
        BatchFolder = "batch_folder",
    }
}

/// How interchanges name us and them where it is not the location's NPI and the payer's id.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(deny_unknown_fields, default)]
#[diesel(sql_type = Jsonb)]
#[schema(as = ConnectionIdentity)]
pub struct Identity {
    /// ISA06 and GS02, and CORE's SenderID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<PartnerId>,
    /// ISA05; `ZZ` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_qualifier: Option<Qualifier>,
    /// ISA08 and GS03, and CORE's ReceiverID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_id: Option<PartnerId>,
    /// ISA07; `ZZ` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_qualifier: Option<Qualifier>,
}

/// What the other side bears, and how patient we are with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(deny_unknown_fields, default)]
#[diesel(sql_type = Jsonb)]
#[schema(as = ConnectionLimits)]
pub struct Limits {
    /// Requests under way at once: 1 to 500.
    pub at_once: Bounded<1, 500>,
    /// Requests begun within a minute, evenly spread: 1 to 60,000; without a limit when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_minute: Option<Bounded<1, 60_000>>,
    /// How long one answer may take: 1 to 60 seconds. The service's setting when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<Bounded<1, 60>>,
    /// Repetitions may be so many in a hundred requests; the others wait.
    pub retry_percent: Bounded<0, 100>,
    /// After so many failures in a row nothing is sent for a while: 1 to 100.
    pub breaker_failures: Bounded<1, 100>,
    /// For how long at first; twice as long after each probe that fails, up to 15 minutes: 1 to 900.
    pub breaker_seconds: Bounded<1, 900>,
}

/// A whole number within its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "u32", into = "u32")]
#[schema(value_type = u32)]
pub struct Bounded<const LEAST: u32, const MOST: u32>(u32);

/// 1 to 15 printable characters without blanks (ISA06, ISA08).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "133052274")]
pub struct PartnerId(String);

/// Two letters or digits, such as `ZZ`, `30` or `01` (ISA05, ISA07).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "ZZ")]
pub struct Qualifier(String);

model::jsonb!(Identity, Limits);

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = connections)]
pub struct Connection {
    pub id: ConnectionId,
    pub name: Name,
    pub kind: ConnectionKind,
    pub url: Endpoint,
    /// Where a partner of the kind `core_soap` or `core_mime` takes batches: what nobody waits for goes there, many inquiries
    /// a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_url: Option<Endpoint>,
    pub identity: Identity,
    pub limits: Limits,
    /// The kind of secret that is kept; the secret itself is never shown.
    pub credentials: Option<CredentialKind>,
    /// How it fares: whether anything is sent on it now.
    pub breaker: Breaker,
    pub version: i64,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateConnection {
    pub name: Name,
    pub kind: ConnectionKind,
    pub url: Endpoint,
    pub batch_url: Option<Endpoint>,
    #[serde(default)]
    pub identity: Identity,
    #[serde(default)]
    pub limits: Limits,
    pub credentials: Option<Credentials>,
}

/// The fields to change; those absent stay. Identity and limits are replaced whole.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateConnection {
    pub name: Option<Name>,
    pub kind: Option<ConnectionKind>,
    pub url: Option<Endpoint>,
    /// Null: nothing goes in batches any more.
    #[serde(default)]
    #[schema(value_type = Option<Endpoint>)]
    pub batch_url: Patch<Endpoint>,
    pub identity: Option<Identity>,
    pub limits: Option<Limits>,
    /// Null takes the secret away.
    #[serde(default)]
    #[schema(value_type = Option<Credentials>)]
    pub credentials: Patch<Credentials>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("A CORE connection carries a user name and a password: credentials of the kind basic.")]
    CoreNeedsUser,
    #[error(
        "A CORE connection names who sends and who receives: identity.sender_id and identity.receiver_id."
    )]
    CoreNeedsIdentity,
    #[error(
        "Only a connection of the kind core_soap or core_mime takes batches at a batch_url, an https:// address."
    )]
    NoCoreBatch,
    #[error("A batch folder is named as folder:NAME, and only a batch folder is.")]
    NotAFolder,
    #[error("A batch folder has no secret of its own: whoever carries the files has it.")]
    FolderWithSecret,
    #[error("Over http:// a secret would travel readable: say https://, or take the credentials away.")]
    SecretInTheClear,
}

impl Connection {
    pub fn create(id: ConnectionId, asked: &CreateConnection) -> Result<Self, Refusal> {
        let connection = Self {
            id,
            name: asked.name.clone(),
            kind: asked.kind,
            url: asked.url.clone(),
            batch_url: asked.batch_url.clone(),
            identity: asked.identity.clone(),
            limits: asked.limits,
            credentials: asked.credentials.as_ref().map(Credentials::kind),
            breaker: Breaker::default(),
            version: 1,
        };
        connection.complete()
    }

    /// Another address or another secret deserves another try: the breaker closes.
    pub fn update(self, asked: &UpdateConnection) -> Result<Self, Refusal> {
        let moved = asked.url.is_some() || asked.kind.is_some() || !matches!(asked.credentials, Patch::Keep);
        let credentials = match &asked.credentials {
            Patch::Keep => self.credentials,
            Patch::Clear => None,
            Patch::To(new) => Some(new.kind()),
        };
        let connection = Self {
            id: self.id,
            name: asked.name.clone().unwrap_or(self.name),
            kind: asked.kind.unwrap_or(self.kind),
            url: asked.url.clone().unwrap_or(self.url),
            batch_url: asked.batch_url.clone().apply(self.batch_url),
            identity: asked.identity.clone().unwrap_or(self.identity),
            limits: asked.limits.unwrap_or(self.limits),
            credentials,
            breaker: if moved { Breaker::default() } else { self.breaker },
            version: self.version + 1,
        };
        connection.complete()
    }

    fn complete(self) -> Result<Self, Refusal> {
        if (self.kind == ConnectionKind::BatchFolder) != self.url.folder().is_some() {
            return Err(Refusal::NotAFolder);
        }
        let batches_by_core = self.kind.core_envelope().is_some();
        if self.batch_url.as_ref().is_some_and(|url| !batches_by_core || url.folder().is_some()) {
            return Err(Refusal::NoCoreBatch);
        }
        if self.kind == ConnectionKind::BatchFolder {
            return if self.credentials.is_none() { Ok(self) } else { Err(Refusal::FolderWithSecret) };
        }
        let in_the_clear = |url: &Endpoint| !url.is_private();
        if self.credentials.is_some()
            && [Some(&self.url), self.batch_url.as_ref()].into_iter().flatten().any(in_the_clear)
        {
            return Err(Refusal::SecretInTheClear);
        }
        if self.kind == ConnectionKind::Https {
            return Ok(self);
        }
        if self.credentials != Some(CredentialKind::Basic) {
            return Err(Refusal::CoreNeedsUser);
        }
        if self.identity.sender_id.is_none() || self.identity.receiver_id.is_none() {
            return Err(Refusal::CoreNeedsIdentity);
        }
        Ok(self)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            at_once: Bounded(16),
            per_minute: None,
            timeout_seconds: None,
            retry_percent: Bounded(20),
            breaker_failures: Bounded(5),
            breaker_seconds: Bounded(30),
        }
    }
}

impl<const LEAST: u32, const MOST: u32> Bounded<LEAST, MOST> {
    /// A number of our own, brought within the bounds.
    pub const fn new(number: u32) -> Self {
        Self(if number < LEAST {
            LEAST
        } else if number > MOST {
            MOST
        } else {
            number
        })
    }

    pub fn get(self) -> u32 {
        self.0
    }
}

impl<const LEAST: u32, const MOST: u32> TryFrom<u32> for Bounded<LEAST, MOST> {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        let within = (LEAST..=MOST).contains(&number);
        if within { Ok(Self(number)) } else { Err(format!("must be {LEAST} to {MOST}")) }
    }
}

impl<const LEAST: u32, const MOST: u32> From<Bounded<LEAST, MOST>> for u32 {
    fn from(bounded: Bounded<LEAST, MOST>) -> u32 {
        bounded.0
    }
}

impl TryFrom<String> for PartnerId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte));
        let fits = plain && (1..=15).contains(&text.len());
        if fits {
            Ok(Self(text))
        } else {
            Err(Invalid("an interchange id is 1 to 15 letters, digits or - . _ /"))
        }
    }
}

impl PartnerId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<PartnerId> for String {
    fn from(id: PartnerId) -> String {
        id.0
    }
}

impl TryFrom<String> for Qualifier {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let code = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        let fits = text.len() == 2 && text.bytes().all(code);
        if fits {
            Ok(Self(text))
        } else {
            Err(Invalid("a qualifier is two capital letters or digits, such as ZZ"))
        }
    }
}

impl Qualifier {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Qualifier> for String {
    fn from(code: Qualifier) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests;
