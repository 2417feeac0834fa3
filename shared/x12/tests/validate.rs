//! The validator through the public interface.

mod acknowledged;
mod base;
mod envelope;
mod noise;
mod rules;
mod samples;
mod walked;

use x12::reader::Segments;
use x12::validate::{Finding, Level, Validator};

/// What the validator finds in a text, at every level.
pub(crate) fn findings(text: &str) -> Vec<Finding> {
    let mut validator = Validator::new(Level::Relation);
    let mut found = Vec::new();
    for segment in Segments::new(text).map_while(Result::ok) {
        validator.push(&segment, &mut found);
    }
    validator.finish(&mut found);
    found
}

/// Findings in short: `ElementCode CLP02`, `SegmentMissing 2100/NM1`.
pub(crate) fn short(found: &[Finding]) -> Vec<String> {
    found.iter().map(one).collect()
}

fn one(finding: &Finding) -> String {
    let position = &finding.position;
    let component = position.component.map(|component| format!("-{component:02}")).unwrap_or_default();
    let repetition = position.repetition.map(|repetition| format!(" #{repetition}")).unwrap_or_default();
    match (position.element, position.loop_id) {
        (Some(element), _) => {
            format!("{:?} {}{element:02}{component}{repetition}", finding.rule, position.id)
        }
        (None, Some(loop_id)) => format!("{:?} {loop_id}/{}", finding.rule, position.id),
        (None, None) => format!("{:?} {}", finding.rule, position.id),
    }
}
