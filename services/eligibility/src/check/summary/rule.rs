//! What needs an authorization, and what is not covered at all.

use crate::check::ServiceType;
use crate::check::benefit::{Benefit, BenefitKind, Network};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

/// EB11 of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorizationRule {
    /// Absent for the plan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_type: Option<ServiceType>,
    /// In words; empty for the plan as a whole.
    pub service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    /// True where one statement says so, whatever others say.
    pub required: bool,
}

/// EB*I and EB*E.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotCovered {
    /// `non_covered` or `exclusion`.
    pub kind: BenefitKind,
    pub service_types: Vec<ServiceType>,
    /// The service types in words.
    pub services: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    pub messages: Vec<String>,
}

/// One for each service and network the payer answers yes or no for.
pub fn authorization_rules(benefits: &[Benefit]) -> Vec<AuthorizationRule> {
    let (mut rules, mut known) = (Vec::<AuthorizationRule>::new(), HashMap::new());
    for benefit in benefits {
        let Some(required) = benefit.authorization_required else { continue };
        for (service_type, service) in services(benefit) {
            let (procedure, network) = (benefit.procedure.clone(), benefit.network);
            let rule = AuthorizationRule { service_type, service, procedure, network, required };
            let of = (rule.service_type.clone(), rule.procedure.clone(), network);
            let place = *known.entry(of).or_insert(rules.len());
            match rules.get_mut(place) {
                Some(known) => known.required |= required,
                None => rules.push(rule),
            }
        }
    }
    rules
}

/// Each service of a statement with its words; one that names none is about the plan.
fn services(benefit: &Benefit) -> Vec<(Option<ServiceType>, String)> {
    if benefit.service_types.is_empty() {
        return vec![(None, String::new())];
    }
    let named = benefit.service_types.iter().cloned().map(Some);
    named.zip(benefit.services.iter().cloned()).collect()
}

pub fn not_covered(benefits: &[Benefit]) -> Vec<NotCovered> {
    let says = |benefit: &&Benefit| matches!(benefit.kind, BenefitKind::NonCovered | BenefitKind::Exclusion);
    let told = benefits.iter().filter(says).map(|benefit| NotCovered {
        kind: benefit.kind,
        service_types: benefit.service_types.clone(),
        services: benefit.services.clone(),
        procedure: benefit.procedure.clone(),
        network: benefit.network,
        messages: benefit.messages.clone(),
    });
    told.collect()
}
