//! A pharmacy prescriptions are sent to, and how it is reached.

pub mod routes;
pub mod store;

use crate::schema::pharmacies;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Address, Invalid, Name, NcpdpId, Npi, PharmacyId, Phone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address SCRIPT messages are posted to: http or https, with a host, without user and fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "https://pharmacy.example/script")]
pub struct Endpoint(reqwest::Url);

impl Endpoint {
    pub fn url(&self) -> reqwest::Url {
        self.0.clone()
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        const SHAPE: Invalid =
            Invalid("must be an http or https address of at most 500 characters, without user and fragment");
        let url = reqwest::Url::parse(&text).ok().filter(|_| text.len() <= 500).ok_or(SHAPE)?;
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let reachable = matches!(url.scheme(), "http" | "https") && url.has_host();
        if plain && reachable { Ok(Self(url)) } else { Err(SHAPE) }
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0.into()
    }
}

/// NCPDP SCRIPT over HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    pub endpoint: Endpoint,
}
model::jsonb!(Connection);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = pharmacies)]
pub struct Pharmacy {
    pub id: PharmacyId,
    pub version: i64,
    pub ncpdp_id: NcpdpId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub npi: Option<Npi>,
    pub name: Name,
    pub address: Address,
    pub phone: Phone,
    /// How it takes electronic prescriptions; without it nothing can be sent there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Connection>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is a pharmacy with this NCPDP id already.")]
    Known,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_plain_web_address() {
        for (text, good) in [
            ("https://pharmacy.example/script", true),
            ("http://127.0.0.1:9000/script?box=1", true),
            ("ftp://pharmacy.example/", false),
            ("https://user:secret@pharmacy.example/", false),
            ("https://pharmacy.example/#part", false),
            ("file:///etc/passwd", false),
            ("pharmacy.example", false),
            ("", false),
        ] {
            assert_eq!(Endpoint::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }
}
