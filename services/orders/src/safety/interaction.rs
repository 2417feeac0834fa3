//! Interactions: pairs of classes that are not to be given together, from a short cited list.

use super::{AlertSeverity, CheckKind, Finding, Taking, Verdict};
use crate::medication::Medication;
use crate::medication::table::{list, rows};
use std::sync::LazyLock;

const INTERACTIONS: &str = include_str!("../../reference/interactions.tsv");
static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| rows(INTERACTIONS).filter_map(|row| Rule::read(&row)).collect());

struct Side {
    class: &'static str,
    members: Vec<String>,
}

struct Rule {
    sides: [Side; 2],
    severity: AlertSeverity,
    text: &'static str,
    source: String,
}

impl Rule {
    fn read(row: &[&'static str]) -> Option<Self> {
        let [_id, left, left_members, right, right_members, severity, text, source, date] = row else {
            return None;
        };
        let side = |class: &'static str, members: &str| Side { class, members: list(members) };
        Some(Self {
            sides: [side(left, left_members), side(right, right_members)],
            severity: severity.parse().ok()?,
            text,
            source: format!("{source} ({date})"),
        })
    }

    /// The two classes when one drug is of the one and the other of the other.
    fn applies(&self, one: &Medication, other: &Medication) -> Option<(&'static str, &'static str)> {
        let [left, right] = &self.sides;
        if left.holds(one) && right.holds(other) {
            return Some((left.class, right.class));
        }
        (right.holds(one) && left.holds(other)).then_some((right.class, left.class))
    }
}

impl Side {
    fn holds(&self, medication: &Medication) -> bool {
        self.members.iter().any(|member| medication.has_ingredient(member))
    }
}

pub fn check(medication: &Medication, taking: &[Taking]) -> Verdict {
    let kind = CheckKind::Interaction;
    let findings = taking.iter().flat_map(|taken| findings(medication, taken.medication)).collect();
    let clear = format!(
        "Compared with {} medicines on the list by {} high-priority pairs of classes; other interactions are not covered.",
        taking.len(),
        RULES.len()
    );
    Verdict::alerts(kind, findings, Verdict::clear(kind, clear))
}

fn findings<'a>(medication: &'a Medication, other: &'a Medication) -> impl Iterator<Item = Finding> + 'a {
    RULES.iter().filter_map(move |rule| {
        let (own, theirs) = rule.applies(medication, other)?;
        let text =
            format!("With {}, which is active ({own} with {theirs}): {}", other.description, rule.text);
        Some(Finding::question(rule.severity, text, &rule.source))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_read_and_cited() {
        assert_eq!(RULES.len(), rows(INTERACTIONS).count());
        for rule in RULES.iter() {
            assert!(rule.sides.iter().all(|side| !side.members.is_empty()), "{}", rule.text);
            assert!(rule.text.len() < 140 && rule.source.len() > 20, "{}", rule.text);
        }
    }
}
