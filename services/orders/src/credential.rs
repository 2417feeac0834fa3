//! A prescriber's own credential: the one client of the API that signs in a practitioner's name.

pub mod routes;
pub mod store;

use crate::schema::prescriber_credentials;
use chrono::{DateTime, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{CredentialId, Name, PractitionerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When it was taken back, and by which client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Revocation {
    pub at: DateTime<Utc>,
    pub by: String,
}
model::jsonb!(Revocation);

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = prescriber_credentials)]
pub struct Credential {
    pub id: CredentialId,
    pub version: i64,
    pub practitioner_id: PractitionerId,
    /// The subject of the client's tokens.
    pub client_id: String,
    pub bound_at: DateTime<Utc>,
    pub bound_by: String,
    /// Once revoked it signs nothing any more; what it has signed stays signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindCredential {
    /// A client of the API, as it is known to the gateway.
    #[schema(value_type = String)]
    pub client_id: Name,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This client is a prescriber's own already.")]
    Bound,
    #[error("A client does not bind itself: whoever appoints a prescriber is somebody else.")]
    Oneself,
    #[error("This credential has been revoked already.")]
    Revoked,
}

impl Credential {
    /// `by` is the client that binds; it may not be the one that is bound.
    pub fn bind(
        id: CredentialId,
        practitioner_id: PractitionerId,
        client: Name,
        by: String,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        if client.as_str() == by {
            return Err(Refusal::Oneself);
        }
        let client_id = client.into();
        Ok(Self { id, version: 1, practitioner_id, client_id, bound_at: now, bound_by: by, revoked: None })
    }

    pub fn revoke(self, by: String, at: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.revoked {
            Some(_) => Err(Refusal::Revoked),
            None => Ok(Self { version: self.version + 1, revoked: Some(Revocation { at, by }), ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn nobody_appoints_himself_and_what_is_revoked_stays_so() {
        let bind = |client: &str| {
            let client = client.parse().expect("a name");
            let (id, who) = (CredentialId(Uuid::nil()), PractitionerId(Uuid::nil()));
            Credential::bind(id, who, client, "office".to_owned(), DateTime::UNIX_EPOCH)
        };
        assert_eq!(bind("office"), Err(Refusal::Oneself));
        let bound = bind("doctor").expect("bound");
        let revoked = bound.revoke("office".to_owned(), DateTime::UNIX_EPOCH).expect("revoked");
        assert_eq!(revoked.version, 2);
        assert_eq!(revoked.revoke("office".to_owned(), DateTime::UNIX_EPOCH), Err(Refusal::Revoked));
    }
}
