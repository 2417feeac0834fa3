//! The address a payer's system is reached at.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use model::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An absolute http or https URL with a host, without user and password, without fragment; or `folder:` and the name of a
/// batch folder: small letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "String", into = "String")]
#[diesel(sql_type = Text)]
#[schema(value_type = String, example = "https://payer.example/x12")]
pub struct Endpoint(String);

const LONGEST: usize = 2000;

impl Endpoint {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a batch folder.
    pub fn folder(&self) -> Option<&str> {
        self.0.strip_prefix("folder:")
    }

    /// Whether nobody can read along: encrypted, or within this machine.
    pub fn is_private(&self) -> bool {
        let here = |start: &str| {
            self.0
                .strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '?']))
        };
        self.0.starts_with("https://") || HERE.iter().any(|start| here(start))
    }
}

const HERE: [&str; 3] = ["http://127.0.0.1", "http://localhost", "http://[::1]"];

impl ToSql<Text, Pg> for Endpoint {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Text, Pg>::to_sql(self.0.as_str(), out)
    }
}

impl FromSql<Text, Pg> for Endpoint {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::try_from(<String as FromSql<Text, Pg>>::from_sql(value)?)?)
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        check(&text).map(|()| Self(text))
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> String {
        endpoint.0
    }
}

fn check(text: &str) -> Result<(), Invalid> {
    if let Some(name) = text.strip_prefix("folder:") {
        let plain =
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let fits = plain && (1..=60).contains(&name.len()) && !name.starts_with('-');
        return if fits { Ok(()) } else { Err(Invalid("a batch folder is named as folder:clearinghouse-1")) };
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let rest = rest.ok_or(Invalid("the URL must begin with https:// or http://"))?;
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !br#""<>\^`{|}#"#.contains(&byte));
    if !plain || text.len() > LONGEST {
        return Err(Invalid(
            "the URL must be at most 2000 plain characters, without blanks and without a fragment",
        ));
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Invalid("the URL must not carry a user or password"));
    }
    if is_host_and_port(authority) {
        Ok(())
    } else {
        Err(Invalid("the URL must name a host, as https://payer.example/x12"))
    }
}

fn is_host_and_port(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, after)) => (address.parse::<std::net::Ipv6Addr>().is_ok(), after),
        None => {
            let (name, _) = authority.split_once(':').unwrap_or((authority, ""));
            (is_name(name), &authority[name.len()..])
        }
    };
    host && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_can_be_called_and_nothing_else() {
        for good in [
            "https://payer.example/x12",
            "http://127.0.0.1:9001/270?sandbox=1",
            "http://[::1]:80",
            "https://payer.example",
            "folder:clearinghouse-1",
        ] {
            assert!(Endpoint::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in [
            "",
            "payer.example",
            "ftp://payer.example",
            "https://",
            "https:///x12",
            "https://:443/",
            "http://host:/x",
            "http://host:0",
            "http://host:70000",
            "https://me:pw@payer.example",
            "https://me@payer.example/",
            "https://payer.example/a b",
            "https://payer.example/#top",
            "http://[::1",
            "http://[nine]/",
            "folder:",
            "folder:../etc",
            "folder:a/b",
            "folder:-rf",
            "http://hö.st/",
        ] {
            assert!(Endpoint::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
