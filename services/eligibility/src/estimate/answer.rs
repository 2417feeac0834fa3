//! What of a payer's answer an estimate rests on, read from a finished eligibility check.

use super::Percent;
use super::share::{Range, Sharing};
use chrono::{DateTime, NaiveDate, Utc};
use model::event::EligibilityOutcome;
use model::{EligibilityCheckId, Money};
use serde::Deserialize;

/// The newest answer about a coverage.
#[derive(Clone, Debug)]
pub struct Answer {
    pub check: EligibilityCheckId,
    /// The day the payer was asked about.
    pub service_date: NaiveDate,
    pub said: Said,
}

/// A finding as the API shows it; what an estimate does not need is passed over.
#[derive(Clone, Deserialize)]
pub struct Said {
    pub outcome: EligibilityOutcome,
    #[serde(default)]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub copay: Option<Money>,
    #[serde(default)]
    pub deductible: Option<Limit>,
    #[serde(default)]
    pub out_of_pocket: Option<Limit>,
    #[serde(default)]
    pub benefits: Vec<Statement>,
}
crate::redacted!(Said);

#[derive(Clone, Copy, Deserialize)]
pub struct Limit {
    #[serde(default)]
    pub total: Option<Money>,
    #[serde(default)]
    pub remaining: Option<Money>,
}

/// One statement of the payer (EB).
#[derive(Clone, Deserialize)]
pub struct Statement {
    pub kind: String,
    #[serde(default)]
    pub service_types: Vec<String>,
    #[serde(default)]
    pub network: Option<String>,
    #[serde(default)]
    pub amount: Option<Money>,
    #[serde(default)]
    pub percent: Option<String>,
}

const PLAN: &str = "30";
const OFFICE_VISIT: &str = "98";

impl Said {
    /// What the patient pays in the network for a service type.
    pub fn sharing(&self, service_type: &str) -> Sharing {
        // The summary's copay is for whatever was asked about: it stands in only where no statement says for what.
        let stated = self.benefits.iter().any(|one| one.kind == "copay");
        let summed_up = self.copay.filter(|_| !stated && service_type == OFFICE_VISIT).map(Range::exactly);
        let copays = self.stated("copay", service_type).into_iter().filter_map(|one| one.amount);
        let shares = self.stated("coinsurance", service_type).into_iter();
        let shares = shares.filter_map(|one| one.percent.as_deref()?.parse::<Percent>().ok());
        Sharing {
            copay: summed_up.or_else(|| around(copays)),
            deductible: self.deductible.and_then(|limit| open(limit, self.outcome)),
            coinsurance: around(shares),
            cap: self.out_of_pocket.and_then(|limit| limit.remaining),
        }
    }

    /// The payer says that it does not pay for this service type at all.
    pub fn is_excluded(&self, service_type: &str) -> bool {
        let says = |kind: &str| {
            let mut all = self.benefits.iter().filter(|one| one.kind == kind && one.is_in_network());
            all.any(|one| one.names(service_type))
        };
        says("non_covered") || says("exclusion")
    }

    /// About this service type; where nothing is, about the plan as a whole.
    fn stated(&self, kind: &str, service_type: &str) -> Vec<&Statement> {
        let about = |service_type: &str| -> Vec<&Statement> {
            let all = self.benefits.iter().filter(|one| one.kind == kind && one.is_in_network());
            all.filter(|one| one.names(service_type)).collect()
        };
        let own = about(service_type);
        if own.is_empty() { about(PLAN) } else { own }
    }
}

impl Statement {
    fn is_in_network(&self) -> bool {
        self.network.as_deref() != Some("out")
    }

    fn names(&self, service_type: &str) -> bool {
        self.service_types.iter().any(|one| one == service_type)
    }
}

/// What is left is known, or somewhere up to the whole.
fn open(limit: Limit, outcome: EligibilityOutcome) -> Option<Range<Money>> {
    if outcome != EligibilityOutcome::Active {
        return None;
    }
    let unknown = |total| Range { low: Money::ZERO, high: total };
    limit.remaining.map(Range::exactly).or(limit.total.map(unknown))
}

/// Statements that differ leave a range.
fn around<T: Copy + Ord>(stated: impl Iterator<Item = T> + Clone) -> Option<Range<T>> {
    Some(Range { low: stated.clone().min()?, high: stated.max()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said(benefits: Value) -> Said {
        let finding = json!({"state": "answered", "outcome": "active", "plan": "GOLD", "benefits": benefits,
            "deductible": {"total": "1500.00", "remaining": "300.00"}, "out_of_pocket": {"total": "4000.00"}});
        serde_json::from_value(finding).expect("a finding")
    }

    fn eb(kind: &str, service_type: &str, network: Option<&str>, share: &str) -> Value {
        let mut eb =
            json!({"kind": kind, "service_types": [service_type], "network": network, "messages": []});
        eb[if kind == "copay" { "amount" } else { "percent" }] = json!(share);
        eb
    }

    #[test]
    fn statements_about_the_service_go_before_those_about_the_plan() {
        let all = said(json!([
            eb("coinsurance", "30", Some("in"), "20"),
            eb("coinsurance", "98", Some("in"), "10"),
            eb("coinsurance", "98", Some("out"), "50"),
            eb("coinsurance", "MH", None, "0"),
            eb("copay", "UC", Some("in"), "75.00"),
        ]));
        for (service_type, share) in [("98", "10"), ("30", "20"), ("PT", "20"), ("MH", "0")] {
            let coinsurance = all.sharing(service_type).coinsurance.and_then(Range::known);
            assert_eq!(coinsurance.map(|share| share.to_string()).as_deref(), Some(share), "{service_type}");
        }
        let urgent = all.sharing("UC");
        assert_eq!(urgent.copay.and_then(Range::known), "75.00".parse().ok());
        assert_eq!((urgent.deductible.and_then(Range::known), urgent.cap), ("300.00".parse().ok(), None));
        assert_eq!(all.sharing("98").copay, None);
    }

    #[test]
    fn the_copay_of_what_was_asked_about_is_not_taken_for_another() {
        let mut urgent = said(json!([eb("copay", "UC", Some("in"), "75.00")]));
        urgent.copay = "75.00".parse().ok();
        assert_eq!(urgent.sharing("98").copay, None);
        urgent.benefits.clear();
        assert_eq!(urgent.sharing("98").copay.and_then(Range::known), "75.00".parse().ok());
    }

    #[test]
    fn statements_that_differ_leave_a_range() {
        let two = [eb("coinsurance", "98", Some("in"), "10"), eb("coinsurance", "98", Some("both"), "30")];
        let range = said(json!(two)).sharing("98").coinsurance.expect("a range");
        assert_eq!((range.low.to_string(), range.high.to_string()), ("10".to_owned(), "30".to_owned()));
    }

    #[test]
    fn what_is_not_paid_for_is_said_for_the_service_itself() {
        let all = said(json!([
            {"kind": "non_covered", "service_types": ["35"]},
            {"kind": "exclusion", "service_types": ["AL"], "network": "out"},
        ]));
        let excluded = ["98", "35", "AL", "30"].map(|service_type| all.is_excluded(service_type));
        assert_eq!(excluded, [false, true, false, false]);
    }
}
