//! What prescribers make of the alerts that stop them, rule by rule: an alert nearly everybody overrides teaches to click.

pub mod routes;
mod store;

use super::{CheckKind, OverrideReason};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Fewer say nothing about a rule.
const ENOUGH: i64 = 20;
/// In a hundred: beyond it somebody should look whether the rule still earns its interruption.
const TOO_MANY: i64 = 95;

/// One rule and what became of its alerts, in the last checks of each prescription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleStatistics {
    pub kind: CheckKind,
    /// What the rule rests on; it tells the rules of one kind apart.
    pub source: String,
    /// Alerts that asked for an answer.
    pub shown: i64,
    pub overridden: i64,
    /// How often each reason was given.
    pub reasons: BTreeMap<OverrideReason, i64>,
    /// At least 20 were shown and more than 95 of a hundred overridden: review whether the rule should interrupt.
    pub review_due: bool,
}

/// Alerts of one rule that came to the same.
struct Tally {
    kind: CheckKind,
    source: String,
    reason: Option<OverrideReason>,
    count: i64,
}

impl RuleStatistics {
    /// The most often shown first.
    fn of(tallies: Vec<Tally>) -> Vec<Self> {
        let mut rules: BTreeMap<(&'static str, String), Self> = BTreeMap::new();
        for Tally { kind, source, reason, count } in tallies {
            let rule =
                rules.entry((kind.as_str(), source.clone())).or_insert_with(|| Self::unseen(kind, source));
            rule.shown += count;
            if let Some(reason) = reason {
                rule.overridden += count;
                *rule.reasons.entry(reason).or_default() += count;
            }
            rule.review_due = rule.shown >= ENOUGH && rule.overridden * 100 > rule.shown * TOO_MANY;
        }
        let mut rules: Vec<Self> = rules.into_values().collect();
        rules.sort_by_key(|rule| -rule.shown);
        rules
    }

    fn unseen(kind: CheckKind, source: String) -> Self {
        Self { kind, source, shown: 0, overridden: 0, reasons: BTreeMap::new(), review_due: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(source: &str, reason: Option<OverrideReason>, count: i64) -> Tally {
        Tally { kind: CheckKind::Interaction, source: source.to_owned(), reason, count }
    }

    #[test]
    fn reasons_add_up_and_the_most_shown_rule_comes_first() {
        let rules = RuleStatistics::of(vec![
            tally("row 3", None, 1),
            tally("row 8", Some(OverrideReason::WillMonitor), 2),
            tally("row 8", Some(OverrideReason::DoseAdjusted), 1),
            tally("row 8", None, 4),
        ]);
        let said: Vec<_> =
            rules.iter().map(|rule| (rule.source.as_str(), rule.shown, rule.overridden)).collect();
        assert_eq!(said, [("row 8", 7, 3), ("row 3", 1, 0)]);
        assert_eq!(rules[0].reasons[&OverrideReason::WillMonitor], 2);
    }

    #[test]
    fn a_review_is_due_when_nearly_all_of_enough_alerts_are_overridden() {
        for (overridden, heeded, due) in [(19, 0, false), (20, 0, true), (95, 5, false), (96, 4, true)] {
            let tallies =
                vec![tally("r", Some(OverrideReason::WillMonitor), overridden), tally("r", None, heeded)];
            assert_eq!(
                RuleStatistics::of(tallies)[0].review_due,
                due,
                "{overridden} of {}",
                overridden + heeded
            );
        }
    }
}
