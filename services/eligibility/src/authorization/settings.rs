//! When a practice wants to be warned that an authorization runs out, unless the authorization says otherwise.

use super::{Days, UnitsLeft};
use crate::schema::authorization_settings;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = authorization_settings)]
#[schema(as = AuthorizationSettings)]
pub struct Thresholds {
    /// 0 until they are set.
    pub version: i64,
    /// Warned when no more than this is left.
    pub warn_units_left: UnitsLeft,
    /// Warned so many days before the last one.
    pub warn_days_before: Days,
}

/// They hold for authorizations recorded from now on.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetAuthorizationSettings)]
pub struct SetThresholds {
    pub warn_units_left: UnitsLeft,
    pub warn_days_before: Days,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { version: 0, warn_units_left: UnitsLeft::TWO, warn_days_before: Days::FORTNIGHT }
    }
}

impl Thresholds {
    pub fn replaced_by(self, said: SetThresholds) -> Self {
        let SetThresholds { warn_units_left, warn_days_before } = said;
        Self { version: self.version + 1, warn_units_left, warn_days_before }
    }
}
