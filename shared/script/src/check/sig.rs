//! How doses may be written in directions (45 CFR 170.315(b)(3): mL for oral liquids, zeros before, never after).

use super::Rule;

const SPOONS: [&str; 5] = ["tsp", "tsps", "tbs", "tbsp", "tbsps"];

/// The rules a text breaks, each at most once.
pub(super) fn broken_rules(text: &str) -> Vec<Rule> {
    let numbers = numbers(text);
    let leading = numbers.iter().any(|n| n.starts_with('.'));
    let trailing = numbers.iter().any(|n| n.contains('.') && n.ends_with('0'));
    let spoon = words(text).any(|word| SPOONS.contains(&word.as_str()) || word.contains("spoon"));
    let rules = [(leading, Rule::LeadingZero), (trailing, Rule::TrailingZero), (spoon, Rule::Metric)];
    rules.into_iter().filter_map(|(broken, rule)| broken.then_some(rule)).collect()
}

/// Runs of digits and inner points: a point that ends a sentence belongs to no number.
fn numbers(text: &str) -> Vec<&str> {
    let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let cut = runs.map(|run| run.trim_end_matches('.'));
    cut.filter(|run| run.bytes().any(|b| b.is_ascii_digit())).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_are_written_safely() {
        for (text, expected) in [
            ("Take 1 capsule by mouth 3 times daily for 10 days.", vec![]),
            ("Take 0.5 mg at bedtime", vec![]),
            ("Take 2.5 mL twice daily. 10 days.", vec![]),
            ("Take 10 tablets", vec![]),
            ("Take .5 mg at bedtime", vec![Rule::LeadingZero]),
            ("Take 5.0 mg at bedtime", vec![Rule::TrailingZero]),
            ("Take 2.50 mg", vec![Rule::TrailingZero]),
            ("Take 5.0.", vec![Rule::TrailingZero]),
            ("Take 1 tsp daily", vec![Rule::Metric]),
            ("Take 1tsp daily", vec![Rule::Metric]),
            ("Two Teaspoonfuls daily", vec![Rule::Metric]),
            ("Two teaspoonsful daily", vec![Rule::Metric]),
            ("1 TBSP or .5 or 1.0", vec![Rule::LeadingZero, Rule::TrailingZero, Rule::Metric]),
        ] {
            assert_eq!(broken_rules(text), expected, "{text}");
        }
    }
}
