//! Which guide a transaction set follows, by what ST and GS say.

use super::OpenGroup;
use super::finding::Severity;
use super::report::Report;
use super::rule::Rule;
use crate::guide::Guide;

/// ST against its group: whether the guide is known, and of this kind and version.
pub(super) fn implementation(
    report: &mut Report<'_, '_>,
    guide: Option<&'static Guide>,
    group: &mut OpenGroup,
) {
    let (st01, st03) = (report.segment.element(1), report.segment.element(3));
    let Some(guide) = guide else { return unknown(report, group, st01, st03) };
    if group.functional_id != guide.functional_id {
        report.add(Rule::GroupKind, format!("GS01 of this transaction set is {}", guide.functional_id));
    }
    let version = if !st03.is_empty() && st03 != group.version {
        report.at(Rule::SetVersion, 3, "ST03 and GS08 are equal")
    } else if group.version != guide.id {
        report.add(Rule::SetVersion, format!("the version in force is {}", guide.id))
    } else {
        None
    };
    if let Some(finding) = version {
        finding.severity = Severity::Warning;
    }
}

/// No guide is known: by ST01, by ST03, or by GS08, which is told once for its group.
#[cold]
fn unknown(report: &mut Report<'_, '_>, group: &mut OpenGroup, st01: &str, st03: &str) {
    let hint = "no guide is known for it: only the syntax is checked";
    if !Guide::all().any(|guide| guide.st01 == st01) {
        report.at(Rule::SetUnknown, 1, hint);
    } else if !st03.is_empty() {
        report.at(Rule::SetUnknown, 3, hint);
    } else if !std::mem::replace(&mut group.unknown, true)
        && let Some(finding) = report.add(Rule::GroupVersion, hint)
    {
        finding.value = Some(group.version.as_str().into());
        finding.reference = "480";
        let position = &mut finding.position;
        (position.offset, position.segment) = (group.offset, group.segment);
        (position.id, position.loop_id, position.element) = ("GS".into(), None, Some(8));
    }
}
