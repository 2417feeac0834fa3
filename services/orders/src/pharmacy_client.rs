//! Which client of this API speaks for which pharmacy: a client for one, a pharmacy through as many as it has systems.

pub mod routes;
pub mod store;

use crate::pharmacy::Pharmacy;
use actix_web::http::StatusCode;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use model::Invalid;
use platform::{Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The id of a client as the gateway knows it: 1 to 200 printable ASCII characters without spaces.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow,
)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
#[diesel(sql_type = Text)]
pub struct ClientId(String);

impl TryFrom<String> for ClientId {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if plain && (1..=200).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(Invalid("must be a client's id, 1 to 200 printable characters"))
        }
    }
}

impl From<ClientId> for String {
    fn from(id: ClientId) -> String {
        id.0
    }
}

impl diesel::serialize::ToSql<Text, diesel::pg::Pg> for ClientId {
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
    ) -> diesel::serialize::Result {
        diesel::serialize::ToSql::<Text, diesel::pg::Pg>::to_sql(self.0.as_str(), out)
    }
}

impl diesel::deserialize::FromSql<Text, diesel::pg::Pg> for ClientId {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let text = <String as diesel::deserialize::FromSql<Text, diesel::pg::Pg>>::from_sql(value)?;
        Ok(Self::try_from(text)?)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The client speaks for no pharmacy.")]
    NotBound,
    #[error("A client speaks for one pharmacy only, and one of these speaks for another.")]
    BoundElsewhere,
}

/// The pharmacy a client speaks for.
pub async fn own(tx: &mut Tx, client: &str) -> Result<Pharmacy, Problem> {
    store::pharmacy_of(tx, client).await?.ok_or_else(|| Refusal::NotBound.into())
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotBound => Self::new(StatusCode::FORBIDDEN, "client-not-bound", refusal.to_string())
                .next_step(
                    "Ask the practice to bind it: PUT /v1/pharmacies/{id}/clients, with the scope admin.",
                ),
            Refusal::BoundElsewhere => Self::conflict("client-bound", refusal.to_string())
                .field("/clients", "names a client of another pharmacy")
                .next_step("Take it from the other pharmacy first, or give this one a client of its own."),
        }
    }
}
