//! One segment of a tree, and its elements as they are compared.

use x12::Delimiters;
use x12::guide::{ElementRule, Guide, Kind, SegmentRule};
use x12::reader::Segment;

/// Between components, and between repetitions, of whatever file.
const COMPONENT: char = '\u{1f}';
const REPETITION: char = '\u{1e}';

#[derive(Debug)]
pub(super) struct Line {
    raw: Box<str>,
    delimiters: Delimiters,
    rule: Option<&'static SegmentRule>,
}

impl Line {
    pub(super) fn new(segment: &Segment<'_>, rule: Option<&'static SegmentRule>) -> Self {
        let rule = rule.or_else(|| Guide::envelope()?.segments().find(|rule| rule.id == segment.id()));
        Self { raw: segment.raw().into(), delimiters: segment.delimiters(), rule }
    }

    pub(super) fn segment(&self) -> Segment<'_> {
        Segment::alone(&self.raw, self.delimiters)
    }

    pub(super) fn id(&self) -> &str {
        self.segment().id()
    }

    pub(super) fn raw(&self) -> &str {
        &self.raw
    }

    /// As the guide names the segment.
    pub(super) fn name(&self) -> &'static str {
        self.rule.map_or("", |rule| rule.name)
    }

    /// As the guide names element `n`, or a component of it.
    pub(super) fn element_name(&self, n: usize, component: Option<usize>) -> &'static str {
        let element = self.rule.and_then(|rule| rule.element(n));
        let part = component.and_then(|m| element?.components().get(m - 1));
        part.or(element).map_or("", |rule| rule.name)
    }

    /// Equal for segments that can be the same one with other values: name, place in the guide, qualifier.
    pub(super) fn likeness(&self) -> (&str, Option<u16>, &str) {
        let qualified = self.rule.and_then(|rule| rule.qualifier()).is_some();
        let qualifier = if qualified { self.segment().element(1) } else { "" };
        (self.id(), self.rule.map(|rule| rule.number), qualifier)
    }

    /// Its elements in one spelling, without empty ones at the end; those that do not matter are empty.
    pub(super) fn elements(&self) -> Vec<String> {
        let segment = self.segment();
        let elements = segment.parts().skip(1).zip(1..);
        let mut elements: Vec<String> = elements
            .map(|(text, n)| {
                if is_ignored(segment.id(), n) { String::new() } else { self.spelled(text, self.rule_of(n)) }
            })
            .collect();
        while elements.last().is_some_and(String::is_empty) {
            elements.pop();
        }
        elements
    }

    fn rule_of(&self, n: usize) -> Option<&'static ElementRule> {
        self.rule.and_then(|rule| rule.element(n))
    }

    fn spelled(&self, text: &str, rule: Option<&ElementRule>) -> String {
        let separator = self.delimiters.repetition.map(char::from);
        let repetitions: Vec<String> = match separator {
            Some(separator) if text.contains(separator) => {
                text.split(separator).map(|one| self.composite(one, rule)).collect()
            }
            _ => vec![self.composite(text, rule)],
        };
        repetitions.join(REPETITION.encode_utf8(&mut [0; 4]))
    }

    fn composite(&self, text: &str, rule: Option<&ElementRule>) -> String {
        let parts = text.split(char::from(self.delimiters.component)).enumerate();
        let parts = parts.map(|(m, part)| {
            let component = rule.and_then(|rule| rule.components().get(m));
            let kind = component.or(rule).map(|rule| rule.kind);
            if matches!(kind, Some(Kind::Decimal | Kind::Number(_))) {
                number(part)
            } else {
                part.trim_end().to_owned()
            }
        });
        let joined = parts.collect::<Vec<_>>().join(COMPONENT.encode_utf8(&mut [0; 4]));
        joined.trim_end_matches(COMPONENT).to_owned()
    }
}

/// Components of a spelled element; `None` where it is simple or repeated.
pub(super) fn components(text: &str) -> Option<Vec<&str>> {
    (text.contains(COMPONENT) && !text.contains(REPETITION)).then(|| text.split(COMPONENT).collect())
}

/// A spelled element for people.
pub(super) fn shown(text: &str) -> String {
    text.replace(COMPONENT, ":").replace(REPETITION, "^")
}

/// Control numbers, counts and dates of envelopes, and numbers that follow from the order.
fn is_ignored(id: &str, n: usize) -> bool {
    match id {
        "ISA" => matches!(n, 9..=11 | 13 | 16),
        "GS" => matches!(n, 4..=6),
        "ST" => n == 2,
        "HL" => matches!(n, 1 | 2 | 4),
        "LX" => n == 1,
        _ => false,
    }
}

/// `0100.50` as `100.5`; anything else stays.
fn number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || digits.matches('.').count() > 1 || !digits.contains(|digit: char| digit.is_ascii_digit()) {
        return text.to_owned();
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    match (whole, fraction) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for (text, spelled) in [
            ("100", "100"),
            ("100.00", "100"),
            ("0100.50", "100.5"),
            (".5", "0.5"),
            ("-0.0", "0"),
            ("-07", "-7"),
            ("", ""),
            ("-", "-"),
            ("1.2.3", "1.2.3"),
            ("1e5", "1e5"),
        ] {
            assert_eq!(number(text), spelled, "{text}");
        }
    }
}
