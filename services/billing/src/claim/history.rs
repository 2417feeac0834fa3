//! What happened to a claim, in order.

use super::ClaimStatus;
use crate::schema::claim_history;
use chrono::{DateTime, Utc};
use diesel::prelude::{Queryable, Selectable};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema, Queryable, Selectable)]
#[diesel(table_name = claim_history)]
pub struct Happened {
    pub at: DateTime<Utc>,
    /// Where the claim stood afterwards.
    pub status: ClaimStatus,
    pub what: String,
}
