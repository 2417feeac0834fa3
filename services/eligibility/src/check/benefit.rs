//! One statement of a payer about what it covers (EB and what stands under it), readable, with its codes and its
//! segments kept.

mod code;
mod detail;
mod entity;
mod word;

pub use code::Codes;
pub use detail::{Dated, Delivery, Place, Quantity, Reference};
pub use entity::{Contact, ContactWay, Entity, Way, full_name, in_one_line};
pub use word::{BenefitKind, CoverageLevel, Network, Period};

use super::ServiceType;
use super::service_type::PLAN;
use model::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility as x;
use x12::explain::CodeList;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Benefit {
    pub kind: BenefitKind,
    pub service_types: Vec<ServiceType>,
    /// The service types in words, in the same order.
    #[serde(default)]
    pub services: Vec<String>,
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
    /// A count, such as 30 visits (EB09 and EB10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// EB04 in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance_type: Option<String>,
    /// EB13, as `HC:99213:25`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_required: Option<bool>,
    /// How often and how long (HSD).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// Numbers beside it (REF).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// When it counts, where not as the patient's own dates say (DTP).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Dated>,
    /// Where or for what it counts (III).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    pub messages: Vec<String>,
    /// Who is meant besides the payer: another payer, a carve-out, a primary care provider (2120).
    pub entities: Vec<Entity>,
    pub codes: Codes,
    /// The EB segment and every segment under it, as the payer sent them.
    #[serde(default)]
    pub raw: Vec<String>,
}

impl Benefit {
    pub fn has_service_type(&self, code: &str) -> bool {
        self.service_types.iter().any(|service_type| service_type.as_str() == code)
    }

    /// Whether it says something of this service; one that names no service speaks of the plan as a whole.
    pub fn is_about(&self, code: &str) -> bool {
        let unnamed = self.codes.eb03.is_empty() && self.procedure.is_none();
        self.has_service_type(code) || (code == PLAN && unnamed)
    }

    /// Of no single procedure or place alone.
    pub fn is_general(&self) -> bool {
        self.procedure.is_none() && self.places.is_empty()
    }

    /// With the segments it was read from.
    pub fn read(eb: &x::Benefit, raw: Vec<String>) -> Self {
        Self { raw, ..Self::from(eb) }
    }
}

impl From<&x::Benefit> for Benefit {
    fn from(eb: &x::Benefit) -> Self {
        let amount = eb.amount.map(|amount| Money::from_cents(amount.cents()));
        let left = matches!(eb.period, Some(x::TimePeriod::Remaining | x::TimePeriod::LifetimeRemaining));
        let codes = eb.service_types.iter().filter_map(|c| ServiceType::try_from(String::from(c)).ok());
        Self {
            kind: word::kind(&eb.kind),
            service_types: codes.collect(),
            services: eb
                .service_types
                .iter()
                .map(|code| code::in_words(CodeList::ServiceType, code.as_str()))
                .collect(),
            network: eb.in_network.as_ref().map(word::network),
            coverage_level: eb.level.as_ref().map(word::level),
            period: eb.period.as_ref().map(word::period),
            amount: amount.filter(|_| !left),
            remaining: amount.filter(|_| left),
            percent: eb.percent.as_ref().map(|share| percent(share.basis_points())),
            quantity: Quantity::of(eb),
            plan: said(&eb.plan),
            insurance_type: said(&eb.insurance_type)
                .map(|code| code::in_words(CodeList::InsuranceType, &code)),
            procedure: eb.procedure.as_ref().map(code::procedure),
            authorization_required: eb.authorization_required.as_ref().and_then(word::yes_or_no),
            deliveries: eb.deliveries.iter().map(Delivery::from).collect(),
            references: eb.references.iter().map(Reference::from).collect(),
            dates: eb.dates.iter().map(Dated::from).collect(),
            places: eb.places.iter().map(Place::from).collect(),
            messages: eb.messages.iter().map(String::from).collect(),
            entities: eb.entities.iter().map(Entity::from).collect(),
            codes: Codes::from(eb),
            raw: Vec::new(),
        }
    }
}

/// None where the element is empty.
pub fn said(text: &x12::Text) -> Option<String> {
    Some(text.as_str().trim()).filter(|text| !text.is_empty()).map(str::to_owned)
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
