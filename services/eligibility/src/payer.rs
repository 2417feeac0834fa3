//! A payer: who is asked about patients and billed for them, and the way it is reached.

mod endpoint;
pub mod routes;
pub mod store;

pub use endpoint::Endpoint;

use crate::schema::payers;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{Invalid, Name, PayerCode, PayerId};
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

    /// How messages travel.
    ConnectionKind {
        /// The X12 text is the body of a POST, and the answer is the body of its reply.
        Https = "https",
    }
}

/// At least one transaction, each once, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(try_from = "Vec<Transaction>", into = "Vec<Transaction>")]
#[diesel(sql_type = Jsonb)]
#[schema(value_type = Vec<Transaction>)]
pub struct Transactions(Vec<Transaction>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(deny_unknown_fields)]
#[diesel(sql_type = Jsonb)]
pub struct Connection {
    pub kind: ConnectionKind,
    pub url: Endpoint,
}

model::jsonb!(Transactions, Connection);

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = payers)]
pub struct Payer {
    pub id: PayerId,
    pub name: Name,
    /// The id the payer is reached by in X12 (NM109 with PI).
    pub payer_id: PayerCode,
    pub transactions: Transactions,
    pub connection: Connection,
    pub version: i64,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePayer {
    pub name: Name,
    pub payer_id: PayerCode,
    pub transactions: Transactions,
    pub connection: Connection,
}

impl Payer {
    pub fn create(id: PayerId, asked: CreatePayer) -> Self {
        let CreatePayer { name, payer_id, transactions, connection } = asked;
        Self { id, name, payer_id, transactions, connection, version: 1 }
    }

    pub fn takes(&self, transaction: Transaction) -> bool {
        self.transactions.0.contains(&transaction)
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
