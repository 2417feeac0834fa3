//! Element rules of a segment as the dictionary gives them, before a guide says which of them it uses.

use super::dictionary::{Definition, Dictionary, Kind, Part};
use super::rule::{ElementRule, Usage};

/// The element before a date that says how the date is written.
const FORMAT: &str = "1250";
/// A date, time or period.
const PERIOD: &str = "1251";

impl Dictionary {
    /// The elements of `definition`, none of them used.
    pub(super) fn template(&'static self, definition: &Definition) -> Vec<ElementRule> {
        let mut rules: Vec<ElementRule> = definition.parts.iter().map(|part| self.rule(*part)).collect();
        for n in 1..rules.len() {
            rules[n].formatted = rules[n].number == PERIOD && rules[n - 1].number == FORMAT;
        }
        rules
    }

    fn rule(&'static self, part: Part) -> ElementRule {
        match part {
            Part::Element(at) => ElementRule::unused(self.element(at)),
            Part::Composite(at) => {
                let composite = self.composite(at);
                ElementRule {
                    name: composite.id,
                    usage: Usage::NotUsed,
                    kind: Kind::Composite,
                    min: 1,
                    max: u16::MAX,
                    repeat: 1,
                    formatted: false,
                    codes: None,
                    components: self.template(composite).into(),
                    number: composite.id,
                }
            }
        }
    }
}

/// Every element and component may be sent.
pub(super) fn allow_all(rules: &mut [ElementRule]) {
    for rule in rules.iter_mut().filter(|rule| rule.usage == Usage::NotUsed) {
        rule.usage = Usage::Situational;
        allow_all(&mut rule.components);
    }
}

/// A composite whose components the guide does not list may have all of them.
pub(super) fn open_unlisted(rules: &mut [ElementRule]) {
    let composites = rules.iter_mut().filter(|rule| rule.kind == Kind::Composite);
    for composite in composites {
        if composite.components.iter().all(|component| component.usage == Usage::NotUsed) {
            allow_all(&mut composite.components);
        }
    }
}
