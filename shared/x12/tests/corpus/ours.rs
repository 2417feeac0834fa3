//! What our validator says of a case.

use x12::reader::Stream;
use x12::validate::{Consistency, Finding, Level, Rule, Severity, Validator};

use super::case::{Expected, Wanted};

/// All findings; what could not be read at all is the last one, as an error of the reader.
pub fn judge(bytes: &[u8]) -> (Vec<Finding>, Option<String>) {
    let (mut stream, mut validator, mut findings) =
        (Stream::new(bytes), Validator::new(Level::Relation), Vec::new());
    let unread = loop {
        match stream.next() {
            Ok(Some(segment)) => validator.push(&segment, &mut findings),
            Ok(None) => break None,
            Err(error) => break Some(error.to_string()),
        }
    };
    validator.finish(&mut findings);
    (findings, unread)
}

/// What differs from the expected, if anything does.
pub fn difference(bytes: &[u8], expected: &Expected) -> Option<String> {
    let (findings, unread) = judge(bytes);
    let refused = unread.is_some() || findings.iter().any(|finding| finding.severity == Severity::Error);
    let told = || {
        let mut told: Vec<String> = findings.iter().take(4).map(brief).collect();
        told.extend(unread.clone());
        if told.is_empty() { "nothing is found".to_owned() } else { told.join("; ") }
    };
    match expected {
        Expected::Accepted if refused => Some(format!("accepted by right, but: {}", told())),
        Expected::Accepted => None,
        Expected::Refused(wanted) if !refused => Some(format!("{wanted} is not an error: {}", told())),
        Expected::Doubted(wanted) if refused => {
            Some(format!("{wanted} is no more than doubtful: {}", told()))
        }
        Expected::Refused(wanted) | Expected::Doubted(wanted) => {
            let found = findings.iter().any(|finding| wanted.is(finding));
            let unread = unread.is_some() && wanted.rule == "envelope";
            (!found && !unread).then(|| format!("{wanted} is not among: {}", told()))
        }
    }
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.level, self.rule, self.place)
    }
}

impl Wanted {
    fn is(&self, finding: &Finding) -> bool {
        let name = names(finding.rule);
        let named = name == self.rule || (self.level == 4 && name == "condition");
        // Where a qualifier names the format of a date, it is a matter of taste which of the two levels tells
        // it.
        let is_date = matches!(name, "date" | "time") && matches!(self.level, 1 | 2);
        let level = level(finding) == self.level || (is_date && level(finding) < 3);
        level && named && (self.place == "-" || self.place == place(finding))
    }
}

/// In the words of the table.
fn brief(finding: &Finding) -> String {
    let doubt = if finding.severity == Severity::Error { "" } else { "?" };
    format!("{}{doubt} {} {} ({:?})", level(finding), names(finding.rule), place(finding), finding.rule)
}

fn level(finding: &Finding) -> u8 {
    match finding.level {
        Level::Syntax => 1,
        Level::Requirement => 2,
        Level::Balance => 3,
        Level::Relation => 4,
    }
}

/// As in the table: `SVC01-02`, or `NM1`.
fn place(finding: &Finding) -> String {
    let position = &finding.position;
    match (position.element, position.component) {
        (Some(element), Some(component)) => format!("{}{element:02}-{component:02}", position.id),
        (Some(element), None) => format!("{}{element:02}", position.id),
        (None, _) => position.id.to_string(),
    }
}

/// The table's name for a rule.
fn names(rule: Rule) -> &'static str {
    match rule {
        Rule::InterchangeCut
        | Rule::InterchangeContent
        | Rule::GroupTrailer
        | Rule::SetTrailer
        | Rule::GroupEmpty => "envelope",
        Rule::InterchangeCount | Rule::GroupCount | Rule::SetCount => "count",
        Rule::InterchangeControl | Rule::InterchangeDuplicate => "control-number",
        Rule::GroupControl | Rule::SetControl | Rule::SetDuplicate | Rule::GroupDuplicate => "control-number",
        Rule::ElementCode | Rule::GroupKind | Rule::GroupVersion | Rule::SetUnknown | Rule::SetVersion => {
            "code"
        }
        Rule::SegmentMissing | Rule::LoopMissing => "missing-segment",
        Rule::SegmentUnknown | Rule::SegmentUnexpected | Rule::SegmentForeign => "order-or-use",
        Rule::SegmentOrder | Rule::SegmentRepeat | Rule::LoopRepeat => "order-or-use",
        Rule::SegmentBlanks | Rule::ElementBlank => "blank",
        Rule::TrailingElements | Rule::TrailingComponents => "trailing-separator",
        Rule::ElementMissing => "missing-element",
        Rule::ElementsTooMany | Rule::Components | Rule::Repetitions => "too-many-elements",
        Rule::ElementShort => "short",
        Rule::ElementLong => "long",
        Rule::ElementCharacter => "character",
        Rule::ElementDate => "date",
        Rule::ElementTime => "time",
        Rule::ElementNotUsed => "not-used",
        Rule::Hierarchy => "hierarchy",
        Rule::Sequence => "sequence",
        Rule::Consistency(rule) if rule.level() == Level::Balance => "balance",
        Rule::Consistency(Consistency::NpiCheckDigit) => "npi",
        Rule::Consistency(Consistency::PointerBeyond | Consistency::PointerRepeated) => "pointer",
        Rule::Consistency(
            Consistency::DatesOrder | Consistency::BirthAfterService | Consistency::BirthAfterFile,
        ) => "date-order",
        Rule::Consistency(Consistency::ReasonUnknown | Consistency::RemarkUnknown) => "code",
        _ => "condition",
    }
}
