//! Duplicate therapy: the same ingredient, or the same class, is being taken already.

use super::{AlertSeverity, CheckKind, Finding, StopProposal, TakenBy, Taking, Verdict};
use crate::medication::Medication;

const SOURCE: &str =
    "The patient's medication list; FDA established pharmacologic class, NDC Directory 2019-04.";

pub fn check(medication: &Medication, taking: &[Taking]) -> Verdict {
    let kind = CheckKind::DuplicateTherapy;
    let findings = taking.iter().filter_map(|taken| finding(medication, taken)).collect();
    let clear = format!("Compared with {} medicines on the list.", taking.len());
    Verdict::alerts(kind, findings, Verdict::clear(kind, clear))
}

/// The same ingredient interrupts; the same class is shown only, or nobody would read either.
fn finding(medication: &Medication, taken: &Taking) -> Option<Finding> {
    let (other, by) = (taken.medication, taken.by);
    if let Some(same) =
        medication.ingredients.iter().find(|i| other.ingredients.iter().any(|theirs| theirs.is(i)))
    {
        let text = format!(
            "{} is active ({by}) and also contains {}. If this order takes its place, stop the old one first.",
            other.description, same.name
        );
        let cancel = matches!(by, TakenBy::Prescription(_));
        let proposal = Some(StopProposal { medication_id: by.line(), cancel });
        return Some(Finding { proposal, ..Finding::question(AlertSeverity::Warning, text, SOURCE) });
    }
    let class = medication.classes.iter().find(|class| other.classes.contains(class))?;
    let text = format!("{} is active ({by}) and is of the same class, {class}.", other.description);
    Some(Finding::notice(text, SOURCE))
}
