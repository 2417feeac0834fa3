//! What of a payer's answer an estimate rests on, read from a finished eligibility check.

use super::Percent;
use super::share::{Range, Sharing};
use crate::check::Finding;
use crate::check::benefit::{Benefit, BenefitKind, Network};
use crate::check::finding::Limit;
use crate::check::service_type::{OFFICE_VISIT, PLAN};
use chrono::NaiveDate;
use model::event::EligibilityOutcome;
use model::{EligibilityCheckId, Money};

/// The newest answer about a coverage.
#[derive(Clone, Debug)]
pub struct Answer {
    pub check: EligibilityCheckId,
    /// The day the payer was asked about.
    pub service_date: NaiveDate,
    pub finding: Finding,
}

impl Answer {
    /// What the patient pays in the network for a service type.
    pub fn sharing(&self, service_type: &str) -> Sharing {
        let finding = &self.finding;
        // The summary's copay is for whatever was asked about: it stands in only where no statement says for what.
        let stated = finding.benefits.iter().any(|one| one.kind == BenefitKind::Copay);
        let summed_up = finding.copay.filter(|_| !stated && service_type == OFFICE_VISIT).map(Range::exactly);
        let copays = self.stated(BenefitKind::Copay, service_type).into_iter().filter_map(|one| one.amount);
        let shares = self.stated(BenefitKind::Coinsurance, service_type).into_iter();
        let shares = shares.filter_map(|one| one.percent.as_deref()?.parse::<Percent>().ok());
        Sharing {
            copay: summed_up.or_else(|| around(copays)),
            deductible: finding.deductible.as_ref().and_then(|limit| open(limit, finding.outcome)),
            coinsurance: around(shares),
            cap: finding.out_of_pocket.as_ref().and_then(|limit| limit.remaining),
        }
    }

    /// The payer says that it does not pay for this service type at all.
    pub fn is_excluded(&self, service_type: &str) -> bool {
        let says = |one: &&Benefit| matches!(one.kind, BenefitKind::NonCovered | BenefitKind::Exclusion);
        self.in_network().filter(says).any(|one| one.has_service_type(service_type) && one.is_general())
    }

    /// About this service type; where nothing is, about the plan as a whole.
    fn stated(&self, kind: BenefitKind, service_type: &str) -> Vec<&Benefit> {
        let about = |code: &str| -> Vec<&Benefit> {
            let all = self.in_network().filter(|one| one.kind == kind && one.is_general());
            all.filter(|one| one.is_about(code)).collect()
        };
        let own = about(service_type);
        if own.is_empty() { about(PLAN) } else { own }
    }

    fn in_network(&self) -> impl Iterator<Item = &Benefit> {
        self.finding.benefits.iter().filter(|one| one.network != Some(Network::Out))
    }
}

/// What is left is known, or somewhere up to the whole.
fn open(limit: &Limit, outcome: EligibilityOutcome) -> Option<Range<Money>> {
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

/// For tests: an answer that says this and nothing else.
#[cfg(test)]
pub fn that_says(mut finding: serde_json::Value) -> Answer {
    use serde_json::json;
    for field in ["benefits", "rejections", "differences"] {
        finding[field] = finding.get(field).cloned().unwrap_or(json!([]));
    }
    for benefit in finding["benefits"].as_array_mut().expect("benefits") {
        for (field, nothing) in
            [("messages", json!([])), ("entities", json!([])), ("codes", json!({"eb01": ""}))]
        {
            benefit[field] = benefit.get(field).cloned().unwrap_or(nothing);
        }
        // A statement that names services has them among its codes, too.
        benefit["codes"]["eb03"] = benefit["service_types"].clone();
    }
    Answer {
        check: EligibilityCheckId(uuid::Uuid::nil()),
        service_date: NaiveDate::from_ymd_opt(2027, 3, 2).expect("a day"),
        finding: serde_json::from_value(finding).expect("a finding"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said(benefits: Value) -> Answer {
        that_says(json!({"outcome": "active", "plan": "GOLD", "benefits": benefits,
            "deductible": {"total": "1500.00", "remaining": "300.00"}, "out_of_pocket": {"total": "4000.00"}}))
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
        urgent.finding.copay = Some("75.00".parse().expect("an amount"));
        assert_eq!(urgent.sharing("98").copay, None);
        urgent.finding.benefits.clear();
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
    #[test]
    fn what_is_said_of_one_procedure_is_no_answer_for_the_visit() {
        let mut of_a_procedure = eb("coinsurance", "98", Some("in"), "50");
        of_a_procedure["procedure"] = json!("HC:99213");
        let all = said(json!([of_a_procedure, eb("coinsurance", "30", Some("in"), "20")]));
        assert_eq!(
            all.sharing("98").coinsurance.and_then(Range::known).map(|p| p.to_string()).as_deref(),
            Some("20")
        );
    }
}
