//! A payer: who is asked about patients and billed for them, and what it wants to be told.

mod inquiries;
pub mod routes;
pub mod store;

pub use inquiries::{Inquiries, Search};

use crate::connection::{
    Connection, ConnectionKind, CreateConnection, Credentials, Endpoint, Identity, Limits,
};
use crate::schema::{connections, payers};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{ConnectionId, Invalid, Name, PayerCode, PayerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

model::word_enum! {
    /// An X12 transaction a payer takes part in.
    Transaction {
        Eligibility = "270",
        ClaimStatus = "276",
        ProfessionalClaim = "837P",
        InstitutionalClaim = "837I",
        Remittance = "835",
    }
}

/// At least one transaction, each once, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "Vec<Transaction>", into = "Vec<Transaction>")]
#[diesel(sql_type = Jsonb)]
#[schema(value_type = Vec<Transaction>)]
pub struct Transactions(Vec<Transaction>);

model::jsonb!(Transactions);

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = payers)]
pub struct Payer {
    pub id: PayerId,
    pub name: Name,
    /// The id the payer is reached by in X12 (NM109 with PI).
    pub payer_id: PayerCode,
    pub transactions: Transactions,
    #[serde(skip)]
    pub connection_id: ConnectionId,
    /// What an inquiry may and must say.
    #[diesel(column_name = inquiry)]
    pub inquiries: Inquiries,
    pub version: i64,
}

/// The way to a payer, in short; `GET /v1/connections/{id}` shows the rest.
#[derive(Clone, Serialize, ToSchema, Queryable, Selectable)]
#[diesel(table_name = connections)]
#[schema(as = PayerConnection)]
pub struct Reached {
    pub id: ConnectionId,
    pub kind: ConnectionKind,
    pub url: Endpoint,
}

#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Payer)]
pub struct Shown {
    #[serde(flatten)]
    pub payer: Payer,
    pub connection: Reached,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePayer {
    pub name: Name,
    pub payer_id: PayerCode,
    pub transactions: Transactions,
    pub connection: Through,
    #[serde(default)]
    pub inquiries: Inquiries,
}

/// The fields to change; those absent stay. What an inquiry may and must say is replaced whole.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePayer {
    pub name: Option<Name>,
    pub payer_id: Option<PayerCode>,
    pub transactions: Option<Transactions>,
    pub connection: Option<Through>,
    pub inquiries: Option<Inquiries>,
}

/// Either `id` alone, a connection that is there; or a new one of the payer's own: `kind` and `url`, and what else it needs.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Through {
    pub id: Option<ConnectionId>,
    pub kind: Option<ConnectionKind>,
    pub url: Option<Endpoint>,
    pub batch_url: Option<Endpoint>,
    pub identity: Option<Identity>,
    pub limits: Option<Limits>,
    pub credentials: Option<Credentials>,
}

/// What `Through` comes to.
pub enum Route {
    Known(ConnectionId),
    New(Box<CreateConnection>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such connection in this practice.")]
    UnknownConnection,
    #[error("Name a connection by its id alone, or say kind and url of a new one.")]
    UnclearConnection,
}

impl Through {
    pub fn route(self, payer: &Name) -> Result<Route, Refusal> {
        let Self { id, kind, url, batch_url, identity, limits, credentials } = self;
        let described =
            batch_url.is_some() || identity.is_some() || limits.is_some() || credentials.is_some();
        match (id, kind, url) {
            (Some(id), None, None) if !described => Ok(Route::Known(id)),
            (None, Some(kind), Some(url)) => {
                let (identity, limits) = (identity.unwrap_or_default(), limits.unwrap_or_default());
                let name = payer.clone();
                let new = CreateConnection { name, kind, url, batch_url, identity, limits, credentials };
                Ok(Route::New(Box::new(new)))
            }
            _ => Err(Refusal::UnclearConnection),
        }
    }
}

impl Payer {
    pub fn create(id: PayerId, asked: CreatePayer, connection_id: ConnectionId) -> Self {
        let CreatePayer { name, payer_id, transactions, connection: _, inquiries } = asked;
        Self { id, name, payer_id, transactions, connection_id, inquiries, version: 1 }
    }

    pub fn update(self, asked: UpdatePayer, connection_id: Option<ConnectionId>) -> Self {
        Self {
            id: self.id,
            name: asked.name.unwrap_or(self.name),
            payer_id: asked.payer_id.unwrap_or(self.payer_id),
            transactions: asked.transactions.unwrap_or(self.transactions),
            connection_id: connection_id.unwrap_or(self.connection_id),
            inquiries: asked.inquiries.unwrap_or(self.inquiries),
            version: self.version + 1,
        }
    }

    pub fn takes(&self, transaction: Transaction) -> bool {
        self.transactions.0.contains(&transaction)
    }
}

impl From<&Connection> for Reached {
    fn from(connection: &Connection) -> Self {
        Self { id: connection.id, kind: connection.kind, url: connection.url.clone() }
    }
}

impl TryFrom<Vec<Transaction>> for Transactions {
    type Error = Invalid;

    fn try_from(mut named: Vec<Transaction>) -> Result<Self, Invalid> {
        named.sort_unstable();
        named.dedup();
        if named.is_empty() {
            Err(Invalid("name at least one transaction, such as 270"))
        } else {
            Ok(Self(named))
        }
    }
}

impl From<Transactions> for Vec<Transaction> {
    fn from(transactions: Transactions) -> Self {
        transactions.0
    }
}
