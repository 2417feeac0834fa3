//! How the prescription is written: dose notation, lengths, characters, and whatever a pharmacy's system would refuse.

use super::{AlertSeverity, CheckKind, Demand, Finding, Order, Verdict, directions, note};
use script::{NewRx, Rule, Severity};

const SOURCE: &str = "45 CFR 170.315(b)(3); field lengths of NCPDP SCRIPT 2017071";

pub fn check(message: &Result<&NewRx, String>, order: &Order<'_>) -> Verdict {
    let kind = CheckKind::SigLint;
    let mut findings: Vec<Finding> = match message {
        Ok(new_rx) => script::check(new_rx).iter().map(finding).collect(),
        Err(why) => vec![Finding::correction(why.clone(), SOURCE)],
    };
    findings.extend(directions::findings(order));
    findings.extend(note::findings(order));
    Verdict::alerts(kind, findings, Verdict::clear(kind, "Written as pharmacies accept it."))
}

fn finding(found: &script::Finding) -> Finding {
    let (severity, demand) = match (found.severity, found.rule) {
        (Severity::Refusal, _) => (AlertSeverity::Critical, Demand::Correction),
        // Networks refuse a minor's prescription without both: the prescriber decides to try all the same.
        (Severity::Warning, Rule::Height | Rule::Weight) => (AlertSeverity::Warning, Demand::Answer),
        (Severity::Warning, _) => (AlertSeverity::Notice, Demand::Nothing),
    };
    Finding { severity, demand, text: found.to_string(), source: SOURCE.to_owned(), proposal: None }
}
