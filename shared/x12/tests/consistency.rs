//! Levels 3 and 4, rule by rule: sound transaction sets with one break each, and what is found of it.

use std::collections::BTreeSet;

use x12::validate::{Answer, Consistency, Finding, Level, Rule, Severity};

use crate::validate::findings;

mod answers;
mod balances;
mod claims;
mod coverage;
mod values;

/// A sound interchange, what to replace by what (see `edited`), and what is found: the rule, `?` where it is a warning
/// and `~` where it is a note, and the place.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// The interchanges the cases break.
mod base {
    pub(super) const REMITTANCE: &str = include_str!("corpus/base/835.edi");
    pub(super) const REVERSAL: &str = include_str!("corpus/base/835-reversal.edi");
    pub(super) const CLAIM: &str = include_str!("corpus/base/837p.edi");
    pub(super) const DEPENDENT: &str = include_str!("corpus/base/837p-dependent.edi");
    pub(super) const SECONDARY: &str = include_str!("corpus/base/837p-secondary.edi");
    pub(super) const REPLACEMENT: &str = include_str!("corpus/base/837p-replacement.edi");
    pub(super) const INSTITUTIONAL: &str = include_str!("corpus/base/837i.edi");
    pub(super) const INQUIRY: &str = include_str!("corpus/base/270.edi");
    pub(super) const BENEFIT: &str = include_str!("corpus/base/271.edi");
    pub(super) const STATUS: &str = include_str!("corpus/base/276.edi");
    pub(super) const RECEIPT: &str = include_str!("corpus/base/277ca.edi");
    pub(super) const REVIEW: &str = include_str!("corpus/base/278.edi");
    pub(super) const ACKNOWLEDGMENT: &str = include_str!("corpus/base/999.edi");
    pub(super) const ALL: [&str; 13] = [
        REMITTANCE,
        REVERSAL,
        CLAIM,
        DEPENDENT,
        SECONDARY,
        REPLACEMENT,
        INSTITUTIONAL,
        INQUIRY,
        BENEFIT,
        STATUS,
        RECEIPT,
        REVIEW,
        ACKNOWLEDGMENT,
    ];
}

/// Replaces the first `from` by `to`; `from` may be `FIRST..LAST`, which stands for all between them too.
fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        let (first, last) = from.split_once("..").unwrap_or((from, from));
        let begin = text.find(first).unwrap_or_else(|| panic!("{first:?} is not in the base"));
        let end = begin + text[begin..].find(last).expect("the end follows the beginning") + last.len();
        format!("{}{to}{}", &text[..begin], &text[end..])
    })
}

/// What is found of levels 3 and 4, but for HL and LX.
fn told(text: &str) -> Vec<(Consistency, Finding)> {
    let rule = |finding: Finding| match finding.rule {
        Rule::Consistency(rule) => Some((rule, finding)),
        _ => None,
    };
    findings(text).into_iter().filter_map(rule).collect()
}

fn short((rule, finding): &(Consistency, Finding)) -> String {
    let mark = match finding.severity {
        Severity::Error => "",
        Severity::Warning => "?",
        Severity::Note => "~",
    };
    let position = &finding.position;
    let element = position.element.map(|element| format!("{element:02}")).unwrap_or_default();
    let component = position.component.map(|component| format!("-{component:02}")).unwrap_or_default();
    format!("{rule:?}{mark} {}{element}{component}", position.id)
}

/// The rules that the cases break.
fn check(cases: &[Case]) -> BTreeSet<Consistency> {
    let mut broken = BTreeSet::new();
    for (base, edits, expected) in cases {
        let told = told(&edited(base, edits));
        let found: Vec<String> = told.iter().map(short).collect();
        assert_eq!(found, *expected, "{edits:?}");
        broken.extend(told.into_iter().map(|(rule, _)| rule));
    }
    broken
}

#[test]
fn sound_interchanges_have_no_finding() {
    for base in base::ALL {
        assert_eq!(findings(base), [], "{base}");
        assert_eq!(findings(&base.replacen("*0*P*:~", "*0*T*:~", 1)), [], "{base}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let tables = [balances::CASES, claims::CASES, coverage::CASES, values::CASES, answers::CASES];
    let mut broken: BTreeSet<Consistency> = tables.into_iter().flat_map(check).collect();
    broken.extend(claims::too_many());
    let missing: Vec<&Consistency> = Consistency::ALL.iter().filter(|rule| !broken.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn rules_say_what_is_wrong_and_what_to_do() {
    for rule in Consistency::ALL {
        assert!(rule.level() >= Level::Balance);
        assert!(!rule.to_string().is_empty() && !rule.hint().is_empty());
        let told = rule.answer() != Answer::None;
        assert_eq!(
            rule.severity() == Severity::Error,
            told,
            "{rule:?}: errors are told in a 999, others not"
        );
    }
}
