//! A line in the history of an authorization: what used units up, or gave them back.

use super::{Authorization, Refusal};
use crate::schema::authorization_uses;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use model::{AppointmentId, AuthorizationId, Note};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Clone, Serialize, ToSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = authorization_uses)]
#[schema(as = AuthorizationUse)]
pub struct Usage {
    pub id: Uuid,
    #[serde(skip)]
    pub authorization_id: AuthorizationId,
    #[serde(flatten)]
    pub cause: Cause,
    /// Negative when they were given back.
    pub units: i32,
    /// The date of service.
    pub used_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[serde(tag = "cause", rename_all = "snake_case")]
#[diesel(sql_type = Jsonb)]
#[schema(as = AuthorizationUseCause)]
pub enum Cause {
    /// A visit was completed.
    Visit { appointment_id: AppointmentId },
    /// It turned out not to have been.
    VisitTakenBack { appointment_id: AppointmentId },
    /// Somebody said so.
    Correction {
        reason: Note,
        /// Who recorded it.
        client: String,
    },
}

model::jsonb!(Cause);
model::redacted!(Cause);

/// A use nobody books here, or a correction of what was counted.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordAuthorizationUse)]
pub struct RecordUse {
    /// Used up; with a minus, given back.
    pub units: i32,
    pub reason: Note,
    /// The date of service; today unless told.
    pub used_on: Option<NaiveDate>,
}

impl RecordUse {
    pub fn apply(
        self,
        id: Uuid,
        to: Authorization,
        client: String,
        now: DateTime<Utc>,
    ) -> Result<(Authorization, Usage), Refusal> {
        let usage = Usage {
            id,
            authorization_id: to.id,
            cause: Cause::Correction { reason: self.reason, client },
            units: self.units,
            used_on: self.used_on.unwrap_or(now.date_naive()),
            recorded_at: now,
        };
        Ok((to.correct(self.units)?, usage))
    }
}
