//! A pharmacy prescriptions are sent to, and how it is reached.

pub mod routes;
pub mod store;

use crate::schema::pharmacies;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Address, Invalid, Name, NcpdpId, NetworkId, Npi, PharmacyId, Phone, word_enum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// What a pharmacy takes electronically.
    ServiceLevel {
        NewRx = "new_rx",
        Cancel = "cancel",
        Renewal = "renewal",
        Change = "change",
        Fill = "fill",
        ControlledSubstance = "controlled_substance",
    }
}

impl ServiceLevel {
    /// What a pharmacy takes unless told otherwise.
    pub fn usual() -> Vec<Self> {
        vec![Self::NewRx, Self::Cancel, Self::Renewal, Self::Change, Self::Fill]
    }
}

/// How a prescription reaches a pharmacy.
pub enum Way<'a> {
    Endpoint(&'a Connection),
    Network(NetworkId),
    /// It waits here until the pharmacy takes it.
    Queue,
}

/// An address SCRIPT messages are posted to: http or https, with a host, without user and fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "https://pharmacy.example/script")]
pub struct Endpoint(reqwest::Url);

impl Endpoint {
    pub fn url(&self) -> reqwest::Url {
        self.0.clone()
    }

    /// Whether nobody can read along: encrypted, or within this machine.
    pub fn is_private(&self) -> bool {
        let here = ["127.0.0.1", "localhost", "[::1]"];
        self.0.scheme() == "https" || self.0.host_str().is_some_and(|host| here.contains(&host))
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
    /// Its own door for SCRIPT messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Connection>,
    /// Whether it takes prescriptions from the queue kept here.
    pub queue: bool,
    /// The network that carries messages to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_id: Option<NetworkId>,
    pub service_levels: Vec<ServiceLevel>,
}

impl Pharmacy {
    /// None when nothing can be sent there.
    pub fn way(&self) -> Option<Way<'_>> {
        match (&self.script, self.network_id, self.queue) {
            (Some(connection), _, _) => Some(Way::Endpoint(connection)),
            (None, Some(network), _) => Some(Way::Network(network)),
            (None, None, true) => Some(Way::Queue),
            (None, None, false) => None,
        }
    }

    /// At most one way leads there.
    pub fn checked(self) -> Result<Self, Refusal> {
        let ways = [self.script.is_some(), self.network_id.is_some(), self.queue];
        if ways.into_iter().filter(|way| *way).count() > 1 { Err(Refusal::SeveralWays) } else { Ok(self) }
    }

    pub fn takes(&self, level: ServiceLevel) -> bool {
        self.service_levels.contains(&level)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is a pharmacy with this NCPDP id already.")]
    Known,
    #[error("A pharmacy is reached in one way: by its own endpoint, by a network, or from the queue.")]
    SeveralWays,
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
