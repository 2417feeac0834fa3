//! How a patient is enrolled: in what kind of insurance, in which group, from when to when.

use super::unique;
use crate::check::benefit::{Benefit, BenefitKind, Dated, Reference};
use crate::check::service_type::PLAN;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use x12::eligibility::Patient;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrollment {
    /// EB04 of the plan, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_number: Option<String>,
    /// The first day, where the payer says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<NaiveDate>,
    /// The last day, where the payer says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
    /// All dates of the patient (2100C or 2100D) and of the statements about the plan.
    #[serde(default)]
    pub dates: Vec<Dated>,
    /// All numbers of the patient and of the statements about the plan.
    #[serde(default)]
    pub references: Vec<Reference>,
}

/// `people` are the patient first, then the subscriber where that is another.
pub fn enrollment(benefits: &[Benefit], people: &[&Patient]) -> Enrollment {
    let of_plan = |benefit: &&Benefit| {
        matches!(benefit.kind, BenefitKind::Active | BenefitKind::Inactive) && benefit.is_about(PLAN)
    };
    let plans = || benefits.iter().filter(of_plan);
    let stated = plans().chain(benefits.iter().filter(|benefit| benefit.plan.is_some()));
    let references = people.iter().flat_map(|person| person.references.iter().map(Reference::from));
    let references = unique(references.chain(plans().flat_map(|benefit| benefit.references.iter().cloned())));
    let dates = people.first().into_iter().flat_map(|person| person.dates.iter().map(Dated::from));
    let dates = unique(dates.chain(plans().flat_map(|benefit| benefit.dates.iter().cloned())));
    let group = of_kind(&references, &["6P", "1L"]);
    Enrollment {
        insurance_type: stated.filter_map(|benefit| benefit.insurance_type.clone()).next(),
        group_number: group.map(|group| group.value.clone()),
        group_name: group.and_then(|group| group.description.clone()),
        plan_number: of_kind(&references, &["18"]).map(|plan| plan.value.clone()),
        begins: first_day(&dates),
        ends: last_day(&dates),
        dates,
        references,
    }
}

/// REF02 of the first of these kinds, in their order.
pub fn of_kind<'a>(references: &'a [Reference], kinds: &[&str]) -> Option<&'a Reference> {
    kinds.iter().find_map(|kind| references.iter().find(|reference| reference.code == *kind))
}

fn first_day(dates: &[Dated]) -> Option<NaiveDate> {
    let of = |code: &str| dates.iter().find(|date| date.code == code).map(|date| date.from);
    let ranges = || dates.iter().find(|date| is_range(date)).map(|date| date.from);
    ["356", "346", "348", "539"].into_iter().find_map(of).or_else(ranges)
}

fn last_day(dates: &[Dated]) -> Option<NaiveDate> {
    let of =
        |code: &str| dates.iter().find(|date| date.code == code).map(|date| date.to.unwrap_or(date.from));
    let ranges = || dates.iter().find(|date| is_range(date)).and_then(|date| date.to);
    ["357", "347", "349", "540"].into_iter().find_map(of).or_else(ranges)
}

fn is_range(date: &Dated) -> bool {
    date.to.is_some() && ["307", "291", "292"].contains(&date.code.as_str())
}
