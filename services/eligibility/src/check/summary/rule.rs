//! What needs an authorization, and what is not covered at all.

use crate::check::benefit::{Benefit, BenefitKind, Network};
use crate::check::service_type::PLAN;
use crate::check::{ServiceType, ServiceTypes};
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

/// Whether what was asked about needs an authorization in the network; what the payer says of a single procedure alone does
/// not count. Where it says nothing of the services, what it says of the plan does.
pub fn needs_authorization(rules: &[AuthorizationRule], asked: &ServiceTypes) -> Option<bool> {
    let counts = |rule: &&AuthorizationRule| rule.procedure.is_none() && rule.network != Some(Network::Out);
    let is_plan = |code: &ServiceType| code.as_str() == PLAN;
    let of_a_service = |rule: &AuthorizationRule| {
        let code = rule.service_type.as_ref().filter(|code| !is_plan(code));
        code.is_some_and(|code| asked.codes().any(|asked| asked == code.as_str()))
    };
    let of_the_plan = |rule: &AuthorizationRule| rule.service_type.as_ref().is_none_or(is_plan);
    let said = |about: &dyn Fn(&AuthorizationRule) -> bool| {
        rules.iter().filter(counts).filter(|rule| about(rule)).map(|rule| rule.required).max()
    };
    said(&of_a_service).or_else(|| said(&of_the_plan))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_service_asked_about_decides_then_the_plan() {
        let rules =
            |of: serde_json::Value| -> Vec<AuthorizationRule> { serde_json::from_value(of).expect("rules") };
        let asked: ServiceTypes = serde_json::from_value(json!(["30", "98"])).expect("codes");
        let office = json!({"service_type": "98", "service": "", "required": true});
        let plan = json!({"service_type": "30", "service": "", "required": false});
        let out = json!({"service_type": "98", "service": "", "network": "out", "required": true});
        let other = json!({"service_type": "UC", "service": "", "required": true});
        let procedure =
            json!({"service_type": "98", "service": "", "procedure": "HC:99213", "required": true});
        for (said, needs) in [
            (json!([plan, office]), Some(true)),
            (json!([plan, out, other, procedure]), Some(false)),
            (json!([other]), None),
            (json!([{"service": "", "required": true}]), Some(true)),
            (json!([]), None),
        ] {
            assert_eq!(needs_authorization(&rules(said.clone()), &asked), needs, "{said}");
        }
    }
}
