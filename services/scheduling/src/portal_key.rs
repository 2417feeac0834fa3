//! A patient's key: opens the portal for one patient until it expires or is revoked.

pub mod routes;
pub mod store;

use crate::schema::portal_keys;
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use model::{PatientId, PortalKeyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = portal_keys)]
pub struct PortalKey {
    pub id: PortalKeyId,
    pub version: i64,
    pub patient_id: PatientId,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePortalKey {
    /// 1 to 400; 90 when absent.
    pub days: Option<i64>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must be 1 to 400")]
    Days,
    #[error("The key is revoked already.")]
    Revoked,
}

impl PortalKey {
    pub fn create(
        id: PortalKeyId,
        patient_id: PatientId,
        said: &CreatePortalKey,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let days = said.days.unwrap_or(90);
        if !(1..=400).contains(&days) {
            return Err(Refusal::Days);
        }
        let expires_at = now + Duration::days(days);
        Ok(Self { id, version: 1, patient_id, created_at: now, expires_at, revoked_at: None })
    }

    pub fn revoke(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.revoked_at {
            Some(_) => Err(Refusal::Revoked),
            None => Ok(Self { revoked_at: Some(now), version: self.version + 1, ..self }),
        }
    }
}
