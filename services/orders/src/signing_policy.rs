//! The practice's policy of signing: when a second factor is demanded.

pub mod routes;
pub mod store;

use crate::medication::Schedule;
use crate::schema::signing_policies;
use crate::second_factor::webauthn::RelyingParty;
use diesel::prelude::*;
use model::word_enum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

word_enum! {
    /// Controlled substances always demand one (21 CFR 1311.120(b)(11)).
    FactorDemand {
        ControlledOnly = "controlled_only",
        EverySigning = "every_signing",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = signing_policies)]
pub struct SigningPolicy {
    /// 0 until one is set.
    pub version: i64,
    pub second_factor: FactorDemand,
    /// Whether this practice signs controlled substances, where the module for them is installed.
    pub controlled_substances: bool,
    /// Where security keys are used; without it only one-time codes are enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_application: Option<RelyingParty>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSigningPolicy {
    pub second_factor: FactorDemand,
    #[serde(default)]
    pub controlled_substances: bool,
    /// Changing its id makes the keys that are enrolled useless.
    pub web_application: Option<RelyingParty>,
}

impl Default for SigningPolicy {
    fn default() -> Self {
        Self {
            version: 0,
            second_factor: FactorDemand::ControlledOnly,
            controlled_substances: false,
            web_application: None,
        }
    }
}

impl SigningPolicy {
    pub fn replaced_by(self, said: SetSigningPolicy) -> Self {
        let SetSigningPolicy { second_factor, controlled_substances, web_application } = said;
        Self { version: self.version + 1, second_factor, controlled_substances, web_application }
    }

    pub fn demands_factor(&self, schedule: Schedule) -> bool {
        schedule != Schedule::None || self.second_factor == FactorDemand::EverySigning
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controlled_substances_demand_a_factor_whatever_the_policy() {
        let policy = SigningPolicy::default();
        assert!(!policy.demands_factor(Schedule::None) && policy.demands_factor(Schedule::V));
        let every = SetSigningPolicy {
            second_factor: FactorDemand::EverySigning,
            controlled_substances: false,
            web_application: None,
        };
        let policy = policy.replaced_by(every);
        assert!(policy.demands_factor(Schedule::None) && policy.demands_factor(Schedule::II));
    }
}
