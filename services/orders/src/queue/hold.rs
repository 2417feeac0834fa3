//! Holding a prescription: one person at one terminal has it in hand, for a while.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Jsonb;
use model::Name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a hold lasts after its holder was last heard of.
pub const LASTS: TimeDelta = TimeDelta::minutes(15);

/// Who works on it: a person at a terminal, through one client of this API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holder {
    pub operator: Name,
    pub terminal: Name,
    #[serde(rename = "client_id")]
    pub client: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub struct Hold {
    #[serde(flatten)]
    pub by: Holder,
    pub since: DateTime<Utc>,
    /// It ends then, unless the holder takes it again or acts.
    pub until: DateTime<Utc>,
}
model::jsonb!(Hold);

impl Holder {
    /// Takes it, or goes on holding it.
    pub fn holds(&self, before: Option<&Hold>, now: DateTime<Utc>) -> Hold {
        let still = before.filter(|hold| hold.by == *self && hold.lasts(now));
        Hold { by: self.clone(), since: still.map_or(now, |hold| hold.since), until: now + LASTS }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.operator, self.terminal)
    }
}

impl Hold {
    pub fn lasts(&self, now: DateTime<Utc>) -> bool {
        now < self.until
    }
}
