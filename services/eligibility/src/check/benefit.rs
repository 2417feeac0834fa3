//! One statement of a payer about what it covers (EB), readable, with its codes kept.

mod word;

pub use word::{BenefitKind, CoverageLevel, Network, Period};

use super::ServiceType;
use model::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility as x;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Benefit {
    pub kind: BenefitKind,
    pub service_types: Vec<ServiceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_level: Option<CoverageLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What is left of the amount stated elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Money>,
    /// The patient's share in percent, as `20` or `12.5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_required: Option<bool>,
    pub messages: Vec<String>,
    /// Who is meant besides the payer: another payer, a carve-out, a primary care provider.
    pub entities: Vec<Entity>,
    pub codes: Codes,
}

/// The codes as the payer sent them, in the order of the EB segment; empty ones are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitCodes)]
pub struct Codes {
    pub eb01: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb02: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eb03: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb04: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb06: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb09: String,
    /// A count, such as visits; EB09 says of what.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb10: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb11: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub eb12: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BenefitEntity)]
pub struct Entity {
    /// NM101, such as `PR` for another payer or `P3` for a primary care provider.
    pub role: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
}

impl Benefit {
    pub fn has_service_type(&self, code: &str) -> bool {
        self.service_types.iter().any(|service_type| service_type.as_str() == code)
    }
}

impl From<&x::Benefit> for Benefit {
    fn from(eb: &x::Benefit) -> Self {
        let amount = eb.amount.map(|amount| Money::from_cents(amount.cents()));
        let left = matches!(eb.period, Some(x::TimePeriod::Remaining | x::TimePeriod::LifetimeRemaining));
        Self {
            kind: word::kind(&eb.kind),
            service_types: eb
                .service_types
                .iter()
                .filter_map(|c| ServiceType::try_from(String::from(c)).ok())
                .collect(),
            network: eb.in_network.as_ref().map(word::network),
            coverage_level: eb.level.as_ref().map(word::level),
            period: eb.period.as_ref().map(word::period),
            amount: amount.filter(|_| !left),
            remaining: amount.filter(|_| left),
            percent: eb.percent.as_ref().map(|share| percent(share.basis_points())),
            plan: Some(&eb.plan).filter(|plan| !plan.is_empty()).map(String::from),
            authorization_required: eb.authorization_required.as_ref().and_then(word::yes_or_no),
            messages: eb.messages.iter().map(String::from).collect(),
            entities: eb.entities.iter().map(Entity::from).collect(),
            codes: Codes::from(eb),
        }
    }
}

impl From<&x::BenefitEntity> for Entity {
    fn from(entity: &x::BenefitEntity) -> Self {
        let party = &entity.party;
        let name = format!("{} {}", party.first, party.name).trim().to_owned();
        Self { role: String::from(&party.entity), name, id: String::from(&party.id) }
    }
}

impl From<&x::Benefit> for Codes {
    fn from(eb: &x::Benefit) -> Self {
        let answer = |answer: &Option<x::Answer>| answer.as_ref().map_or("", x::Answer::code).to_owned();
        Self {
            eb01: eb.kind.code().to_owned(),
            eb02: eb.level.as_ref().map_or("", x::CoverageLevel::code).to_owned(),
            eb03: eb.service_types.iter().map(String::from).collect(),
            eb04: String::from(&eb.insurance_type),
            eb06: eb.period.as_ref().map_or("", x::TimePeriod::code).to_owned(),
            eb09: String::from(&eb.quantity_qualifier),
            eb10: eb.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            eb11: answer(&eb.authorization_required),
            eb12: answer(&eb.in_network),
        }
    }
}

/// Hundredths of a percent as a decimal without trailing zeros.
fn percent(basis_points: i64) -> String {
    let text = format!("{}.{:02}", basis_points / 100, basis_points.unsigned_abs() % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_people_say_them() {
        for (points, text) in [(2000, "20"), (1250, "12.5"), (0, "0"), (10_000, "100"), (333, "3.33")] {
            assert_eq!(percent(points), text);
        }
    }

    #[test]
    fn what_is_left_is_not_told_as_a_total() {
        let eb = x::Benefit {
            period: Some(x::TimePeriod::Remaining),
            amount: Some(x12::Amount::from_cents(41_250)),
            ..x::Benefit::new(x::BenefitKind::Deductible)
        };
        let benefit = Benefit::from(&eb);
        assert_eq!((benefit.amount, benefit.remaining), (None, Some(Money::from_cents(41_250))));
        assert_eq!(benefit.codes.eb06, "29");
        let unknown = Benefit::from(&x::Benefit::new(x::BenefitKind::Other("ZZ".into())));
        assert_eq!((unknown.kind, unknown.codes.eb01.as_str()), (BenefitKind::Other, "ZZ"));
    }
}
