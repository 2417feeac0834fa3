//! Duplicate therapy: the same ingredient, or the same class, is being taken already.

use super::{AlertSeverity, CheckKind, Demand, Finding, Taking, Verdict};
use crate::medication::Medication;

const SOURCE: &str =
    "The practice's own prescriptions; FDA established pharmacologic class, NDC Directory 2019-04.";

pub fn check(medication: &Medication, taking: &[Taking]) -> Verdict {
    let kind = CheckKind::DuplicateTherapy;
    let findings = taking.iter().filter_map(|taken| finding(medication, taken)).collect();
    let clear = format!("Compared with {} active prescriptions of this practice.", taking.len());
    Verdict::alerts(kind, findings, Verdict::clear(kind, clear))
}

/// The same ingredient interrupts; the same class is shown only, or nobody would read either.
fn finding(medication: &Medication, taken: &Taking) -> Option<Finding> {
    let other = taken.medication;
    let (demand, severity, what) =
        if let Some(same) = medication.ingredients.iter().find(|i| other.has_ingredient(&i.name)) {
            (Demand::Answer, AlertSeverity::Warning, format!("also contains {}", same.name))
        } else {
            let class = medication.classes.iter().find(|class| other.classes.contains(class))?;
            (Demand::Nothing, AlertSeverity::Notice, format!("is of the same class, {class}"))
        };
    let text = format!("{} is active (prescription {}) and {what}.", other.description, taken.prescription);
    Some(Finding { severity, demand, text, source: SOURCE.to_owned() })
}
